import { describe, expect, jest, test } from '@jest/globals';
import type { Browser, BrowserContext, Frame, FrameLocator, Page } from 'playwright-core';
import { violations } from '../support/axe.js';
import { openInWindow, screens } from '../support/browser.js';
import { tabTo } from '../support/keyboard.js';
import { cardsOf, doCards, everythingSaved, signIn } from '../support/learner.js';
import { useProductPage } from '../support/product-page.js';
import { credentialFor, type Product, type ProductPlace } from '../support/product.js';
import { picture, suitsEverybody } from '../support/suits-everybody.js';

jest.setTimeout(240_000);

let place: ProductPlace;
let product: Product;
let browser: Browser;
let context: BrowserContext;
let page: Page;

useProductPage((opened) => ({ place, product, browser, context, page } = opened));

async function openPicker(): Promise<{ picker: FrameLocator; frame: Frame }> {
  await page.goto(`${product.demoUrl}/add`);
  const picker = page.frameLocator('iframe');
  await picker.getByRole('heading', { level: 1, name: 'Was möchten Sie in den Kurs legen?' }).waitFor();
  return { picker, frame: page.frames().find((each) => each.url().includes('/lti/deep-link'))! };
}

async function statementCount(): Promise<number> {
  const { key, secret } = credentialFor(place);
  const answer = await fetch(`${product.publicUrl}/xapi/statements?limit=100`, {
    headers: {
      Authorization: `Basic ${Buffer.from(`${key}:${secret}`).toString('base64')}`,
      'X-Experience-API-Version': '2.0.0',
    },
  });
  return ((await answer.json()) as { statements: unknown[] }).statements.length;
}

const chosenTitles = (picker: FrameLocator | Page): Promise<string[]> =>
  picker.locator('#chosen .chosen-title').allTextContents();

describe("the trainer's picker", () => {
  test('suits phone and desktop, German and English, with a selection in it', async () => {
    await signIn(page, product.demoUrl, 'Petra');
    const { frame } = await openPicker();
    const own = await context.newPage();
    await openInWindow(own, `${frame.url()}&item=content:d2-lernen-begleiten&item=page:path`, context);
    await suitsEverybody(own, 'picker');
    await own.close();
  });

  test.each([
    [800, 575],
    [360, 575],
  ])(
    'in a low frame of %i by %i the first units are in sight; what narrows down is a key away, and stays open while it is used',
    async (width, height) => {
      const { frame } = await openPicker();
      const own = await context.newPage();
      await own.setViewportSize({ width, height });
      await openInWindow(own, frame.url(), context);
      const bar = (await own.locator('.bar').boundingBox())!.y;
      const bottomOf = async (title: string): Promise<number> => {
        const { y, height: high } = (await own.locator('.picks > li label', { hasText: title }).boundingBox())!;
        return y + high;
      };
      const titles = await own.locator('#results .picks strong').allTextContents();
      expect(await bottomOf(titles[0]!)).toBeLessThan(bar);
      const level = own.getByLabel('Stufe');
      expect(await level.isVisible()).toBe(false);
      await own.getByText('Eingrenzen: Bereich, Stufe, Art').press('Enter');
      const found = await own.locator('#found').textContent();
      await own.getByLabel('Art').selectOption('case');
      await own.locator('#found', { hasNotText: found! }).waitFor();
      await own.getByRole('button', { name: 'Suchen' }).click();
      await own.waitForURL(/kind=case/);
      expect(await level.isVisible()).toBe(true);
      expect(await violations(own)).toEqual([]);
      await picture(own, `picker-low-${width}`);
      await own.close();
    },
  );

  test('by keyboard alone: find, tick, put in order, hand over; the course has both in that order', async () => {
    const { picker, frame } = await openPicker();
    await picker.getByRole('searchbox').focus();
    await page.keyboard.type('koll');
    await picker.getByText('1 Treffer').waitFor();
    await tabTo(page, '[data-title="Kollegiale Beratung"]', { inside: frame, presses: 80 });
    await page.keyboard.press('Space');
    await picker.getByText('Kollegiale Beratung ist ausgewählt.').waitFor();
    await tabTo(page, '[data-title="Ganzer Lernpfad"]', { inside: frame, presses: 80 });
    await page.keyboard.press('Space');
    expect(await chosenTitles(picker)).toEqual(['Kollegiale Beratung', 'Ganzer Lernpfad']);
    await tabTo(page, '[name="up"][value="page:path"]', { inside: frame, presses: 80 });
    await page.keyboard.press('Enter');
    await picker.getByText('Ganzer Lernpfad steht jetzt an Stelle 1.').waitFor();
    expect(await chosenTitles(picker)).toEqual(['Ganzer Lernpfad', 'Kollegiale Beratung']);
    expect(await frame.evaluate<string>('document.activeElement.name')).toBe('up');
    await tabTo(page, '.bar [formmethod="post"]', { inside: frame, presses: 80 });
    await page.keyboard.press('Enter');
    await picker.getByRole('link', { name: 'Zurück zum Kurs' }).click();
    await page.getByRole('heading', { level: 3, name: 'Ganzer Lernpfad' }).waitFor();
    const titles = await page.getByRole('heading', { level: 3 }).allTextContents();
    expect(titles.slice(-2).map((title) => title.replace(/ Hinzugefügt$/, ''))).toEqual([
      'Ganzer Lernpfad',
      'Kollegiale Beratung',
    ]);
  });

  test('a unit is played in place, leaves no trace, and the selection and the search are still there afterwards', async () => {
    const before = await statementCount();
    const { picker } = await openPicker();
    // By keyboard: a click into a cross-site frame may meet it where it stood a moment ago.
    await picker.getByRole('checkbox', { name: 'Meine Kompetenzmatrix' }).press('Space');
    await picker.getByText('Meine Kompetenzmatrix ist ausgewählt.').waitFor();
    await picker.getByRole('searchbox').fill('Arbeitsplatz begl');
    await picker.getByText('1 Treffer').waitFor();
    await picker.getByRole('button', { name: 'Lernen am Arbeitsplatz begleiten ansehen' }).click();
    await picker.getByText('Hier wird nichts gespeichert').waitFor();
    const writes: string[] = [];
    page.on('request', (request) => void (request.method() === 'POST' ? writes.push(request.url()) : undefined));
    await picker.getByRole('button', { name: 'Los geht’s' }).click();
    await doCards(picker, cardsOf('d2-lernen-begleiten'), [0, cardsOf('d2-lernen-begleiten').length]);
    await picker.getByText('Sie haben diese Lerneinheit bestanden.').waitFor();
    const frame = page.frames().find((each) => each.url().includes('/lti/deep-link'))!;
    const own = await context.newPage();
    await openInWindow(own, frame.url(), context);
    await own.getByRole('button', { name: 'Los geht’s' }).waitFor();
    await suitsEverybody(own, 'preview');
    await own.close();
    await picker.getByRole('link', { name: 'Auswählen und zurück' }).click();
    await picker.getByRole('heading', { level: 1, name: 'Was möchten Sie in den Kurs legen?' }).waitFor();
    expect(await picker.getByRole('searchbox').inputValue()).toBe('Arbeitsplatz begl');
    expect(await chosenTitles(picker)).toEqual(['Meine Kompetenzmatrix', 'Lernen am Arbeitsplatz begleiten']);
    expect(writes).toEqual([]);
    expect(await statementCount()).toBe(before);
  });

  test("a preview's token writes nothing, whoever holds it", async () => {
    const { frame } = await openPicker();
    const own = await context.newPage();
    await openInWindow(own, `${frame.url()}&preview=d2-lernen-begleiten`, context);
    const { token } = await own.evaluate<{ token: string }>(
      'JSON.parse(document.querySelector("#play-data").textContent).lotse.xapi',
    );
    await own.close();
    const headers = {
      Authorization: `Bearer ${token}`,
      'X-Experience-API-Version': '1.0.3',
      'Content-Type': 'application/json',
    };
    const statement = JSON.stringify({
      actor: { account: { homePage: product.demoUrl, name: '2' } },
      verb: { id: 'http://adlnet.gov/expapi/verbs/completed' },
      object: { id: `${product.publicUrl}/activities/d2-lernen-begleiten` },
    });
    for (const address of ['/h5p/xapi/statements', '/xapi/statements']) {
      expect((await fetch(product.publicUrl + address, { method: 'POST', headers, body: statement })).status).toBe(403);
    }
    const state = await fetch(`${product.publicUrl}/h5p/user-data/d2-lernen-begleiten/state/0`, {
      method: 'POST',
      headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/x-www-form-urlencoded' },
      body: 'data={}&preload=1',
    });
    expect(state.status).toBe(403);
  });

  test('cancelling brings the trainer back with a word from us', async () => {
    const { picker } = await openPicker();
    await picker.getByRole('button', { name: 'Abbrechen' }).press('Enter');
    await picker.getByText('Es wurde nichts hinzugefügt').waitFor();
    await picker.getByText(/Die Auswahl wurde abgebrochen/).waitFor();
  });

  test('without scripts: search, tick, order, preview and hand-over are forms', async () => {
    const { frame } = await openPicker();
    const plain = await browser.newContext({ javaScriptEnabled: false, viewport: screens.phone, locale: 'de-DE' });
    const own = await plain.newPage();
    await openInWindow(own, frame.url(), context);
    await own.getByRole('checkbox', { name: 'Das Entwicklungsgespräch' }).check();
    await own.getByLabel('Titel, Thema oder Kompetenz').fill('kollegiale');
    await own.getByLabel('Titel, Thema oder Kompetenz').press('Enter');
    await own.getByText('1 Treffer').waitFor();
    await own.getByRole('checkbox', { name: 'Kollegiale Beratung' }).check();
    await own.getByRole('button', { name: 'Kollegiale Beratung ansehen' }).click();
    await own.getByRole('link', { name: 'Zurück zur Auswahl' }).click();
    expect(await chosenTitles(own)).toEqual(['Das Entwicklungsgespräch', 'Kollegiale Beratung']);
    await own.getByRole('button', { name: 'Kollegiale Beratung nach oben' }).click();
    expect(await chosenTitles(own)).toEqual(['Kollegiale Beratung', 'Das Entwicklungsgespräch']);
    await own.reload();
    expect(await chosenTitles(own)).toEqual(['Kollegiale Beratung', 'Das Entwicklungsgespräch']);
    await own.getByRole('button', { name: 'In den Kurs übernehmen' }).click();
    await own.getByRole('heading', { name: 'Ihre Auswahl wird übergeben' }).waitFor();
    await plain.close();
  });
});

describe('the whole learning path', () => {
  test('a learner sees the order, their progress and the next step, plays a unit inside, and the course gets the share', async () => {
    await signIn(page, product.demoUrl, 'Marta');
    const [path] = await Promise.all([
      context.waitForEvent('page'),
      page.getByRole('link', { name: 'Ganzer Lernpfad im neuen Fenster öffnen' }).click(),
    ]);
    await path.getByRole('heading', { level: 1, name: 'Lernpfad' }).waitFor();
    await path.getByText('0 von 4 abgeschlossen').waitFor();
    await suitsEverybody(path, 'path');
    expect((await path.locator('.path-title').allTextContents()).slice(0, 2)).toEqual([
      'Das Entwicklungsgespräch',
      'Lernen am Arbeitsplatz begleiten',
    ]);
    await path.getByRole('button', { name: 'Lernen am Arbeitsplatz begleiten: öffnen' }).first().click();
    await path.getByRole('button', { name: 'Los geht’s' }).click();
    const cards = cardsOf('d2-lernen-begleiten');
    await doCards(path.locator(':root'), cards, [0, cards.length]);
    await path.getByText('Sie haben diese Lerneinheit bestanden.').waitFor();
    await path.locator(everythingSaved).waitFor();
    await path.getByRole('link', { name: 'Lernpfad' }).click();
    await path.getByText('1 von 4 abgeschlossen').waitFor();
    await path.getByRole('button', { name: 'Lernen am Arbeitsplatz begleiten: noch einmal ansehen' }).waitFor();
    await suitsEverybody(path, 'path-begun');
    await path.close();
    const deadline = Date.now() + 20_000;
    for (;;) {
      await page.goto(product.demoUrl);
      if ((await page.getByText('Ihr Ergebnis: 25 von 100 Punkten').count()) > 0) break;
      if (Date.now() > deadline) throw new Error('The share of the path has not reached the course.');
    }
  });

  test('a launch of something else does not open it', async () => {
    await page.goto(product.demoUrl);
    const [matrix] = await Promise.all([
      context.waitForEvent('page'),
      page.getByRole('link', { name: 'Meine Kompetenzmatrix im neuen Fenster öffnen' }).click(),
    ]);
    await matrix.waitForURL(/\/matrix/);
    await matrix.goto(matrix.url().replace('/matrix', '/path'));
    await matrix.getByRole('heading', { name: 'Bitte öffnen Sie die Einheit noch einmal aus dem Kurs' }).waitFor();
    await matrix.close();
  });
});
