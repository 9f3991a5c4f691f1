import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { openPeers, type Peers } from '../conformance/demo-lms/tool-peer.js';
import { violations } from '../support/axe.js';
import { launchBrowser, openPage, screens } from '../support/browser.js';

let peers: Peers;
let browser: Browser;
beforeAll(async () => {
  // The tool under another host name than the platform: the launch crosses sites, as in life.
  peers = await openPeers('localhost');
  browser = await launchBrowser();
}, 60_000);
afterAll(async () => {
  await browser.close();
  await peers.close();
});

const cookie = (id: string) => [{ name: 'lernplatz_person', value: id, url: peers.url }];

describe('in a browser', () => {
  test('one signs in by keyboard, opens a content, and the launch arrives inside the frame', async () => {
    const { page, complaints, close } = await openPage(browser, { locale: 'de' });
    await page.goto(peers.url);
    await page.getByRole('button', { name: 'Als Jonas anmelden' }).focus();
    await page.keyboard.press('Enter');
    await page.getByRole('link', { name: 'Kollegiale Beratung öffnen', exact: true }).focus();
    await page.keyboard.press('Enter');
    const frame = page.frameLocator('iframe');
    await frame.getByRole('heading', { name: 'Hallo Jonas' }).waitFor();
    expect(page.frames()[1]!.url()).toBe(`${peers.toolUrl}/lti/launch`);
    const { height, y } = (await page.locator('iframe').boundingBox())!;
    expect(height).toBeGreaterThanOrEqual(600);
    await page.setViewportSize({ width: 1280, height: 1100 });
    await page.waitForFunction((top) => {
      const { document, innerHeight } = globalThis as unknown as {
        document: { querySelector(selector: string): { clientHeight: number } };
        innerHeight: number;
      };
      return Math.abs(document.querySelector('iframe').clientHeight + top - innerHeight) < 40;
    }, y);
    expect(complaints).toEqual([]);
    await close();
  }, 60_000);

  test('a content opens in a window of its own', async () => {
    const { page, close } = await openPage(browser, { locale: 'en' });
    await page.context().addCookies(cookie('13'));
    await page.goto(peers.url);
    const [window] = await Promise.all([
      page.waitForEvent('popup'),
      page.getByRole('link', { name: 'Open Peer consultation in a new window' }).click(),
    ]);
    await window.getByRole('heading', { name: 'Hallo Marta' }).waitFor();
    await close();
  }, 60_000);

  test.each(Object.entries(screens))(
    'every page is accessible and fits (%s)',
    async (_name, viewport) => {
      const { page, complaints, close } = await openPage(browser, { viewport, locale: 'de' });
      const check = async (path: string): Promise<void> => {
        await page.goto(peers.url + path);
        expect([path, await violations(page)]).toEqual([path, []]);
        const overflow = await page.evaluate(() => {
          const { document } = globalThis as unknown as {
            document: { documentElement: { scrollWidth: number; clientWidth: number } };
          };
          return document.documentElement.scrollWidth - document.documentElement.clientWidth;
        });
        expect([path, overflow]).toEqual([path, 0]);
      };
      await check('/');
      await page.context().addCookies(cookie('2'));
      for (const path of ['/', '/grades', '/items/4', '/add', '/people']) await check(path);
      expect(complaints).toEqual([]);
      // The browser itself notes the status of the next one on its console.
      await check('/items/77');
      await close();
    },
    60_000,
  );
});
