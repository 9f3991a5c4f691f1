import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import type { FrameLocator, Page } from 'playwright-core';
import { launchGuardedBrowser } from '../support/guarded-browser.js';
import { ifOpened } from '../support/if-opened.js';
import { cardsOf, doCards, everythingSaved, openItem, signIn } from '../support/learner.js';
import { signInWith } from '../support/product-page.js';
import { commandLine, type Product, type ProductPlace, startProduct } from '../support/product.js';
import {
  namedStatements,
  recordedFolder,
  type RecordedPlace,
  shownLevels,
  unpackRecordedFolder,
} from '../support/recorded-folder.js';
import { temporaryFolder } from '../support/sqlite.js';
import { until } from '../support/until.js';

jest.setTimeout(180_000);

const recorded = recordedFolder();
const portOf = (url: string): number => Number(new URL(url).port);

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let place: ProductPlace;
let product: Product;
let browser: Awaited<ReturnType<typeof launchGuardedBrowser>>;
let page: Page;

beforeAll(async () => {
  folder = await temporaryFolder();
  // The same addresses as then: they are part of who people are and of what they did.
  place = {
    data: unpackRecordedFolder(folder.path),
    port: portOf(recorded.publicUrl),
    demoPort: portOf(recorded.demoUrl),
  };
  product = await startProduct(place);
  browser = await launchGuardedBrowser();
  page = await browser.context.newPage();
});

afterAll(async () => {
  await ifOpened(browser, (each) => each.close());
  await ifOpened(product, (each) => each.stop());
  await ifOpened(folder, (each) => each.remove());
});

async function openMatrix(firstName: string): Promise<FrameLocator> {
  await signIn(page, recorded.demoUrl, firstName);
  const matrix = await openItem(page, recorded.demoUrl, 'Meine Kompetenzmatrix');
  await matrix.getByRole('heading', { level: 1, name: 'Meine Kompetenzmatrix' }).waitFor();
  return matrix;
}

/** What of the recorded level can still be shown: results of level 2 lapse. */
function levelsOfToday(levels: Readonly<Record<string, number | null>>): Readonly<Record<string, unknown>> {
  if (Date.now() < Date.parse(recorded.levelsHoldUntil)) return levels;
  return Object.fromEntries(
    Object.entries(levels).map(([code, level]) => [code, level === null ? null : expect.any(Number)]),
  );
}

/** Opens a unit that was left open. */
async function reopen({ firstName, unit, title, cards }: RecordedPlace): Promise<FrameLocator> {
  await signIn(page, recorded.demoUrl, firstName);
  const player = await openItem(page, recorded.demoUrl, title);
  await player
    .getByText(`Karte ${cards + 1} von ${cardsOf(unit).length}`)
    .first()
    .waitFor();
  return player;
}

async function gradesOf(name: string): Promise<string> {
  await page.goto(`${recorded.demoUrl}/grades`);
  return page.getByRole('row', { name }).innerText();
}

describe('people whom version 0.1.0 has left behind', () => {
  test.each(recorded.learners)("$firstName's matrix shows the same levels for the same reasons", async (learner) => {
    expect(await shownLevels(await openMatrix(learner.firstName))).toEqual(levelsOfToday(learner.levels));
    for (const [code, statements] of Object.entries(learner.reasons)) {
      const why = await openMatrix(learner.firstName);
      await why.getByRole('row', { name: code }).getByRole('link', { name: /Warum/ }).click();
      await why.getByRole('heading', { level: 1, name: /^Warum/ }).waitFor();
      expect([code, await namedStatements(why)]).toEqual([code, statements]);
    }
  });

  test('the trainer sees the team and the grades', async () => {
    await signIn(page, recorded.demoUrl, 'Petra');
    for (const { name, grades } of recorded.learners) expect(await gradesOf(name)).toBe(grades);
    const frame = await openItem(page, recorded.demoUrl, 'Meine Kompetenzmatrix');
    await frame.getByRole('link', { name: 'Team-Matrix' }).click();
    for (const { name } of recorded.learners) await frame.getByRole('link', { name }).waitFor();
  });

  test('who was halfway through a unit goes on there, passes it, and gets level and grade', async () => {
    const { firstName, unit, cards } = recorded.halfway;
    const { name } = recorded.learners.find((each) => each.firstName === firstName)!;
    const player = await reopen(recorded.halfway);
    await doCards(player, cardsOf(unit), [cards, cardsOf(unit).length]);
    await player.getByText('Sie haben diese Lerneinheit bestanden.').waitFor();
    await player.locator(everythingSaved).waitFor();
    await until(async () => (await shownLevels(await openMatrix(firstName)))['D1'] === 2);
    await signIn(page, recorded.demoUrl, 'Petra');
    await until(async () => /\b100\b/.test(await gradesOf(name)));
  });

  test('who had begun anew finds the new attempt, not the one before', async () => {
    await reopen(recorded.startedOver);
  });

  test('evidence computed anew gives the same levels', async () => {
    commandLine(place, 'competency', 'rebuild');
    const { firstName, levels } = recorded.learners[0]!;
    expect(await shownLevels(await openMatrix(firstName))).toEqual(levelsOfToday(levels));
  });

  test('an administrator signs in and accepts the deployment that was waiting', async () => {
    await page.goto(`${product.publicUrl}/admin/platforms`);
    await signInWith(page, recorded.credentials['nordwerk']!);
    await page.getByRole('button', { name: 'Deployment-ID 2 zulassen', exact: true }).click();
    await page.getByRole('status').waitFor();
    const platforms = commandLine(place, 'platform', 'list', '--organisation', 'nordwerk');
    expect(platforms).toMatchObject([{ deploymentIds: ['1', '2'] }]);
  });
});
