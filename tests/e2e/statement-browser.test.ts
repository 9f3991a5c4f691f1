import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { verbs } from '../../lrs/statement/index.js';
import { violations } from '../support/axe.js';
import { type BrowserServer, serveBrowser } from '../support/browser-server.js';
import { launchBrowser, openPage, screens } from '../support/browser.js';
import { everyStore } from '../support/every-store.js';
import { person, statement, vocabulary } from '../support/lrs-server.js';

// The browser is the same on every store: here it runs on SQLite alone.
const [, open] = everyStore.find(([name]) => name === 'SQLite')!;

let browser: Browser;
let site: BrowserServer;
const pictures = process.env['PICTURES'];

const activity = (id: string, name: string) => ({
  objectType: 'Activity',
  id: vocabulary.activity(id),
  definition: { name: { de: name }, type: 'http://adlnet.gov/expapi/activities/assessment' },
});
const talk = activity('d1-entwicklungsgespraech', 'Das Entwicklungsgespräch');
const course = { id: vocabulary.course('moodle', '7'), definition: { name: { de: 'Ausbilden im Betrieb' } } };

beforeAll(async () => {
  browser = await launchBrowser();
  site = await serveBrowser(open, { minIntervalMs: 20, pollMs: 1_000, heartbeatMs: 1_000 });
  for (let number = 1; number <= 70; number += 1) {
    const who = { actor: person(String((number % 4) + 8)), context: { contextActivities: { grouping: [course] } } };
    if (number % 3 === 0)
      await site.write(
        'nordwerk',
        statement({
          ...who,
          verb: { id: verbs.passed },
          object: talk,
          result: {
            success: true,
            completion: true,
            score: { scaled: 1, raw: 4, min: 0, max: 4 },
            duration: 'PT4M10S',
          },
        }),
      );
    else if (number % 3 === 1)
      await site.write('nordwerk', statement({ ...who, verb: { id: verbs.attempted }, object: talk }));
    else
      await site.write(
        'nordwerk',
        statement({
          ...who,
          verb: { id: verbs.answered },
          object: { ...talk, id: `${talk.id}?subContentId=7`, definition: {} },
          context: { contextActivities: { grouping: [course], parent: [talk] } },
          result: { success: number % 2 === 0, score: { scaled: 0.5 } },
        }),
      );
  }
}, 60_000);

afterAll(async () => {
  await browser.close();
  await site.close();
});

async function look(page: Page, name: string): Promise<void> {
  expect(await violations(page)).toEqual([]);
  expect(await page.evaluate('document.documentElement.scrollWidth <= document.documentElement.clientWidth')).toBe(
    true,
  );
  if (pictures === undefined) return;
  await mkdir(pictures, { recursive: true });
  await page.screenshot({ path: join(pictures, `${name}.png`) });
}

test.each([
  ['phone', 'de-DE'],
  ['desktop', 'en-GB'],
] as const)(
  'on a %s, with the keyboard alone: sign in, filter, read the JSON, follow live, pause, sign out',
  async (screen, locale) => {
    const german = locale === 'de-DE';
    const { page, complaints, close } = await openPage(browser, { viewport: screens[screen], locale });
    const { key, secret } = await site.credential('nordwerk', ['all/read']);
    await page.goto(`${site.url}/browser`);
    await look(page, `${screen}-1-sign-in`);
    await page.locator('#key').focus();
    await page.keyboard.type(key);
    await page.keyboard.press('Tab');
    await page.keyboard.type(secret);
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/browser\?/);
    const sentences = page.locator('.sentence');
    expect(await sentences.count()).toBe(50);
    expect((await page.context().cookies()).map(({ httpOnly, sameSite }) => ({ httpOnly, sameSite }))).toEqual([
      { httpOnly: true, sameSite: 'Strict' },
    ]);
    await look(page, `${screen}-2-list`);

    // The raw JSON beside the sentence.
    await page.locator('#statements summary').first().focus();
    await page.keyboard.press('Enter');
    expect(JSON.parse(await page.locator('#statements pre').first().innerText())).toMatchObject({
      actor: { account: { homePage: 'https://lms.example' } },
      version: '2.0.0',
    });
    await look(page, `${screen}-3-json`);

    // The filter.
    if (await page.locator('#person').isHidden()) {
      await page.locator('.filters summary').focus();
      await page.keyboard.press('Enter');
    }
    await page.locator('#person').focus();
    await page.keyboard.type('11');
    await page.locator('#verb').selectOption('passed');
    await page.locator('#person').press('Enter');
    await page.waitForURL(/person=11/);
    expect(
      new Set(
        await sentences
          .allInnerTexts()
          .then((all) => all.map((text) => text.replace(/(?:, |\s*\n)\d.*/s, '').replaceAll('\u00a0', ' '))),
      ),
    ).toEqual(
      new Set([
        german
          ? 'Person 11 hat „Das Entwicklungsgespräch“ bestanden (100 %)'
          : 'Person 11 passed “Das Entwicklungsgespräch” (100%)',
      ]),
    );
    await look(page, `${screen}-4-filtered`);

    // Live.
    const before = await sentences.count();
    const status = page.locator('#live-status');
    await page.locator('#live').focus();
    await page.keyboard.press('Enter');
    await page.locator('#live-status:not(:empty)').waitFor();
    const passed = () =>
      statement({ actor: person('11'), verb: { id: verbs.passed }, object: talk, result: { score: { scaled: 1 } } });
    await site.write(
      'nordwerk',
      passed(),
      statement({ actor: person('11') }),
      statement({ actor: person('9'), verb: { id: verbs.passed } }),
    );
    await sentences.nth(before).waitFor();
    await page
      .locator('#live-status', {
        hasText: german ? 'Ein neues Statement ist dazugekommen.' : 'One new statement has arrived.',
      })
      .waitFor();
    expect(await sentences.count()).toBe(before + 1);
    await look(page, `${screen}-5-live`);

    // Pausing keeps the list as it is; going on brings what came meanwhile.
    await page.keyboard.press('Enter');
    expect(await status.innerText()).toBe(german ? 'Angehalten.' : 'Paused.');
    await site.write('nordwerk', passed(), passed());
    expect(await sentences.count()).toBe(before + 1);
    await page.keyboard.press('Enter');
    await sentences.nth(before + 2).waitFor();
    expect(await sentences.count()).toBe(before + 3);

    // A filter is taken away again; older pages go on.
    await page.locator('.active-filters a').last().click();
    await page.waitForURL((url) => !url.searchParams.has('person'));
    await page.locator('#older').click();
    await page.waitForURL(/after=/);
    expect(await page.locator('#live').count()).toBe(0);
    expect(await sentences.count()).toBeGreaterThan(0);
    await page.locator('form[action$="sign-out"] button').click();
    await page.locator('#secret').waitFor();
    expect(await page.context().cookies()).toEqual([]);
    expect(complaints).toEqual([]);
    await close();
  },
  60_000,
);

test('wrong secrets and unknown people are said where the reader is', async () => {
  const { page, close } = await openPage(browser, { viewport: screens.phone, locale: 'de-DE' });
  await page.goto(`${site.url}/browser?person=zz`);
  await page.locator('#key').fill('key');
  await page.locator('#secret').fill('secret');
  await page.keyboard.press('Enter');
  await page.locator('[role=alert]').waitFor();
  await look(page, 'phone-6-wrong');
  const { key, secret } = await site.credential('nordwerk', ['all']);
  await page.locator('#key').fill(key);
  await page.locator('#secret').fill(secret);
  await page.keyboard.press('Enter');
  await page.waitForURL(/person=zz/);
  expect(await page.locator('[role=alert]').innerText()).toContain('Niemand mit dem Kontonamen „zz“');
  await look(page, 'phone-7-unknown');
  await close();
}, 60_000);
