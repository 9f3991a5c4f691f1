import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { once } from 'node:events';
import { SignJWT } from 'jose';
import type { Page } from 'playwright-core';
import { claim, json, makeKey, membershipRole } from '../../support/platform-peer.js';

const issuer = 'https://lms.example.org';
const clientId = 'nordwerk-lotse';

/** A platform whose issuer lies under example.org while it runs on this machine; its token endpoint is out of order. */
export interface ExampleLms {
  /** Options of `lotse platform add`. */
  readonly options: readonly string[];
  /** Opens a unit in a window of its own, as the learner 4711 does. */
  launch(page: Page, unit: string, deployment: string): Promise<void>;
  close(): Promise<void>;
}

/** @param publicUrl of the tool, without a slash at its end */
export async function openExampleLms(publicUrl: string): Promise<ExampleLms> {
  const key = await makeKey();
  let next: Readonly<Record<string, unknown>> = {};

  async function idToken(nonce: string): Promise<string> {
    return new SignJWT({ ...next, nonce })
      .setProtectedHeader({ alg: 'RS256', kid: key.kid, typ: 'JWT' })
      .setIssuer(issuer)
      .setAudience(clientId)
      .setSubject('4711')
      .setIssuedAt()
      .setExpirationTime('1m')
      .sign(key.privateKey);
  }

  const server = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url!, 'http://127.0.0.1');
    if (pathname === '/jwks') return json(response, 200, { keys: [key.publicJwk] });
    if (pathname !== '/auth') return json(response, 503, { error: 'temporarily_unavailable' });
    void idToken(searchParams.get('nonce')!).then((token) =>
      response
        .setHeader('Content-Type', 'text/html; charset=utf-8')
        .end(
          `<!doctype html><title>LMS</title><form method="post" action="${publicUrl}/lti/launch"><input name="id_token" value="${token}"><input name="state" value="${searchParams.get('state')}"></form><script>document.forms[0].submit()</script>`,
        ),
    );
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  return {
    options: [
      ...['--issuer', issuer, '--client-id', clientId, '--deployment-id', '1'],
      ...['--authentication-endpoint', `${url}/auth`, '--token-endpoint', `${url}/token`, '--jwks-uri', `${url}/jwks`],
      ...['--name', 'Lernplattform der Nordwerk GmbH'],
    ],
    async launch(page, unit, deployment) {
      next = {
        name: 'Beate Beispiel',
        [claim('version')]: '1.3.0',
        [claim('message_type')]: 'LtiResourceLinkRequest',
        [claim('deployment_id')]: deployment,
        [claim('target_link_uri')]: `${publicUrl}/lti/launch`,
        [claim('roles')]: [membershipRole('Learner')],
        [claim('resource_link')]: { id: `link-${unit}`, title: unit },
        [claim('context')]: { id: 'course-3', title: 'Ausbildung bei Nordwerk' },
        [claim('custom')]: { content: unit },
        [claim('launch_presentation')]: { locale: 'de', document_target: 'window' },
        'https://purl.imsglobal.org/spec/lti-ags/claim/endpoint': {
          lineitem: `${issuer}/courses/3/lineitems/${unit}`,
          scope: ['https://purl.imsglobal.org/spec/lti-ags/scope/score'],
        },
      };
      const login = new URLSearchParams({
        iss: issuer,
        client_id: clientId,
        login_hint: '4711',
        target_link_uri: `${publicUrl}/lti/launch`,
      });
      await page.goto(`${publicUrl}/lti/login?${login.toString()}`);
      await page.waitForURL((at) => at.origin === new URL(publicUrl).origin && at.pathname !== '/lti/login');
      await page.locator('h1').first().waitFor({ state: 'attached' });
    },
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
