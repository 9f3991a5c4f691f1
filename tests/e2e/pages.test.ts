import { describe, expect, jest, test } from '@jest/globals';
import type { BrowserContext, Locator, Page } from 'playwright-core';
import { playerTexts } from '../../h5p-content/play/index.js';
import { openInWindow, screens } from '../support/browser.js';
import { cardsOf, doCards, everythingSaved, openItem, signIn } from '../support/learner.js';
import { useProductPage } from '../support/product-page.js';
import type { Product } from '../support/product.js';
import { picture, suitsEverybody, suitsScreens } from '../support/suits-everybody.js';
import { until } from '../support/until.js';

jest.setTimeout(180_000);

const unitId = 'd2-lernen-begleiten';
const unitTitle = 'Lernen am Arbeitsplatz begleiten';

let product: Product;
let context: BrowserContext;
let page: Page;

useProductPage((opened) => ({ product, context, page } = opened));

/** Opens an item of the demo course in a window of its own, as ILIAS and phones do. */
async function openWindow(title: string): Promise<Page> {
  await page.goto(product.demoUrl);
  const [opened] = await Promise.all([
    context.waitForEvent('page'),
    page.getByRole('link', { name: `${title} im neuen Fenster öffnen` }).click(),
  ]);
  await opened.waitForURL((url) => url.origin === product.publicUrl && /^\/(play|matrix|team)/.test(url.pathname));
  return opened;
}

/** Where things begin vertically, in tenths of a pixel. */
async function tops(things: Locator): Promise<ReadonlySet<number>> {
  return new Set(
    await things.evaluateAll((all) => all.map((each) => Math.round(each.getBoundingClientRect().top * 10))),
  );
}

describe('every page suits phone and desktop, keyboard and screen reader, German and English', () => {
  test('start page and error pages', async () => {
    for (const [name, path] of [
      ['start', '/'],
      ['nothing-here', '/nothing'],
      ['session-lost', '/play?visit=unknown'],
      ['no-launch', '/lti/launch'],
      ['registration-unknown', '/lti/register'],
    ] as const) {
      await page.goto(product.publicUrl + path);
      await suitsEverybody(page, name);
    }
  });

  test('an error page says in words what to do, and bears the id that the log has', async () => {
    await page.goto(`${product.publicUrl}/matrix?launch=unknown`);
    await page.getByRole('heading', { name: 'Bitte öffnen Sie die Einheit noch einmal aus dem Kurs' }).waitFor();
    const id = /Vorgangsnummer: (\S+)/.exec(await page.locator('main').innerText())![1]!;
    expect(product.log()).toContain(id);
    expect(await page.locator('main').innerText()).not.toMatch(/at .*\.js|Error:/);
  });

  test('the unit, before, in and after it', async () => {
    await signIn(page, product.demoUrl, 'Marta');
    const unit = await openWindow(unitTitle);
    await unit.getByRole('button', { name: 'Los geht’s' }).waitFor();
    await suitsEverybody(unit, 'unit-before');
    expect((await tops(unit.locator('.lh-facts li > *'))).size).toBe(1);
    await unit.getByRole('button', { name: 'Los geht’s' }).click();
    const cards = cardsOf(unitId);
    await doCards(unit.locator(':root'), cards, [0, cards.length], false);
    await unit.getByText('Zum Bestehen fehlt noch etwas').waitFor();
    expect(await unit.getByText('Geschafft').count()).toBe(0);
    await unit.locator(everythingSaved).waitFor();
    await suitsEverybody(unit, 'unit-after');
    await unit.close();
  });

  test('on a phone, the navigation of a unit is one line: in a window and in a frame', async () => {
    await page.setViewportSize(screens.phone);
    const unit = await openWindow(unitTitle);
    await unit.setViewportSize(screens.phone);
    const frame = await openItem(page, product.demoUrl, unitTitle);
    for (const links of [unit.locator('.head nav a'), frame.locator('.head nav a')]) {
      await links.first().waitFor();
      expect(await links.count()).toBe(3);
      expect((await tops(links)).size).toBe(1);
    }
    await picture(page, 'unit-frame-phone');
    await unit.close();
    await page.setViewportSize(screens.desktop);
  });

  test('the matrix and its reasons: not passed is level 1, and says what is missing', async () => {
    const matrix = await openWindow('Meine Kompetenzmatrix');
    await suitsEverybody(matrix, 'matrix');
    expect(await matrix.locator('.on-paper').isVisible()).toBe(false);
    await matrix.emulateMedia({ media: 'print' });
    const paper = await matrix.locator('.on-paper').innerText();
    for (const said of ['Name', 'Rolle', 'Führungskraft', 'Organisation', 'Stand', String(new Date().getFullYear())])
      expect(paper).toContain(said);
    expect(await matrix.locator('.on-paper .fill-in').isVisible()).toBe(!paper.includes('Marta Kowalska'));
    await picture(matrix, 'matrix-print');
    await matrix.emulateMedia({ media: null });
    await matrix.getByText('Wer diese Matrix sieht').click();
    await matrix.getByText('Sie selbst, und wer einen Ihrer Kurse leitet.').waitFor();
    const row = matrix.getByRole('row', { name: /D2/ });
    expect(await row.innerText()).toMatch(/1\s*erklärt die Rolle/);
    await row.getByRole('link', { name: /Warum/ }).click();
    await matrix.getByRole('heading', { name: 'Warum Stufe 1?' }).waitFor();
    await matrix
      .getByText(/nicht bestanden/)
      .first()
      .waitFor();
    await matrix.getByText(/Für Stufe 2 fehlt noch eine/).waitFor();
    await suitsEverybody(matrix, 'why');
    await matrix.getByRole('link', { name: /Zurück zur Matrix/ }).click();
    await matrix.getByLabel('Rolle', { exact: true }).selectOption({ label: 'Coach' });
    await matrix.getByRole('button', { name: 'Anzeigen' }).click();
    expect(await matrix.getByRole('row', { name: /D2/ }).innerText()).toContain('noch 3');
    await matrix.close();
  });

  test("a launch that has expired says so inside the LMS's frame", async () => {
    const unit = await openItem(page, product.demoUrl, unitTitle);
    await unit.getByRole('heading', { level: 1 }).first().waitFor({ state: 'attached' });
    await page
      .locator('iframe')
      .evaluate((frame, address) => frame.setAttribute('src', address), `${product.publicUrl}/play?launch=expired`);
    await unit.getByRole('heading', { name: 'Bitte öffnen Sie die Einheit noch einmal aus dem Kurs' }).waitFor();
  });

  test('a window that stands open takes back nothing of what was done in another', async () => {
    await signIn(page, product.demoUrl, 'Jonas');
    const [title, cards] = ['Kollegiale Beratung', cardsOf('e1-kollegiale-beratung')] as const;
    const left = await openWindow(title);
    await left.getByRole('button', { name: 'Los geht’s' }).click();
    await left.locator(everythingSaved).waitFor();
    let saved = 0;
    left.on(
      'request',
      (request) => void (saved += request.method() === 'POST' && request.url().includes('/user-data/') ? 1 : 0),
    );
    await left.waitForTimeout(4_000);
    saved = 0;
    const used = await openWindow(title);
    await doCards(used.locator(':root'), cards, [0, 2]);
    await used.getByText(`Karte 3 von ${cards.length}`).first().waitFor();
    // Left as people leave a page, so that it saves where it was.
    await used.goto('about:blank');
    await used.close();
    await left.waitForTimeout(4_000);
    expect(saved).toBe(0);
    await doCards(left.locator(':root'), cards, [0, 1]);
    await left.getByText(playerTexts.de.overtaken).waitFor();
    await suitsScreens(left, 'unit-overtaken');
    await left.getByRole('button', { name: playerTexts.de.reload }).click();
    await left.getByText(`Karte 3 von ${cards.length}`).first().waitFor();
    await left.close();
    const again = await openWindow(title);
    await again.getByText(`Karte 3 von ${cards.length}`).first().waitFor();
    expect(await again.locator('#play-status').innerText()).not.toContain('wird geladen');
    await again.close();
    await signIn(page, product.demoUrl, 'Marta');
  });

  test('a unit whose scripts do not come says what to do instead of nothing', async () => {
    const unit = await openWindow(unitTitle);
    await unit.route('**/*.js', (route) => route.abort());
    await unit.reload();
    await unit.getByText('Die Lerneinheit wird geladen. Dauert es länger, laden Sie die Seite bitte neu.').waitFor();
    await picture(unit, 'unit-loading');
    await unit.unroute('**/*.js');
    await unit.reload();
    await unit.getByText('Zum Bestehen fehlt noch etwas').waitFor();
    expect(await unit.locator('#play-status').innerText()).not.toContain('wird geladen');
    await unit.close();
  });

  test('starting over keeps the better result', async () => {
    const unit = await openWindow(unitTitle);
    await unit.getByText('Zum Bestehen fehlt noch etwas').waitFor();
    await unit.getByText('Mehr zu dieser Einheit').click();
    await unit.getByRole('button', { name: 'Neu beginnen' }).click();
    await unit.getByRole('button', { name: 'Los geht’s' }).click();
    const cards = cardsOf(unitId);
    await doCards(unit.locator(':root'), cards, [0, cards.length]);
    await unit.getByText('Sie haben diese Lerneinheit bestanden.').waitFor();
    await unit.getByText('Geschafft').waitFor();
    await unit.getByRole('link', { name: 'Meine Kompetenzmatrix ansehen' }).click();
    expect(await unit.getByRole('row', { name: /D2/ }).innerText()).toMatch(/2\s*unterstützt bei Aufgaben/);
    await unit.close();
  });

  test('what was answered: from the unit, from the matrix and from the reason for a rating', async () => {
    const unit = await openWindow(unitTitle);
    await unit.getByRole('link', { name: 'meine Antworten nachlesen' }).click();
    await unit.getByRole('heading', { level: 1, name: unitTitle }).waitFor();
    const main = unit.locator('main');
    expect(await main.innerText()).toMatch(/Stand\s+Bestanden/);
    await unit.getByRole('link', { name: /^Durchgang vom/ }).click();
    await unit.getByText('Nicht bestanden').first().waitFor();
    expect(await main.innerText()).toContain('Richtig wäre');
    const question = cardsOf(unitId).find(({ kind }) => kind === 'question')!;
    expect(await main.innerText()).toContain(question.question);
    for (const { text, correct } of question.options!) if (correct) expect(await main.innerText()).toContain(text);
    await suitsEverybody(unit, 'attempt');
    await unit.getByRole('link', { name: /^Warum steht D2/ }).click();
    await unit
      .getByRole('link', { name: /^Antworten ansehen/ })
      .first()
      .click();
    await unit.getByRole('heading', { name: 'Die Antworten' }).waitFor();
    await unit.getByRole('link', { name: 'Meine Matrix' }).click();
    await unit.getByRole('link', { name: unitTitle, exact: true }).click();
    await unit.getByRole('heading', { name: 'Die Antworten' }).waitFor();
    await unit.close();
  });

  test('a click on a grade in the LMS shows the trainer what the learner did; on paper it is a sheet', async () => {
    await signIn(page, product.demoUrl, 'Petra');
    const grade = page.getByRole('link', { name: `Abgabe von Marta Kowalska ansehen, ${unitTitle}` });
    await until(async () => {
      await page.goto(`${product.demoUrl}/grades`);
      return (await grade.count()) === 1;
    });
    await suitsScreens(page, 'demo-grades');
    await grade.focus();
    await page.keyboard.press('Enter');
    const frame = page.frameLocator('iframe');
    await frame.getByRole('heading', { level: 1, name: unitTitle }).waitFor();
    await frame.getByText('Durchgang · Marta Kowalska').waitFor();
    await frame.getByText(/^Aus diesem Durchgang stammt die Bewertung in/).waitFor();
    await suitsScreens(page, 'demo-review');
    const review = await context.newPage();
    await openInWindow(
      review,
      page
        .frames()
        .find((each) => each.url().includes('/attempts/'))!
        .url(),
      context,
    );
    await suitsEverybody(review, 'attempt-trainer');
    await review.emulateMedia({ media: 'print' });
    expect(await review.getByRole('navigation').isVisible()).toBe(false);
    expect(await review.getByRole('heading', { name: 'Die Antworten' }).isVisible()).toBe(true);
    await picture(review, 'attempt-print');
    await review.close();
  });

  test('a case tells the way that somebody took', async () => {
    await signIn(page, product.demoUrl, 'Jonas');
    const unit = await openWindow('Fall: Eine Ausbildung stockt');
    await unit.getByRole('button', { name: 'Fall bearbeiten' }).click();
    await unit.getByRole('radio').first().waitFor();
    await unit.getByRole('radio').first().press('Space');
    await unit.getByRole('button', { name: 'So entscheide ich' }).click();
    await unit.locator(everythingSaved).waitFor();
    await unit.getByRole('link', { name: 'meine Antworten nachlesen' }).click();
    await unit.getByRole('heading', { name: 'Der Weg durch den Fall' }).waitFor();
    await unit.getByText('Der Durchgang ist noch nicht abgeschlossen.').waitFor();
    await suitsEverybody(unit, 'attempt-case');
    await unit.close();
    await signIn(page, product.demoUrl, 'Marta');
  });

  test('on a phone without a connection, the line that says so is in sight in the middle of a card', async () => {
    const unit = await openWindow('Das Entwicklungsgespräch');
    await unit.setViewportSize(screens.phone);
    await unit.getByRole('button', { name: 'Los geht’s' }).click();
    await unit.getByText('Karte 1 von').first().waitFor();
    await unit.evaluate('window.scrollTo(0, 0)');
    await context.setOffline(true);
    await unit.getByRole('button', { name: 'Weiter' }).click();
    const line = unit.locator('#play-status[data-status="offline"]');
    await line.waitFor();
    await unit.evaluate('window.scrollTo(0, 0)');
    const { y, height } = (await line.boundingBox())!;
    expect(y + height).toBeLessThanOrEqual(screens.phone.height);
    await picture(unit, 'unit-offline');
    await context.setOffline(false);
    await unit.locator(everythingSaved).waitFor();
    await unit.close();
  });

  test("the trainer's pages", async () => {
    await signIn(page, product.demoUrl, 'Petra');
    const team = await openWindow('Meine Kompetenzmatrix');
    await team.getByRole('link', { name: 'Team-Matrix' }).click();
    await suitsEverybody(team, 'team');
    // A long name leaves room for what it is about.
    await team.setViewportSize(screens.phone);
    await team
      .getByRole('link', { name: 'Aylin Demir' })
      .evaluate(
        '(link) => { link.textContent = "Maximiliane Donaudampfschifffahrtsgesellschaft-Oberhauptmannsdorf"; }',
      );
    expect((await team.locator('tbody th').first().boundingBox())!.width).toBeLessThan(screens.phone.width * 0.45);
    await team.setViewportSize(screens.desktop);
    await team.reload();
    await team.getByRole('link', { name: 'Marta Kowalska' }).click();
    await team.getByText('Jeder Aufruf wird festgehalten').waitFor();
    await suitsEverybody(team, 'team-person');
    await team.getByRole('row', { name: /D2/ }).getByRole('link', { name: /Warum/ }).click();
    await team.getByRole('heading', { name: 'Warum Stufe 2?' }).waitFor();
    await suitsEverybody(team, 'team-why');
    await team.close();
  });

  test('the trainer picks a unit for the course, and a learner opens it', async () => {
    await page.goto(`${product.demoUrl}/add`);
    const picker = page.frameLocator('iframe');
    await picker.getByRole('searchbox').fill('Kollegiale');
    await picker.getByRole('checkbox', { name: 'Das Entwicklungsgespräch' }).waitFor({ state: 'hidden' });
    const box = picker.getByRole('checkbox', { name: 'Kollegiale Beratung' });
    await box.press('Space');
    expect(await box.isChecked()).toBe(true);
    const frame = page.frames().find((each) => each.url().includes('/lti/deep-link'))!;
    const own = await context.newPage();
    await openInWindow(own, frame.url(), context);
    await suitsEverybody(own, 'picker');
    await own.close();
    await picker.getByRole('button', { name: 'In den Kurs übernehmen' }).click();
    await picker.getByRole('link', { name: 'Zurück zum Kurs' }).click();
    await page
      .getByRole('heading', { level: 3, name: /Kollegiale Beratung/ })
      .nth(1)
      .waitFor();
    await signIn(page, product.demoUrl, 'Jonas');
    await page.getByRole('link', { name: 'Kollegiale Beratung öffnen' }).last().click();
    await page.frameLocator('iframe').getByRole('button', { name: 'Los geht’s' }).waitFor();
  });

  test('by keyboard alone: from the course into the unit and to the first answer', async () => {
    await signIn(page, product.demoUrl, 'Jonas');
    const frame = await openItem(page, product.demoUrl, unitTitle);
    await frame.getByRole('button', { name: 'Los geht’s' }).waitFor();
    await frame.getByRole('button', { name: 'Los geht’s' }).focus();
    await page.keyboard.press('Enter');
    await frame
      .getByText(/Karte 1 von/)
      .first()
      .waitFor();
    const focused = page.frames().find((each) => each.url().includes('/play'))!;
    expect(await focused.evaluate<string>('document.activeElement.tagName')).toMatch(/^H[1-6]$/);
  });
});
