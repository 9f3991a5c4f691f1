import type { ServerResponse } from 'node:http';
import type { Page } from 'playwright-core';
import { claim, type PlatformPeer } from './platform-peer.js';

const answer = (response: ServerResponse, text: string): void =>
  void response.setHeader('Content-Type', 'text/html; charset=utf-8').end(text);

/** A launch that a browser is to be led through. */
export interface BrowserLaunch {
  readonly peer: PlatformPeer;
  /** The tool's address. */
  readonly publicUrl: string;
  /** Claims in place of those of `peer.claims`. */
  readonly claims?: Readonly<Record<string, unknown>>;
  /** What happens while the browser is at the LMS. */
  readonly meanwhile?: () => Promise<void>;
}

/** The address at which a launch begins, as a link in a course has it; the LMS answers the login once. */
export function launchAddress({ peer, publicUrl, claims = {}, meanwhile }: BrowserLaunch): string {
  peer.misbehaviour.delete('/auth');
  peer.misbehave('/auth', (request, response) => {
    const asked = new URL(request.url!, peer.url).searchParams;
    const target = { [claim('target_link_uri')]: `${publicUrl}/lti/launch` };
    void (async () => {
      await meanwhile?.();
      const token = await peer.sign(peer.claims(asked.get('nonce')!, { ...target, ...claims }));
      answer(
        response,
        `<!doctype html><title>LMS</title><form method="post" action="${publicUrl}/lti/launch"><input name="id_token" value="${token}"><input name="state" value="${asked.get('state')}"></form><script>document.forms[0].submit()</script>`,
      );
    })();
  });
  const parameters = new URLSearchParams({
    iss: peer.url,
    client_id: peer.clientId,
    lti_deployment_id: peer.deploymentId,
    login_hint: 'x',
    target_link_uri: `${publicUrl}/lti/launch`,
  });
  return `${publicUrl}/lti/login?${parameters.toString()}`;
}

/** Leads a window of its own through a launch, to whatever it ends at. */
export async function launchIn(page: Page, launch: BrowserLaunch): Promise<void> {
  await page.goto(launchAddress(launch));
  await page.waitForURL((url) => url.origin === new URL(launch.publicUrl).origin && url.pathname !== '/lti/login');
  await page.locator('h1:visible').first().waitFor();
}
