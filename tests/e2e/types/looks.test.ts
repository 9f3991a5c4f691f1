import { mkdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from '@jest/globals';
import type { BrowserContextOptions, Page } from 'playwright-core';
import { violations } from '../../support/axe.js';
import { openPage, screens } from '../../support/browser.js';
import { caseExercise, unit } from './contents.js';
import type { Scenario } from './host.js';
import { openScene } from './scene.js';

/** Pictures of every scene are written here, to be looked at. */
const pictures = join(tmpdir(), 'lotse-pictures', 'types');

const scene = openScene();
beforeAll(async () => void (await mkdir(pictures, { recursive: true })));

type Look = (scene: string) => Promise<void>;

/** Walks by position, not by words, so that the same walk serves both languages. */
const forward = (page: Page): Promise<void> => page.locator('.lh-navigation .lh-button--primary').click();
const submit = (page: Page): Promise<void> => page.locator('.lh-card form .lh-button--primary').click();
const pick = (page: Page, position: number): Promise<void> => page.locator('.lh-choice-label').nth(position).click();

async function walkUnit(page: Page, look: Look): Promise<void> {
  await look('1-intro');
  await forward(page);
  await look('2-text');
  await forward(page);
  await look('3-image');
  await forward(page);
  await look('4-question');
  await submit(page);
  await look('4-question-complaint');
  await pick(page, 2);
  await submit(page);
  await look('4-question-wrong');
  await page.locator('.lh-verdict .lh-button--quiet').click();
  await look('4-question-solution');
  await forward(page);
  await pick(page, 0);
  await pick(page, 1);
  await look('5-several-picked');
  await submit(page);
  await look('5-several-right');
  await forward(page);
  await page.locator('textarea').fill('Als mein Meister mich fragte, worauf ich stolz bin.');
  await look('6-reflection');
  await forward(page);
  await page.locator('textarea').fill('Herrn Yıldız auf einen Kaffee einladen');
  await page.locator('input[type=text]').fill('am Mittwoch');
  await look('7-transfer');
  await forward(page);
  await page.locator('.lh-details summary').first().click();
  await look('8-results');
}

async function walkCase(page: Page, look: Look): Promise<void> {
  await look('1-situation');
  await forward(page);
  await page.locator('.lh-panel summary').click();
  await look('2-decision-material');
  await page.locator('.lh-panel summary').click();
  await pick(page, 1);
  await look('2-decision');
  await submit(page);
  await page.locator('.lh-card .lh-details summary').first().click();
  await look('2-decision-consequence');
  await forward(page);
  await look('3-writing');
  await page.locator('textarea').fill('Danke für Ihre Mail. Was genau beobachten Sie, und seit wann?');
  await page.locator('.lh-card .lh-button--primary').click();
  await look('3-writing-compared');
  await forward(page);
  await pick(page, 1);
  await submit(page);
  await forward(page);
  await pick(page, 3);
  await look('4-rating');
  await forward(page);
  await look('5-end');
}

const types = [
  { name: 'unit', library: 'Lotse.MicroUnit 1.0', parameters: unit, walk: walkUnit },
  { name: 'case', library: 'Lotse.CaseExercise 1.0', parameters: caseExercise, walk: walkCase },
] as const;

async function play(
  scenario: Scenario,
  options: BrowserContextOptions,
  run: (page: Page) => Promise<void>,
): Promise<void> {
  const { page, complaints, close } = await openPage(scene.browser, { reducedMotion: 'reduce', ...options });
  try {
    await page.goto(scene.host.play(scenario));
    await page.locator('.lh-heading').waitFor();
    await run(page);
    expect(complaints).toEqual([]);
  } finally {
    await close();
  }
}

/** By how many pixels the page is wider than the window. */
const overflow = (page: Page): Promise<unknown> => page.evaluate('document.documentElement.scrollWidth - innerWidth');

/** Buttons, choices and disclosure rows that are smaller than a finger. */
const smallTargets = (page: Page): Promise<unknown> =>
  page.evaluate(`[...document.querySelectorAll('.lotse-h5p :is(button, summary, .lh-choice-label, .lh-input)')]
  .map((target) => [target.textContent, target.getBoundingClientRect()]).filter(([, box]) => box.height > 0 && (box.height < 44 || box.width < 44)).map(([words]) => words)`);

describe.each(types)('$name', ({ name, library, parameters, walk }) => {
  test.each([
    ['de', 'phone'],
    ['de', 'desktop'],
    ['en', 'phone'],
  ] as const)(
    'in %s on a %s: no axe violation, nothing wider than the screen, targets for fingers',
    async (language, screen) => {
      const found: Record<string, unknown> = {};
      await play({ library, parameters, language }, { viewport: screens[screen] }, (page) =>
        walk(page, async (scene) => {
          const faults = [...(await violations(page))];
          const wider = await overflow(page);
          const small = await smallTargets(page);
          if (faults.length > 0 || Number(wider) > 0 || (small as unknown[]).length > 0)
            found[scene] = { faults, wider, small };
          await page.screenshot({ path: join(pictures, `${name}-${language}-${screen}-${scene}.png`), fullPage: true });
        }),
      );
      expect(found).toEqual({});
    },
    120_000,
  );

  test('holds at 320 px, as it does at 1280 px with 400 % zoom', async () => {
    const wide: string[] = [];
    await play({ library, parameters }, { viewport: { width: 320, height: 640 } }, (page) =>
      walk(page, async (scene) => {
        if (Number(await overflow(page)) > 0) wide.push(scene);
      }),
    );
    expect(wide).toEqual([]);
  }, 60_000);

  test('can be used in forced colours', async () => {
    await play({ library, parameters }, { viewport: screens.phone, forcedColors: 'active' }, (page) =>
      walk(page, async (scene) => {
        expect(
          await page
            .locator('.lotse-h5p .lh-button')
            .first()
            .evaluate(
              (button) =>
                (
                  globalThis as unknown as { getComputedStyle(of: unknown): { borderTopStyle: string } }
                ).getComputedStyle(button).borderTopStyle,
            ),
        ).toBe('solid');
        await page.screenshot({ path: join(pictures, `${name}-forced-colours-${scene}.png`), fullPage: true });
      }),
    );
  }, 60_000);
});
