import type { IncomingMessage, ServerResponse } from 'node:http';
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import type { JSONWebKeySet } from 'jose';
import type { Page } from 'playwright-core';
import { ifOpened } from '../support/if-opened.js';
import { claim, PlatformPeer } from '../support/platform-peer.js';
import { signInWith, useProductPage } from '../support/product-page.js';
import { connectPlatform, credentialFor, type Product, type ProductPlace } from '../support/product.js';
import { picture, suitsEverybody, suitsScreens } from '../support/suits-everybody.js';

jest.setTimeout(240_000);

let place: ProductPlace;
let product: Product;
let page: Page;
let peer: PlatformPeer;
/** What stands in the LMS's field for redirection addresses. */
const listed = new Set<string>();

useProductPage((opened) => ({ place, product, page } = opened), {
  LOTSE_ALLOW_INTERNAL_PLATFORMS: 'on',
  LOTSE_LAUNCH_RATE: '0',
});
beforeAll(async () => {
  peer = await PlatformPeer.start();
  peer.toolKeys = async () => (await (await fetch(`${product.publicUrl}/lti/keys`)).json()) as JSONWebKeySet;
  connectPlatform(place, peer);
});
afterAll(() => ifOpened(peer, (each) => each.close()));

/** Answers a login as Moodle's auth.php does: where the redirect URI is not listed, with a page of its own; else by the form, with an error or an id_token. */
async function authenticate(request: IncomingMessage, response: ServerResponse, error?: string): Promise<void> {
  const asked = new URL(request.url!, peer.url).searchParams;
  const redirectUri = asked.get('redirect_uri') ?? '';
  response.setHeader('Content-Type', 'text/html; charset=utf-8');
  if (!listed.has(redirectUri)) {
    response.statusCode = 404;
    response.end('<!doctype html><title>Fehler</title><h1>Ungültige Anfrage</h1>');
    return;
  }
  const answer =
    error === undefined
      ? {
          id_token: await peer.sign(
            peer.claims(asked.get('nonce')!, {
              [claim('target_link_uri')]: redirectUri,
              [claim('custom')]: { content: 'd2-lernen-begleiten' },
            }),
          ),
        }
      : { error };
  const fields = Object.entries({ ...answer, state: asked.get('state')! })
    .map(([name, value]) => `<input name="${name}" value="${value}">`)
    .join('');
  response.end(
    `<!doctype html><title>LMS</title><form method="post" action="${redirectUri}">${fields}</form><script>document.forms[0].submit()</script>`,
  );
}

/** Opens Lotse from the LMS. @param end what is to be read where that leads */
async function launch(end: string, error?: string): Promise<void> {
  peer.misbehaviour.delete('/auth');
  peer.misbehave('/auth', (request, response) => void authenticate(request, response, error));
  const parameters = new URLSearchParams({
    iss: peer.url,
    client_id: peer.clientId,
    lti_deployment_id: peer.deploymentId,
    login_hint: 'x',
    target_link_uri: `${product.publicUrl}/lti/launch`,
  });
  await page.goto(`${product.publicUrl}/lti/login?${parameters.toString()}`);
  await page.getByText(end).first().waitFor();
}

/** The list of LMSs, if it is about ours. */
async function onList(): Promise<string> {
  await page.goto(`${product.publicUrl}/admin/platforms?language=de`);
  return page.locator('.platforms > li', { hasText: 'Test-LMS' }).innerText();
}

/** What the connection test says about launches. */
async function tested(language: 'de' | 'en', code: string): Promise<string> {
  await page.goto(`${product.publicUrl}/admin/platforms?language=${language}`);
  // Asked without anybody signed in, the LMS shows its sign-in, whatever the redirect URI.
  peer.misbehaviour.delete('/auth');
  peer.misbehave(
    '/auth',
    (_request, response) => void response.setHeader('Content-Type', 'text/html').end('<h1>Anmelden</h1>'),
  );
  await page
    .getByRole('button', { name: language === 'de' ? 'Verbindung prüfen: Test-LMS' : 'Test the connection: Test-LMS' })
    .click();
  await page.locator('.findings').waitFor();
  await suitsScreens(page, `tested-${code}-${language}`);
  return page.locator('.findings > li', { hasText: code }).innerText();
}

test('a redirect URI that is not listed: the administrator is told so, copies ours into the LMS, and sees that launches come back', async () => {
  const redirectUri = `${product.publicUrl}/lti/launch`;
  await page.goto(`${product.publicUrl}/admin/platforms`);
  await signInWith(page, credentialFor(place));

  expect(await onList()).toMatch(
    /Noch ist niemand aus der Lernplattform gekommen[\s\S]*Bitte öffnen Sie Lotse einmal aus der Lernplattform und prüfen Sie dann noch einmal\./,
  );
  await suitsEverybody(page, 'launches-none');
  expect(await tested('de', 'launch-none')).toContain('Hinweis');

  await launch('Ungültige Anfrage');
  expect(await onList()).toContain('Wahrscheinlich ist unsere Weiterleitungsadresse dort nicht eingetragen');
  await suitsEverybody(page, 'launches-unanswered');
  expect(await tested('en', 'launch-unanswered')).toMatch(
    /Problem[\s\S]*nothing came back\. Most likely our redirection address is not listed there/,
  );
  expect(await page.locator('.notice[role=status]').innerText()).toContain('does not work yet');
  const copied = await page.locator('.findings input[data-copy]').inputValue();
  expect(copied).toBe(redirectUri);
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await page.locator('.findings .copy button').click();
  listed.add(await page.evaluate<string>('navigator.clipboard.readText()'));

  await launch('Bitte melden Sie sich zuerst in der Lernplattform an', 'access_denied');
  expect(await tested('de', 'launch-refused')).toMatch(
    /Problem[\s\S]*\(access_denied\): Sie lässt die Person nicht zu\.[\s\S]*An der Weiterleitungsadresse liegt es nicht/,
  );

  await launch('Los geht’s');
  await picture(page, 'launched');
  expect(await onList()).toContain('Starts kommen bei Lotse an, zuletzt am');
  await suitsEverybody(page, 'launches-confirmed');
  expect(await tested('de', 'launch-confirmed')).toContain('Die Weiterleitungsadresse ist also eingetragen.');
  expect(await page.locator('.notice[role=status]').innerText()).toContain('Die Verbindung funktioniert.');
});
