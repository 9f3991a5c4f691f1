import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { launchBrowser, screens } from '../support/browser.js';
import { launchGuardedBrowser } from '../support/guarded-browser.js';
import { ifOpened } from '../support/if-opened.js';
import { launchIn } from '../support/launching-browser.js';
import { openItem, signIn } from '../support/learner.js';
import { claim, PlatformPeer } from '../support/platform-peer.js';
import { connectPlatform, type Product, productPlace, startProduct } from '../support/product.js';
import { temporaryFolder } from '../support/sqlite.js';
import { picture, suitsScreens } from '../support/suits-everybody.js';

jest.setTimeout(240_000);

const lost = 'Bitte öffnen Sie die Einheit noch einmal aus dem Kurs';
const german = { [claim('launch_presentation')]: { locale: 'de' } };

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let peer: PlatformPeer;
let product: Product;
let browser: Browser;

beforeAll(async () => {
  folder = await temporaryFolder();
  peer = await PlatformPeer.start();
  const place = {
    ...(await productPlace(join(folder.path, 'data'))),
    environment: { LOTSE_ALLOW_INTERNAL_PLATFORMS: 'on' },
  };
  product = await startProduct(place);
  connectPlatform(place, peer);
  browser = await launchBrowser();
});
afterAll(async () => {
  await ifOpened(browser, (each) => each.close());
  await ifOpened(product, (each) => each.stop());
  await ifOpened(peer, (each) => each.close());
  await ifOpened(folder, (each) => each.remove());
});

async function inContext(walk: (page: Page, context: BrowserContext) => Promise<void>): Promise<void> {
  const context = await browser.newContext({ viewport: screens.desktop, locale: 'de-DE' });
  try {
    await walk(await context.newPage(), context);
  } finally {
    await context.close();
  }
}

/** Opens addresses that somebody has copied in a browser that knows nothing of them. */
async function opensNothing(addresses: readonly string[], name: string): Promise<void> {
  await inContext(async (page) => {
    for (const address of addresses) {
      await page.goto(address);
      await page.getByRole('heading', { name: lost }).waitFor();
    }
    await suitsScreens(page, name);
  });
}

describe('a copied address opens nothing in another browser', () => {
  test("from an LMS's frame, with third-party cookies blocked", async () => {
    const guarded = await launchGuardedBrowser();
    try {
      const page = await guarded.context.newPage();
      await signIn(page, product.demoUrl, 'Aylin');
      const unit = await openItem(page, product.demoUrl, 'Das Entwicklungsgespräch');
      await unit.getByRole('button', { name: 'Los geht’s' }).waitFor();
      for (const [screen, size] of Object.entries(screens)) {
        await page.setViewportSize(size);
        await picture(page, `play-in-frame-${screen}`);
      }
      const address = page.frames().at(-1)!.url();
      expect(address).toMatch(/\/play\?visit=[0-9a-f]{16}$/);
      await opensNothing([address], 'copied-address');
    } finally {
      await guarded.close();
    }
  });

  test('from a window of its own; two windows do not mix', async () => {
    await inContext(async (page, context) => {
      await launchIn(page, { peer, publicUrl: product.publicUrl, claims: { ...german, sub: 'aylin', name: 'Aylin' } });
      const other = await context.newPage();
      await launchIn(other, {
        peer,
        publicUrl: product.publicUrl,
        claims: { ...german, sub: 'jonas', [claim('custom')]: { page: 'matrix' } },
      });
      await other.getByRole('heading', { level: 1, name: 'Meine Kompetenzmatrix' }).waitFor();
      await page.reload();
      await page.getByRole('button', { name: 'Los geht’s' }).waitFor();
      await page.getByRole('link', { name: 'Meine Matrix' }).click();
      await page.getByRole('heading', { level: 1, name: 'Meine Kompetenzmatrix' }).waitFor();
      expect(await page.getByRole('link', { name: 'Lerneinheit' }).count()).toBe(1);
      expect(await other.getByRole('link', { name: 'Lerneinheit' }).count()).toBe(0);
      await opensNothing([page.url(), other.url()], 'copied-window');
    });
  });
});

test('a browser that keeps no cookies goes on by its tab: links, forms, reload and back; the address opens nothing elsewhere', async () => {
  await inContext(async (page, context) => {
    // As a browser that drops them: what the tab keeps is all there is.
    const forget = (): Promise<void> => context.clearCookies();
    await launchIn(page, { peer, publicUrl: product.publicUrl, claims: german, meanwhile: forget });
    await page.getByRole('button', { name: 'Los geht’s' }).waitFor();
    expect((await context.cookies()).filter(({ name }) => name.includes('visit'))).toEqual([]);
    expect(page.url()).toMatch(/\/play\?visit=[0-9a-f]{16}$/);
    const unit = page.url();

    await page.getByRole('link', { name: 'Meine Matrix' }).click();
    await page.getByRole('heading', { level: 1, name: 'Meine Kompetenzmatrix' }).waitFor();
    await page.getByLabel('Rolle', { exact: true }).selectOption({ label: 'Coach' });
    await page.getByRole('button', { name: 'Anzeigen' }).click();
    await page.waitForURL(/profile=coach/);
    await page.getByRole('heading', { level: 1, name: 'Meine Kompetenzmatrix' }).waitFor();
    await page.reload();
    await page.getByRole('heading', { level: 1, name: 'Meine Kompetenzmatrix' }).waitFor();
    await page.goBack();
    await page.getByRole('heading', { level: 1, name: 'Meine Kompetenzmatrix' }).waitFor();

    await page.getByRole('link', { name: 'Lerneinheit' }).click();
    await page.getByRole('button', { name: 'Los geht’s' }).waitFor();
    await page.getByText('Mehr zu dieser Einheit, neu beginnen').click();
    await page.getByRole('button', { name: 'Neu beginnen' }).click();
    await page.waitForURL((url) => url.href !== unit && url.pathname === '/play');
    await page.getByRole('button', { name: 'Los geht’s' }).waitFor();
    expect((await context.cookies()).filter(({ name }) => name.includes('visit'))).toEqual([]);
    await opensNothing([unit, page.url()], 'carried-address');
    expect(product.log()).not.toMatch(/visit-token|lotse-visit|visit=/);
  });
});
