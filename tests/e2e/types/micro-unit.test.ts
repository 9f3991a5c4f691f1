import { describe, expect, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import { unit } from './contents.js';
import {
  arrowTo,
  call,
  choose,
  click,
  focusedWords,
  heading,
  press,
  type Statement,
  statementsOf,
  tabTo,
  verb,
  verbs,
} from './driver.js';
import { activity } from './host.js';
import { openScene } from './scene.js';

const scene = openScene();

const library = 'Lotse.MicroUnit 1.0';
const firstQuestion = `${activity}?subContentId=7d4d47f0-8c2b-4a0c-8c88-3c5f9a1d2e33`;
const secondQuestion = `${activity}?subContentId=4c6f7473-6500-8000-8000-000000000004`;

async function withUnit(
  run: (page: Page) => Promise<void>,
  state?: unknown,
  parameters: unknown = unit,
): Promise<void> {
  await scene.play({ library, parameters, ...(state === undefined ? {} : { state }) }, run);
}

/** From the opening page to the second question, the first one answered as given. */
async function answerFirst(page: Page, words: string): Promise<void> {
  await click(page, 'Los geht’s');
  await click(page, 'Weiter');
  await click(page, 'Weiter');
  await choose(page, words);
  await click(page, 'Antwort prüfen');
}

async function finishFromSecond(page: Page): Promise<void> {
  await choose(page, 'Ein Ziel, das man beobachten kann');
  await choose(page, 'Ein Termin');
  await click(page, 'Antwort prüfen');
  await click(page, 'Weiter');
  await page.getByLabel('Ihre Gedanken').fill('Mein erstes Gespräch als Geselle.\nEs war kurz.');
  await click(page, 'Weiter');
  await page.getByLabel('Das nehme ich mir vor').fill('Herrn Yıldız einladen');
  await page.getByLabel('Wann laden Sie ein?').fill('Mittwoch');
  await click(page, 'Abschließen');
}

const wholeScore = (statement: Statement | undefined): unknown => statement?.result?.score;

describe('a whole walk by mouse', () => {
  test('tells each step once, in order, about the right things', () =>
    withUnit(async (page) => {
      expect(await statementsOf(page)).toEqual([]);
      await answerFirst(page, 'Mit der Frage, was gelungen ist');
      await click(page, 'Weiter');
      await finishFromSecond(page);
      const statements = await statementsOf(page);
      expect(verbs(statements)).toEqual([
        'attempted',
        'progressed',
        'progressed',
        'answered',
        'progressed',
        'answered',
        'progressed',
        'progressed',
        'completed',
        'passed',
      ]);
      expect(statements.map((each) => each.object.id)).toEqual([
        activity,
        activity,
        activity,
        firstQuestion,
        activity,
        secondQuestion,
        activity,
        activity,
        activity,
        activity,
      ]);
      const progress = statements
        .filter((each) => verb(each) === 'progressed')
        .map((each) => each.result?.extensions?.['https://w3id.org/xapi/cmi5/result/extensions/progress']);
      expect(progress).toEqual([17, 33, 50, 67, 83]);
      const completed = statements.find((each) => verb(each) === 'completed');
      expect(completed?.result).toEqual({
        completion: true,
        success: true,
        duration: expect.stringMatching(/^PT\d+(\.\d{1,2})?S$/),
        score: { raw: 2, min: 0, max: 2, scaled: 1 },
      });
      expect(statements.at(-1)?.result).toEqual(completed?.result);
      expect(await heading(page)).toBe('Gut gemacht');
    }));

  test('describes a question so that its answer can be read without the unit', () =>
    withUnit(async (page) => {
      await answerFirst(page, 'Mit der Gehaltsfrage');
      const answered = (await statementsOf(page)).find((each) => verb(each) === 'answered');
      expect(answered?.object.definition).toMatchObject({
        type: 'http://adlnet.gov/expapi/activities/cmi.interaction',
        interactionType: 'choice',
        description: { de: 'Womit beginnen Sie das Gespräch?' },
        choices: [{ id: '0' }, { id: '1', description: { de: 'Mit der Frage, was gelungen ist' } }, { id: '2' }],
        correctResponsesPattern: ['1'],
      });
      expect(answered?.result).toMatchObject({
        completion: true,
        success: false,
        response: '2',
        score: { raw: 0, min: 0, max: 1, scaled: 0 },
        duration: expect.stringMatching(/^PT/),
      });
      expect(answered?.context?.contextActivities).toMatchObject({
        parent: [{ id: activity }],
        category: [{ id: 'http://h5p.org/libraries/Lotse.MicroUnit-1.0' }],
      });
    }));
});

describe('trying again', () => {
  test('the first answer counts; the second is for learning', () =>
    withUnit(async (page) => {
      await answerFirst(page, 'Mit der Gehaltsfrage');
      expect(await page.getByText('Geld & Entwicklung gehören in zwei Gespräche.').count()).toBe(1);
      expect(await page.locator('.lh-prose').count()).toBe(0);
      await click(page, 'Noch einmal versuchen');
      await choose(page, 'Mit der Frage, was gelungen ist');
      await click(page, 'Antwort prüfen');
      expect(await page.locator('.lh-verdict .lh-prose').innerText()).toContain('Wer mit dem Gelungenen beginnt');
      await click(page, 'Weiter');
      await finishFromSecond(page);
      const statements = await statementsOf(page);
      expect(verbs(statements).filter((each) => each === 'answered')).toHaveLength(2);
      expect(wholeScore(statements.find((each) => verb(each) === 'completed'))).toEqual({
        raw: 1,
        min: 0,
        max: 2,
        scaled: 0.5,
      });
      expect(verbs(statements).at(-1)).toBe('failed');
      expect(await call(page, 'getScore')).toBe(1);
      expect(await call(page, 'getMaxScore')).toBe(2);
    }));

  test('the solution can be shown, and nothing is checked before something is chosen', () =>
    withUnit(async (page) => {
      await click(page, 'Los geht’s');
      await click(page, 'Weiter');
      await click(page, 'Weiter');
      await click(page, 'Antwort prüfen');
      expect(await page.getByRole('alert').innerText()).toBe('Bitte wählen Sie zuerst eine Antwort.');
      expect(verbs(await statementsOf(page))).not.toContain('answered');
      await choose(page, 'Mit der Gehaltsfrage');
      await click(page, 'Antwort prüfen');
      await click(page, 'Lösung zeigen');
      expect(await page.locator('.lh-choice--missed').innerText()).toContain('Mit der Frage, was gelungen ist');
      expect(await page.getByText('wäre richtig gewesen').count()).toBe(1);
    }));

  test('can be switched off', () =>
    withUnit(
      async (page) => {
        await answerFirst(page, 'Mit der Gehaltsfrage');
        expect(await page.getByRole('button', { name: 'Noch einmal versuchen' }).count()).toBe(0);
      },
      undefined,
      { ...unit, behaviour: { enableRetry: false, enablePrint: true } },
    ));
});

describe('by keyboard alone', () => {
  test(
    'the whole unit can be done, and the focus goes where reading goes on',
    () =>
      withUnit(async (page) => {
        await press(page, 'Los geht’s');
        expect(await focusedWords(page)).toBe('Worum es geht');
        await press(page, 'Weiter');
        await press(page, 'Weiter', 'Space');
        await tabTo(page, 'Mit dem, was nicht geklappt hat');
        await arrowTo(page, 'Mit der Frage, was gelungen ist');
        await page.keyboard.press('Enter');
        expect(await focusedWords(page)).toContain('Das ist richtig.');
        expect(await page.getByRole('status').innerText()).toBe('Das ist richtig.');
        await press(page, 'Weiter');
        await press(page, 'Ein Ziel, das man beobachten kann', 'Space');
        await press(page, 'Ein Termin', 'Space');
        await press(page, 'Antwort prüfen');
        await press(page, 'Weiter');
        await tabTo(page, 'Ihre Gedanken');
        await page.keyboard.type('Kurz und gut');
        await press(page, 'Weiter');
        await tabTo(page, 'Wann laden Sie ein?');
        await page.keyboard.type('morgen');
        await page.keyboard.press('Enter');
        await press(page, 'Abschließen');
        expect(await focusedWords(page)).toBe('Gut gemacht');
        expect(verbs(await statementsOf(page)).at(-1)).toBe('passed');
        expect(await page.locator('.lh-own-words').innerText()).toBe('Kurz und gut');
        expect(await page.locator('.lh-until').innerText()).toContain('morgen');
      }),
    30_000,
  );
});

describe('coming back', () => {
  test('in the middle: the same card, answers and notes; nothing is told twice', async () => {
    let saved: unknown;
    await withUnit(async (page) => {
      await answerFirst(page, 'Mit der Gehaltsfrage');
      await click(page, 'Weiter');
      await choose(page, 'Ein Termin');
      saved = await call(page, 'getCurrentState');
    });
    await withUnit(async (page) => {
      expect(await heading(page)).toBe('Was gehört in die Vereinbarung?');
      expect(await page.getByLabel('Ein Termin').isChecked()).toBe(true);
      expect(await page.locator('.lh-place').innerText()).toBe('Karte 4 von 6');
      await click(page, 'Zurück');
      expect(await page.locator('.lh-choice--wrong').innerText()).toContain('Mit der Gehaltsfrage');
      await click(page, 'Weiter');
      await page.getByLabel('Ein Termin').uncheck();
      await finishFromSecond(page);
      const statements = await statementsOf(page);
      expect(verbs(statements)).toEqual(['answered', 'progressed', 'progressed', 'completed', 'failed']);
      expect(wholeScore(statements[3])).toEqual({ raw: 1, min: 0, max: 2, scaled: 0.5 });
    }, saved);
  });

  test('after the end: the result stands, the cards can be looked at, nothing more is told', async () => {
    let saved: unknown;
    await withUnit(async (page) => {
      await answerFirst(page, 'Mit der Frage, was gelungen ist');
      await click(page, 'Weiter');
      await finishFromSecond(page);
      saved = await call(page, 'getCurrentState');
    });
    await withUnit(async (page) => {
      expect(await heading(page)).toBe('Gut gemacht');
      expect(await page.locator('.lh-own-words').first().innerText()).toContain('Mein erstes Gespräch als Geselle.');
      await click(page, 'Karten noch einmal ansehen');
      for (const words of ['Weiter', 'Weiter', 'Weiter', 'Weiter', 'Weiter', 'Zum Ergebnis']) await click(page, words);
      expect(await heading(page)).toBe('Gut gemacht');
      expect(await statementsOf(page)).toEqual([]);
      expect(await call(page, 'getCurrentState')).toEqual(saved);
    }, saved);
  });

  test('before starting there is no state, so nothing is resumed', () =>
    withUnit(async (page) => {
      expect(await call(page, 'getCurrentState')).toBeUndefined();
      expect(await call(page, 'getAnswerGiven')).toBe(false);
    }));
});

describe('H5P’s contract', () => {
  test('resetTask starts a new attempt with a new “attempted”', () =>
    withUnit(async (page) => {
      await answerFirst(page, 'Mit der Gehaltsfrage');
      await call(page, 'resetTask');
      expect(await heading(page)).toBe('Gespräche, die weiterbringen');
      expect(await call(page, 'getScore')).toBe(0);
      await click(page, 'Los geht’s');
      expect(verbs(await statementsOf(page)).filter((each) => each === 'attempted')).toHaveLength(2);
    }));

  test('getXAPIData tells whole and parts without sending anything', () =>
    withUnit(async (page) => {
      await answerFirst(page, 'Mit der Frage, was gelungen ist');
      const before = (await statementsOf(page)).length;
      const data = (await call(page, 'getXAPIData')) as { statement: Statement; children: { statement: Statement }[] };
      expect(data.statement.result?.score).toEqual({ raw: 1, min: 0, max: 2, scaled: 0.5 });
      expect(data.children.map((child) => [child.statement.object.id, child.statement.result?.success])).toEqual([
        [firstQuestion, true],
        [secondQuestion, false],
      ]);
      expect(await statementsOf(page)).toHaveLength(before);
    }));

  test('showSolutions shows every answer and sends nothing', () =>
    withUnit(async (page) => {
      await call(page, 'showSolutions');
      expect(await page.getByText('Richtig ist: Mit der Frage, was gelungen ist').isVisible()).toBe(true);
      expect(await statementsOf(page)).toEqual([]);
    }));

  test('a unit without questions completes without a score and without a judgement', () =>
    withUnit(
      async (page) => {
        await click(page, 'Los geht’s');
        await click(page, 'Abschließen');
        const statements = await statementsOf(page);
        expect(verbs(statements)).toEqual(['attempted', 'completed']);
        expect(statements[1]?.result).toEqual({ completion: true, duration: expect.any(String) });
      },
      undefined,
      { ...unit, cards: unit.cards.slice(0, 1) },
    ));

  test('the author’s HTML is reduced to what the editor offers', () =>
    withUnit(
      async (page) => {
        await click(page, 'Los geht’s');
        expect(
          await page.locator('.lh-prose script, .lh-prose img, .lh-prose [onclick], .lh-prose [style]').count(),
        ).toBe(0);
        expect(await page.locator('.lh-prose a').count()).toBe(1);
        expect(await page.locator('.lh-prose').innerText()).toContain('bleibt');
        expect(await page.evaluate(() => 'harmed' in globalThis)).toBe(false);
      },
      undefined,
      {
        ...unit,
        cards: [
          {
            kind: 'text',
            title: 'x',
            body: '<p onclick="1" style="color:red">bleibt</p><img src="x:" onerror="harmed=1"><script>harmed=1</script><a href="javascript:harmed=1">böse</a> <a href="https://example.org">gut</a><svg onload="harmed=1"></svg>',
          },
        ],
      },
    ));

  test('prints the notes alone', () =>
    withUnit(async (page) => {
      await answerFirst(page, 'Mit der Frage, was gelungen ist');
      await click(page, 'Weiter');
      await finishFromSecond(page);
      await page.evaluate('window.print = () => undefined');
      await click(page, 'Notizen drucken');
      await page.emulateMedia({ media: 'print' });
      expect(await page.locator('.lotse-h5p-sheet').innerText()).toContain('Herrn Yıldız einladen');
      expect(await page.locator('.lotse-h5p').isVisible()).toBe(false);
      await page.evaluate("dispatchEvent(new Event('afterprint'))");
      await page.emulateMedia({ media: 'screen' });
      expect(await page.locator('.lotse-h5p-sheet').count()).toBe(0);
      expect(await page.locator('.lotse-h5p').isVisible()).toBe(true);
    }));
});
