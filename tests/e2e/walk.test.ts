import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import type { BrowserContext, Page } from 'playwright-core';
import { violations } from '../support/axe.js';
import { launchGuardedBrowser, thirdPartyCookiesAreBlocked } from '../support/guarded-browser.js';
import { ifOpened } from '../support/if-opened.js';
import { cardsOf, doCards, everythingSaved, openItem, signIn } from '../support/learner.js';
import { credentialFor, type Product, productPlace, type ProductPlace, startProduct } from '../support/product.js';
import { temporaryFolder } from '../support/sqlite.js';

jest.setTimeout(180_000);

const unitId = 'd1-entwicklungsgespraech';
const unitTitle = 'Das Entwicklungsgespräch';
const cards = cardsOf(unitId);

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let place: ProductPlace;
let product: Product;
let browser: Awaited<ReturnType<typeof launchGuardedBrowser>>;
let context: BrowserContext;
let page: Page;
let complaints: string[];

beforeAll(async () => {
  folder = await temporaryFolder();
  place = await productPlace(join(folder.path, 'data'));
  product = await startProduct(place);
  browser = await launchGuardedBrowser();
  context = browser.context;
  page = await context.newPage();
  complaints = [];
  page.on('pageerror', (error) => complaints.push(String(error)));
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text());
  });
});

afterAll(async () => {
  await ifOpened(browser, (each) => each.close());
  await ifOpened(product, (each) => each.stop());
  await ifOpened(folder, (each) => each.remove());
});

interface Statement {
  readonly actor: { readonly account: { readonly homePage: string; readonly name: string } };
  readonly verb: { readonly id: string };
  readonly object: { readonly id: string };
  readonly result?: {
    readonly score?: { readonly scaled?: number };
    readonly completion?: boolean;
    readonly success?: boolean;
  };
  readonly context: {
    readonly registration: string;
    readonly platform: string;
    readonly language: string;
    readonly contextActivities: Readonly<Record<string, readonly { readonly id: string }[]>>;
    readonly extensions: Readonly<Record<string, unknown>>;
  };
  readonly authority: unknown;
}

/** Asks the LRS over HTTP, with a credential that the command line has handed out. */
async function statementsOf(parameters = ''): Promise<readonly Statement[]> {
  const { key, secret } = credentialFor(place);
  const answer = await fetch(`${product.publicUrl}/xapi/statements?ascending=true${parameters}`, {
    headers: {
      Authorization: `Basic ${Buffer.from(`${key}:${secret}`).toString('base64')}`,
      'X-Experience-API-Version': '2.0.0',
    },
  });
  expect(answer.status).toBe(200);
  return ((await answer.json()) as { statements: Statement[] }).statements;
}

describe('the main job, with third-party cookies blocked', () => {
  test('the browser really blocks them', async () => {
    expect(await thirdPartyCookiesAreBlocked(context)).toBe(true);
  });

  test('start page → demo course', async () => {
    await page.goto(product.publicUrl);
    expect(await violations(page)).toEqual([]);
    await page.getByRole('link', { name: 'Demo-Kurs öffnen' }).click();
    await page.waitForURL(`${product.demoUrl}/**`);
    expect(await violations(page)).toEqual([]);
    await signIn(page, product.demoUrl, 'Aylin');
  });

  test('launch → answer half → reload and resume', async () => {
    const unit = await openItem(page, product.demoUrl, unitTitle);
    await unit.getByRole('button', { name: 'Los geht’s' }).click();
    const half = cards.findIndex((card) => card.kind === 'question') + 2;
    await doCards(unit, cards, [0, half]);
    await unit
      .getByText(`Karte ${half + 1} von ${cards.length}`)
      .first()
      .waitFor();
    await unit.locator(everythingSaved).waitFor();
    await page.reload();
    await unit
      .getByText(`Karte ${half + 1} von ${cards.length}`)
      .first()
      .waitFor();
  });

  test('the same person resumes on another device', async () => {
    const other = await launchGuardedBrowser({ width: 360, height: 740 });
    try {
      const phone = await other.context.newPage();
      await signIn(phone, product.demoUrl, 'Aylin');
      const unit = await openItem(phone, product.demoUrl, unitTitle);
      const half = cards.findIndex((card) => card.kind === 'question') + 2;
      await unit
        .getByText(`Karte ${half + 1} von ${cards.length}`)
        .first()
        .waitFor();
    } finally {
      await other.close();
    }
  });

  test('finish: the result is shown, and everything is saved', async () => {
    const unit = page.frameLocator('iframe');
    const half = cards.findIndex((card) => card.kind === 'question') + 2;
    await doCards(unit, cards, [half, cards.length]);
    await unit.getByText('Sie haben diese Lerneinheit bestanden.').waitFor();
    await unit.locator(everythingSaved).waitFor();
  });

  test('the way back to the course leaves the frame', async () => {
    await page.frameLocator('iframe').getByRole('link', { name: 'Zum Kurs' }).click();
    await page.getByRole('heading', { level: 1, name: 'Digital lernen im Betrieb' }).waitFor();
    expect(page.frames()).toHaveLength(1);
  });

  test('the statements are in the LRS with the right actor and context', async () => {
    const statements = await statementsOf();
    const iri = `${product.publicUrl}/activities/${unitId}`;
    const questions = cards.filter((card) => card.kind === 'question').length;
    const verbs = statements.map((each) => each.verb.id.split('/').at(-1));
    expect(verbs[0]).toBe('attempted');
    expect(verbs.filter((verb) => verb === 'answered')).toHaveLength(questions);
    expect(verbs.filter((verb) => verb === 'completed')).toHaveLength(1);
    expect(verbs.filter((verb) => verb === 'passed')).toHaveLength(1);
    expect(new Set(statements.map((each) => each.context.registration)).size).toBe(1);
    for (const statement of statements) {
      expect(statement.actor).toEqual({ objectType: 'Agent', account: { homePage: product.demoUrl, name: '11' } });
      expect(statement.authority).toMatchObject({ account: { homePage: product.publicUrl } });
      expect(statement.object.id === iri || statement.object.id.startsWith(`${iri}?subContentId=`)).toBe(true);
      expect(statement.context.language).toBe('de');
      expect(statement.context.platform).toMatch(/\S/);
      expect(statement.context.contextActivities['grouping']).toMatchObject([
        { id: expect.stringContaining(`${product.publicUrl}/courses/`) },
      ]);
      expect(statement.context.contextActivities['category']).toEqual(
        expect.arrayContaining([expect.objectContaining({ id: `${product.publicUrl}/competencies/lotse/D1` })]),
      );
      expect(statement.context.extensions[`${product.publicUrl}/xapi/extensions/content-version`]).toBe(1);
    }
    const passed = statements.find((each) => each.verb.id.endsWith('/passed'))!;
    expect(passed.object.id).toBe(iri);
    expect(passed.result).toMatchObject({ score: { scaled: 1 } });
    expect(JSON.stringify(statements)).not.toMatch(/Aylin|Demir|mailto/);
  });

  test('the matrix shows the level, and "Warum?" names the rule and the statements', async () => {
    const matrix = await openItem(page, product.demoUrl, 'Meine Kompetenzmatrix');
    await matrix.getByRole('heading', { level: 1, name: 'Meine Kompetenzmatrix' }).waitFor();
    const row = matrix.getByRole('row', { name: /D1/ });
    expect(await row.innerText()).toMatch(/2\s*nutzt den Leitfaden/);
    expect(await row.innerText()).toContain('noch 1');
    await row.getByRole('link', { name: /Warum/ }).click();
    await matrix.getByRole('heading', { level: 1, name: 'Warum Stufe 2?' }).waitFor();
    await matrix.getByText(/Stufe 2 gilt als erreicht/).waitFor();
    await matrix.getByText(/„Das Entwicklungsgespräch“ bestanden, mit 100\s*%/).waitFor();
    await matrix.getByText('Aufgezeichnetes Statement ansehen (xAPI)').first().click();
    await matrix.getByText('http://adlnet.gov/expapi/verbs/passed').first().waitFor();
    await matrix.getByText(/Stufe 3 wird immer von einer Person bestätigt/).waitFor();
  });

  test("the score stands in the demo LMS's grade book", async () => {
    await signIn(page, product.demoUrl, 'Petra');
    const deadline = Date.now() + 20_000;
    let row = '';
    while (!/100/.test(row) && Date.now() < deadline) {
      await page.goto(`${product.demoUrl}/grades`);
      row = await page.getByRole('row', { name: /Aylin Demir/ }).innerText();
    }
    expect(row).toMatch(/100/);
  });

  test('the trainer sees the team and may ask why; a learner may not', async () => {
    const frame = await openItem(page, product.demoUrl, 'Meine Kompetenzmatrix');
    await frame.getByRole('link', { name: 'Team-Matrix' }).click();
    await frame.getByRole('heading', { level: 1, name: 'Team-Matrix' }).waitFor();
    for (const name of ['Aylin Demir', 'Jonas Weber', 'Marta Kowalska'])
      await frame.getByRole('link', { name }).waitFor();
    expect(await frame.getByText('Petra Lindner').count()).toBe(0);
    await frame.getByRole('link', { name: 'Aylin Demir' }).click();
    await frame.getByRole('heading', { level: 1, name: 'Kompetenzmatrix von Aylin Demir' }).waitFor();

    await signIn(page, product.demoUrl, 'Jonas');
    const own = await openItem(page, product.demoUrl, 'Meine Kompetenzmatrix');
    await own.getByRole('heading', { level: 1, name: 'Meine Kompetenzmatrix' }).waitFor();
    expect(await own.getByRole('link', { name: 'Team-Matrix' }).count()).toBe(0);
    const inside = page.frames().find((each) => each.url().includes('/matrix?'))!;
    const address = inside.url().replace('/matrix?', '/team?');
    expect(await inside.evaluate(async (team) => (await fetch(team)).status, address)).toBe(403);
    expect(complaints.splice(0)).toEqual([expect.stringContaining('403')]);
    // The address alone opens nothing anywhere else.
    expect((await fetch(address)).status).toBe(401);
  });

  test('no page complained, and the log names nobody and no token', async () => {
    expect(complaints).toEqual([]);
    const log = product.log();
    expect(log).not.toMatch(/Aylin|Demir|Jonas|Petra|launch=|visit=|lotse-visit|id_token|Bearer/);
    expect(log).toContain('requestId');
  });
});
