import type { ServerResponse } from 'node:http';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { Firefox, protections } from '../support/firefox.js';
import { ifOpened } from '../support/if-opened.js';
import { claim, PlatformPeer } from '../support/platform-peer.js';
import { connectPlatform, type Product, productPlace, startProduct } from '../support/product.js';
import { temporaryFolder } from '../support/sqlite.js';
import { launchStrictBrowser } from '../support/browser.js';

jest.setTimeout(180_000);

/**
 * An LMS that keeps data for tools (1EdTech LTI Platform Storage): a page with a frame that answers `lti.put_data` and
 * `lti.get_data`, each tool's data apart, and a frame that launches the tool. It keeps what happened in `heard`.
 */
const storagePage = `<!doctype html><title>storage</title><script>
  var kept = {};
  addEventListener('message', function (event) {
    var asked = event.data, name = event.origin + ' ' + asked.key;
    if (asked.subject === 'lti.put_data') kept[name] = asked.value;
    else if (asked.subject !== 'lti.get_data') return;
    parent.heard.push(asked.subject);
    event.source.postMessage({ subject: asked.subject + '.response', message_id: asked.message_id, key: asked.key, value: kept[name] }, event.origin);
  });
</script>`;

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let peer: PlatformPeer;
let product: Product;
let publicUrl: string;

const html = (response: ServerResponse, text: string): void =>
  void response.setHeader('Content-Type', 'text/html; charset=utf-8').end(text);

/** Serves a course page of the peer's, whose launches are answered once. */
function serveCourse(storageTarget: string | undefined, storage: string): string {
  const parameters = new URLSearchParams({
    iss: peer.url,
    client_id: peer.clientId,
    lti_deployment_id: peer.deploymentId,
    login_hint: 'x',
    target_link_uri: `${publicUrl}/lti/launch`,
    ...(storageTarget === undefined ? {} : { lti_storage_target: storageTarget }),
  });
  peer.misbehave('/course-page', (_request, response) =>
    html(
      response,
      `<!doctype html><title>course</title><script>var heard = []</script>
    <iframe name="lms_storage" src="/storage"></iframe><iframe name="tool" src="${publicUrl}/lti/login?${parameters.toString().replaceAll('&', '&amp;')}" width="800" height="600"></iframe>`,
    ),
  );
  peer.misbehave('/storage', (_request, response) => html(response, storage));
  peer.misbehave('/auth', (request, response) => {
    const asked = new URL(request.url!, peer.url).searchParams;
    void peer
      .sign(peer.claims(asked.get('nonce')!, { [claim('target_link_uri')]: `${publicUrl}/lti/launch` }))
      .then((token) =>
        html(
          response,
          `<!doctype html><form method="post" action="${publicUrl}/lti/launch"><input name="id_token" value="${token}"><input name="state" value="${asked.get('state')}"></form><script>document.forms[0].submit()</script>`,
        ),
      );
  });
  return `${peer.url}/course-page`;
}

beforeAll(async () => {
  folder = await temporaryFolder();
  peer = await PlatformPeer.start();
  // The peer answers on this machine.
  const place = {
    ...(await productPlace(join(folder.path, 'data'))),
    environment: { LOTSE_ALLOW_INTERNAL_PLATFORMS: 'on' },
  };
  product = await startProduct(place);
  ({ publicUrl } = product);
  connectPlatform(place, peer);
});
afterAll(async () => {
  await ifOpened(product, (each) => each.stop());
  await ifOpened(peer, (each) => each.close());
  await ifOpened(folder, (each) => each.remove());
});

describe('where the browser lets Lotse store nothing, and the LMS offers its own storage', () => {
  test('in Chromium with all storage blocked: the unit opens inside the frame', async () => {
    const { context, close } = await launchStrictBrowser();
    try {
      const page = await context.newPage();
      await page.goto(serveCourse('lms_storage', storagePage));
      const frame = page.frameLocator('iframe[name="tool"]');
      await frame.getByRole('button', { name: 'Los geht’s' }).waitFor();
      expect(await page.evaluate('Array.from(new Set(heard))')).toEqual(['lti.put_data', 'lti.get_data']);
      // Pages lead on from there, by links and by forms, without anything that the browser keeps.
      await frame.getByRole('link', { name: 'Meine Matrix' }).click();
      await frame.getByRole('heading', { level: 1, name: 'Meine Kompetenzmatrix' }).waitFor();
      await frame.getByRole('button', { name: 'Anzeigen' }).click();
      await frame.getByRole('heading', { level: 1, name: 'Meine Kompetenzmatrix' }).waitFor();
      await frame.getByRole('link', { name: 'Lerneinheit', exact: true }).click();
      await frame.getByText('Mehr zu dieser Einheit, neu beginnen').click();
      const before = page.frame('tool')!.url();
      await frame.getByRole('button', { name: 'Neu beginnen' }).click();
      await page.frame('tool')!.waitForURL((url) => url.href !== before && url.pathname === '/play');
      await frame.getByRole('button', { name: 'Los geht’s' }).waitFor();
    } finally {
      await close();
    }
  });

  test('a frame that begins to listen late is asked again', async () => {
    const { context, close } = await launchStrictBrowser();
    try {
      const page = await context.newPage();
      const late = storagePage
        .replace("addEventListener('message', function", "var first = true; addEventListener('message', function")
        .replace('var asked = event.data', 'if (first) { first = false; return; } var asked = event.data');
      await page.goto(serveCourse('lms_storage', late));
      await page.frameLocator('iframe[name="tool"]').getByRole('button', { name: 'Los geht’s' }).waitFor();
    } finally {
      await close();
    }
  });

  test('in Firefox with third-party storage refused: the unit opens inside the frame', async () => {
    const firefox = await Firefox.launch(protections.noThirdParty);
    try {
      await firefox.open(serveCourse('lms_storage', storagePage));
      await firefox.enterFrame('tool');
      expect(await firefox.text('//button[contains(., "Los geht’s")]')).toBe('Los geht’s');
      await firefox.click('//a[text()="Meine Matrix"]');
      expect(await firefox.text('//h1[text()="Meine Kompetenzmatrix"]')).toBe('Meine Kompetenzmatrix');
      await firefox.leaveFrame();
      expect(await firefox.evaluate('return Array.from(new Set(heard))')).toEqual(['lti.put_data', 'lti.get_data']);
    } finally {
      await firefox.close();
    }
  });

  const dumb: readonly (readonly [name: string, target: string | undefined, storage: string])[] = [
    ['no storage at all', undefined, '<!doctype html>'],
    ['a frame that is not there', 'elsewhere', '<!doctype html>'],
    ['a frame that does not answer', 'lms_storage', '<!doctype html>'],
    [
      'a frame that answers with an error',
      'lms_storage',
      storagePage.replace('value: kept[name]', 'error: { code: "storage_exhaustion", message: "full" }'),
    ],
    [
      'a frame that answers another message',
      'lms_storage',
      storagePage.replace('message_id: asked.message_id', 'message_id: "another"'),
    ],
  ];
  test.each(dumb)('%s: a new window is offered, before the LMS is asked', async (_name, target, storage) => {
    const { context, close } = await launchStrictBrowser();
    try {
      const page = await context.newPage();
      const asked = peer.requested('/auth');
      await page.goto(serveCourse(target, storage));
      const frame = page.frameLocator('iframe[name="tool"]');
      await frame.getByRole('heading', { name: 'Open the unit in a new window' }).waitFor();
      expect(peer.requested('/auth')).toBe(asked);
      peer.misbehaviour.clear();
    } finally {
      await close();
    }
  });
});
