import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { starterFrameworks } from '../../competency/framework/index.js';
import { inDidacticOrder } from '../../pages/path/index.js';
import { launchBrowser, openPage } from '../support/browser.js';
import { ifOpened } from '../support/if-opened.js';
import { tabTo } from '../support/keyboard.js';
import { type LongPathSite, manyContents, openLongPath } from '../support/long-path.js';
import { suitsEverybody } from '../support/suits-everybody.js';

jest.setTimeout(240_000);

const contents = manyContents(500);
const sections = inDidacticOrder(contents, starterFrameworks().find('lotse')!);
/** Bytes of markup that a page of the path may have, however many contents there are. */
const mostBytes = 60_000;

const openers = (page: Page) => page.locator('.path button');
const bytesOf = async (page: Page) => Buffer.byteLength(await page.content());

describe('an organisation with hundreds of contents', () => {
  let site: LongPathSite;
  let browser: Browser;
  beforeAll(async () => {
    site = await openLongPath(contents);
    browser = await launchBrowser();
  });
  afterAll(async () => {
    await ifOpened(browser, (each) => each.close());
    await ifOpened(site, (each) => each.close());
  });

  test('the learning path shows what comes next in each area, and stays a page that can be taken in', async () => {
    const { page, complaints, close } = await openPage(browser, { locale: 'de-DE' });
    const done = [...sections[0]!.contents.slice(0, 30), ...sections[2]!.contents].map(({ id }) => id);
    await page.goto(await site.pathOf('aylin', done));
    expect(await openers(page).count()).toBe(3 * (sections.length - 1));
    expect(await bytesOf(page)).toBeLessThan(mostBytes);
    await page.getByText(`Ihr Fortschritt: ${done.length} von 500 abgeschlossen.`).waitFor();
    await page.getByText(`Schritte 31 bis 33 von ${sections[0]!.contents.length}`).waitFor();
    // Of an area that is completed, the way to its steps is left.
    const { length } = sections[2]!.contents;
    await page.getByText(`${length} von ${length} abgeschlossen.`).waitFor();
    await page.getByRole('link', { name: `Alle ${length} Schritte: Lernen` }).waitFor();
    expect(await openers(page).first().getAttribute('value')).toBe(sections[0]!.contents[30]!.id);
    await suitsEverybody(page, 'path-500');
    expect(complaints).toEqual([]);
    await close();
  });

  test('by keyboard from the path into an area, where the steps are that come next, and back', async () => {
    const { page, close } = await openPage(browser, { locale: 'de-DE' });
    await page.goto(
      await site.pathOf(
        'berta',
        sections[0]!.contents.slice(0, 30).map(({ id }) => id),
      ),
    );
    await tabTo(page, '.path-all a', { presses: 120 });
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: /^A / }).waitFor();
    await page.getByText('Seite 2 von').waitFor();
    expect(await page.locator(`.path button[value="${sections[0]!.contents[30]!.id}"]`).count()).toBe(1);
    expect(await bytesOf(page)).toBeLessThan(mostBytes);
    await suitsEverybody(page, 'path-500-area');
    await tabTo(page, '.pager a:last-child', { presses: 120 });
    await page.keyboard.press('Enter');
    await page.getByText('Seite 3 von').waitFor();
    await tabTo(page, 'main a[href^="/path"]', { presses: 120 });
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: 'Lernpfad' }).waitFor();
    await close();
  });

  test('every content is reached, once, by the pages of the areas', async () => {
    const { page, close } = await openPage(browser, { locale: 'de-DE', javaScriptEnabled: false });
    const address = await site.pathOf('cem', []);
    await page.goto(address);
    const areas = await page
      .locator('.path-all a')
      .evaluateAll((links) => links.map((link) => (link as unknown as { href: string }).href));
    const reached: string[] = [];
    for (const area of areas) {
      await page.goto(area);
      for (;;) {
        reached.push(
          ...(await openers(page).evaluateAll((buttons) =>
            buttons.map((button) => (button as unknown as { value: string }).value),
          )),
        );
        const next = page.getByRole('link', { name: 'Nächste Seite' });
        if ((await next.count()) === 0) break;
        await next.click();
      }
    }
    expect(reached).toEqual(sections.flatMap((section) => section.contents.map(({ id }) => id)));
    // What an address asks for and there is not leads to the path, or to the last page of the area.
    await page.goto(`${address}&area=Z`);
    await page.getByRole('heading', { level: 1, name: 'Lernpfad' }).waitFor();
    await page.goto(`${areas[0]!}&page=9999`);
    expect(await page.getByRole('link', { name: 'Nächste Seite' }).count()).toBe(0);
    await close();
  });

  test('the picker shows a page of them', async () => {
    const { page, close } = await openPage(browser, { locale: 'de-DE' });
    await page.goto(await site.picker());
    await page.getByText('500 Treffer').waitFor();
    expect(await page.locator('#results .picks > li').count()).toBe(24);
    await suitsEverybody(page, 'picker-500');
    await close();
  });
});
