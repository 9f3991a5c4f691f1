import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { Firefox, protections } from '../support/firefox.js';
import { ifOpened } from '../support/if-opened.js';
import { cardsOf } from '../support/learner.js';
import { type Product, productPlace, startProduct } from '../support/product.js';
import { temporaryFolder } from '../support/sqlite.js';

jest.setTimeout(180_000);

const unit = 'd1-entwicklungsgespraech';
const cards = cardsOf(unit).length;

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let product: Product;
let firefox: Firefox;

beforeAll(async () => {
  folder = await temporaryFolder();
  product = await startProduct(await productPlace(join(folder.path, 'data')));
});
afterEach(async () => {
  await ifOpened(firefox, (each) => each.close());
});
afterAll(async () => {
  await ifOpened(product, (each) => each.stop());
  await ifOpened(folder, (each) => each.remove());
});

/** What a frame of another site finds of what its own site has stored, in a window of its own and then in that frame. */
async function storageAcrossSites(): Promise<{ readonly fromWindow: string; readonly ownAgain: string }> {
  const seen = new Map<string, string>();
  const server = createServer((request, response) => {
    const { port } = server.address() as AddressInfo;
    const path = request.url!;
    response.setHeader('Content-Type', 'text/html');
    if (path === '/outer') return response.end(`<!doctype html><iframe src="http://localhost:${port}/frame"></iframe>`);
    if (path === '/window') response.setHeader('Set-Cookie', 'window=1; SameSite=None; Secure; Path=/');
    if (path === '/frame') response.setHeader('Set-Cookie', 'frame=1; SameSite=None; Secure; Path=/; Partitioned');
    seen.set(path, request.headers.cookie ?? '');
    return response.end(
      path === '/frame' ? '<!doctype html><script>location.replace("/again")</script>' : '<!doctype html><p>done</p>',
    );
  });
  await new Promise<void>((resolve) => server.listen(0, resolve));
  const { port } = server.address() as AddressInfo;
  try {
    await firefox.open(`http://localhost:${port}/window`);
    await firefox.open(`http://127.0.0.1:${port}/outer`);
    await firefox.enterFrame();
    await firefox.text('//p[text()="done"]');
    return { fromWindow: seen.get('/frame')!, ownAgain: seen.get('/again')! };
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

async function openUnit(person: string): Promise<void> {
  await firefox.open(product.demoUrl);
  await firefox.click(`//button[contains(., "Als ${person} anmelden")]`);
  await firefox.click('//a[@aria-label="Das Entwicklungsgespräch öffnen"]');
  await firefox.enterFrame();
}

async function beginUnit(): Promise<void> {
  await firefox.click('//button[contains(., "Los geht’s")]');
  expect(await firefox.text(`//*[contains(text(), "Karte 1 von ${cards}")]`)).toContain(`Karte 1 von ${cards}`);
}

/** Firefox ESR as people have it: the launch must come through whatever it keeps from frames of other sites. */
describe('a launch in Firefox', () => {
  test.each([
    ['Aylin', 'standard'],
    ['Jonas', 'strict'],
  ] as const)('as %s, with storage partitioned (%s): inside the frame', async (person, protection) => {
    firefox = await Firefox.launch(protections[protection]);
    expect(await storageAcrossSites()).toEqual({ fromWindow: '', ownAgain: 'frame=1' });
    await openUnit(person);
    await beginUnit();
    expect(await firefox.evaluate('return window.top !== window && location.pathname')).toBe('/play');
  });

  test('with all that other sites want to store refused: in a new window, by one click', async () => {
    firefox = await Firefox.launch(protections.noThirdParty);
    expect(await storageAcrossSites()).toEqual({ fromWindow: '', ownAgain: '' });
    await openUnit('Marta');
    expect(await firefox.text('//h1[not(ancestor::*[@hidden])]')).toBe('Öffnen Sie die Einheit in einem neuen Fenster');
    await firefox.enterWindowOpenedBy(() => firefox.click('//a[contains(., "In neuem Fenster öffnen")]'));
    await beginUnit();
    expect(await firefox.evaluate('return window.top === window && location.origin')).toBe(product.publicUrl);
  });
});
