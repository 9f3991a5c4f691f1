import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import { hashOfSecret } from '../../base/index.js';
import { launchGuardedBrowser } from '../support/guarded-browser.js';
import { ifOpened } from '../support/if-opened.js';
import { cardsOf, doCards, everythingSaved, openItem, signIn } from '../support/learner.js';
import { credentialFor, type Product, productPlace, type ProductPlace, startProduct } from '../support/product.js';
import { temporaryFolder } from '../support/sqlite.js';

jest.setTimeout(600_000);

/** How many walks are killed in the middle; `KILL_WALKS=20` for more. */
const walks = Number(process.env['KILL_WALKS'] ?? 2);
const unitId = 'e1-kollegiale-beratung';
const unitTitle = 'Kollegiale Beratung';
const cards = cardsOf(unitId);

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let place: ProductPlace;
let product: Product;
let browser: Awaited<ReturnType<typeof launchGuardedBrowser>>;

beforeAll(async () => {
  folder = await temporaryFolder();
  place = await productPlace(join(folder.path, 'data'));
  product = await startProduct(place);
  browser = await launchGuardedBrowser();
});

afterAll(async () => {
  await ifOpened(browser, (each) => each.close());
  await ifOpened(product, (each) => each.stop());
  await ifOpened(folder, (each) => each.remove());
});

/** Numbers that look random and are the same in every run. */
function* numbers(seed: string): Generator<number> {
  for (let state = hashOfSecret(seed); ; state = hashOfSecret(state))
    yield Number.parseInt(state.slice(0, 8), 16) / 2 ** 32;
}

async function restart(): Promise<void> {
  await product.kill();
  product = await startProduct(place);
}

/** Ids of the statements that the server has answered for. */
function acknowledgedIn(page: Page): Set<string> {
  const acknowledged = new Set<string>();
  page.on('requestfinished', (request) => {
    if (!request.url().endsWith('/h5p/xapi/statements') || request.method() !== 'POST') return;
    void request.response().then((response) => {
      if (response?.ok() !== true) return;
      const sent: unknown = JSON.parse(request.postData() ?? '[]');
      for (const statement of Array.isArray(sent) ? sent : [sent]) acknowledged.add((statement as { id: string }).id);
    });
  });
  return acknowledged;
}

async function gradeOf(page: Page, name: RegExp): Promise<string> {
  await page.goto(`${product.demoUrl}/grades`);
  const column = (await page.getByRole('columnheader').allInnerTexts()).indexOf(unitTitle);
  return page
    .getByRole('row', { name })
    .getByRole('cell')
    .nth(column - 1)
    .innerText();
}

describe('SIGKILL in the middle of the walk', () => {
  test(`loses no acknowledged statement and no grade (${walks} walks)`, async () => {
    const random = numbers(process.env['KILL_SEED'] ?? 'walk');
    const next = (below: number): number => Math.floor(random.next().value! * below);
    const people = [
      ['Jonas', /Jonas Weber/],
      ['Marta', /Marta Kowalska/],
      ['Aylin', /Aylin Demir/],
    ] as const;
    const { key, secret } = credentialFor(place);
    let kills = 0;

    for (let walk = 0; walk < walks; walk += 1) {
      const [firstName, name] = people[walk % people.length]!;
      const page = await browser.context.newPage();
      const acknowledged = acknowledgedIn(page);
      await signIn(page, product.demoUrl, firstName);
      const unit = await openItem(page, product.demoUrl, unitTitle);
      if (walk >= people.length) {
        await unit.getByText('Mehr zu dieser Einheit').click();
        await unit.getByRole('button', { name: 'Neu beginnen' }).click();
      }
      await unit.getByRole('button', { name: 'Los geht’s' }).click();

      const first = 1 + next(cards.length - 2);
      await doCards(unit, cards, [0, first]);
      await restart();
      kills += 1;
      const second = first + next(cards.length - first);
      await doCards(unit, cards, [first, second]);
      // Not awaited: the process dies while whatever the click set off is on its way.
      const dying = product.kill();
      if (second < cards.length) await doCards(unit, cards, [second, cards.length]);
      await dying;
      kills += 1;
      product = await startProduct(place);
      await unit.locator(everythingSaved).waitFor({ timeout: 90_000 });
      await restart();
      kills += 1;
      // A page that is reloaded shows the finished attempt: nothing of the state was lost either.
      await page.reload();
      await unit.getByText('Sie haben diese Lerneinheit bestanden.').waitFor();

      const answer = await fetch(`${product.publicUrl}/xapi/statements?limit=500`, {
        headers: {
          Authorization: `Basic ${Buffer.from(`${key}:${secret}`).toString('base64')}`,
          'X-Experience-API-Version': '2.0.0',
        },
      });
      const stored = (await answer.json()) as {
        statements: { id: string; verb: { id: string }; context: { registration: string } }[];
      };
      const ids = stored.statements.map((each) => each.id);
      expect(new Set(ids).size).toBe(ids.length);
      expect(acknowledged.size).toBeGreaterThan(cards.length / 2);
      expect([...acknowledged].filter((id) => !ids.includes(id))).toEqual([]);
      const { registration } = stored.statements[0]!.context;
      const verbs = stored.statements
        .filter((each) => each.context.registration === registration)
        .map((each) => each.verb.id.split('/').at(-1));
      expect(verbs.filter((verb) => verb === 'answered')).toHaveLength(
        cards.filter((card) => card.kind === 'question').length,
      );
      for (const verb of ['attempted', 'completed', 'passed'])
        expect(verbs.filter((each) => each === verb)).toHaveLength(1);

      await signIn(page, product.demoUrl, 'Petra');
      const deadline = Date.now() + 120_000;
      let grade = '';
      while (!/100/.test(grade) && Date.now() < deadline) grade = await gradeOf(page, name);
      expect(grade).toMatch(/100/);
      await page.close();
    }
    expect(kills).toBe(3 * walks);
  });
});
