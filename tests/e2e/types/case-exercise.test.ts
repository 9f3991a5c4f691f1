import { describe, expect, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import { caseExercise } from './contents.js';
import {
  arrowTo,
  call,
  choose,
  click,
  focusedWords,
  heading,
  press,
  statementsOf,
  tabTo,
  verb,
  verbs,
} from './driver.js';
import { activity } from './host.js';
import { openScene } from './scene.js';

const scene = openScene();

const answer = 'Danke, dass Sie sich gemeldet haben. Was genau beobachten Sie?';
const best = 'Ich bitte Mia um ein Gespräch unter vier Augen.';
const worst = 'Ich schreibe Mia eine Ermahnung.';
const derived = (position: string): string =>
  `${activity}?subContentId=4c6f7473-6500-8000-8000-${position.padStart(12, '0')}`;

async function withCase(
  run: (page: Page) => Promise<void>,
  state?: unknown,
  parameters: unknown = caseExercise,
): Promise<void> {
  await scene.play({ library: 'Lotse.CaseExercise 1.0', parameters, ...(state === undefined ? {} : { state }) }, run);
}

async function decideFirst(page: Page, words: string): Promise<void> {
  await click(page, 'Fall bearbeiten');
  await choose(page, words);
  await click(page, 'So entscheide ich');
}

async function finish(page: Page): Promise<void> {
  await click(page, 'Weiter');
  await page.getByLabel('Ihre Antwort').fill(answer);
  await click(page, 'Mit der Musterlösung vergleichen');
  await click(page, 'Weiter');
  await choose(page, 'Wir sehen in drei Monaten weiter.');
  await click(page, 'So entscheide ich');
  await click(page, 'Weiter');
  await page.getByRole('group', { name: /D2/ }).getByText('3 – Ich begleite individuell').click();
  await page.getByRole('group', { name: /D1/ }).getByText('1 – Kennt').click();
  await click(page, 'Abschließen');
}

test('a whole walk by mouse tells each step once, without the learner’s words', () =>
  withCase(async (page) => {
    await decideFirst(page, best);
    await finish(page);
    const statements = await statementsOf(page);
    expect(verbs(statements)).toEqual([
      'attempted',
      'answered',
      'progressed',
      'answered',
      'progressed',
      'answered',
      'progressed',
      'answered',
      'answered',
      'completed',
      'failed',
    ]);
    const answered = statements.filter((each) => verb(each) === 'answered');
    expect(answered.map((each) => each.object.id)).toEqual([
      `${activity}?subContentId=5f0a9f0e-1b7f-4c39-8c0e-6a1b2c3d4e5f`,
      derived('2'),
      derived('3'),
      `${activity}?subContentId=9c1f2d3e-4b5a-4c6d-8e7f-0a1b2c3d4e5f`,
      derived('1001'),
    ]);
    expect(answered[0]).toMatchObject({
      object: { definition: { interactionType: 'choice', correctResponsesPattern: ['2'] } },
      result: { response: '2', success: true, score: { raw: 2, min: 0, max: 2, scaled: 1 } },
    });
    expect(answered[1]?.object.definition).toMatchObject({
      interactionType: 'long-fill-in',
      description: { de: 'Wie eröffnen Sie das Gespräch mit dem Meister?' },
    });
    expect(answered[1]?.result).toEqual({ completion: true, duration: expect.stringMatching(/^PT/) });
    expect(answered[3]).toMatchObject({
      object: {
        definition: {
          interactionType: 'likert',
          scale: [
            { id: '0' },
            { id: '1' },
            { id: '2' },
            { id: '3', description: { de: 'Ich begleite individuell' } },
            { id: '4' },
          ],
          extensions: { 'urn:x-lotse:competency': 'D2' },
        },
      },
      result: { response: '3' },
    });
    expect(answered[4]).toMatchObject({
      object: { definition: { extensions: { 'urn:x-lotse:competency': 'D1' } } },
      result: { response: '1' },
    });
    for (const each of answered)
      expect(each.context?.contextActivities?.['parent']).toEqual([expect.objectContaining({ id: activity })]);
    expect(statements.at(-1)?.result).toEqual({
      completion: true,
      success: false,
      duration: expect.any(String),
      score: { raw: 2, min: 0, max: 4, scaled: 0.5 },
    });
    expect(JSON.stringify(statements)).not.toContain('Was genau beobachten');
    expect(await page.locator('.lh-own-words').innerText()).toBe(answer);
  }));

test('the first decision counts; the other ways can be looked at', () =>
  withCase(async (page) => {
    await decideFirst(page, worst);
    expect(await page.locator('.lh-outcome').innerText()).toContain('meldet sich am nächsten Tag krank');
    expect(await page.getByText('Mia erzählt, dass sie seit Wochen nur fegt').isVisible()).toBe(false);
    await page.locator('summary', { hasText: best }).click();
    expect(await page.getByText('Mia erzählt, dass sie seit Wochen nur fegt').isVisible()).toBe(true);
    expect(verbs(await statementsOf(page))).toEqual(['attempted', 'answered']);
    expect(await call(page, 'getScore')).toBe(0);
  }));

test('situation and material stay within reach', () =>
  withCase(async (page) => {
    await page.locator('summary', { hasText: 'Material' }).click();
    expect(await page.getByText('„So geht das nicht weiter. Bitte kümmern.“').isVisible()).toBe(true);
    await click(page, 'Fall bearbeiten');
    await page.locator('summary', { hasText: 'Situation und Material' }).click();
    expect(await page.getByText('Mia ist im zweiten Lehrjahr.').isVisible()).toBe(true);
  }));

test('a short answer is asked for more before the model solution opens', () =>
  withCase(async (page) => {
    await decideFirst(page, best);
    await click(page, 'Weiter');
    await page.getByLabel('Ihre Antwort').fill('Hallo');
    await click(page, 'Mit der Musterlösung vergleichen');
    expect(await page.getByRole('alert').innerText()).toBe(
      'Bitte schreiben Sie noch etwas mehr: mindestens 20 Zeichen, bisher 5.',
    );
    expect(await page.locator('.lh-model').count()).toBe(0);
    await page.getByLabel('Ihre Antwort').fill(answer);
    await click(page, 'Mit der Musterlösung vergleichen');
    expect(await page.locator('.lh-model').innerText()).toContain('Danke, dass Sie sich melden');
    expect(await page.getByLabel('Ihre Antwort').inputValue()).toBe(answer);
  }));

test(
  'by keyboard alone the whole case can be done',
  () =>
    withCase(async (page) => {
      await press(page, 'Fall bearbeiten');
      expect(await focusedWords(page)).toBe('Der erste Schritt');
      await tabTo(page, worst);
      await arrowTo(page, best);
      await page.keyboard.press('Enter');
      expect(await focusedWords(page)).toContain('Mia erzählt');
      await press(page, 'Weiter');
      await tabTo(page, 'Ihre Antwort');
      await page.keyboard.type(answer);
      await press(page, 'Mit der Musterlösung vergleichen');
      await press(page, 'Weiter');
      await tabTo(page, 'Wir sehen in drei Monaten weiter.');
      await page.keyboard.press('ArrowDown');
      await page.keyboard.press('Enter');
      await press(page, 'Weiter');
      await press(page, '0 – Keine Kenntnis', 'Space');
      await press(page, 'Abschließen');
      expect(await heading(page)).toBe('Ihre Auswertung');
      expect(verbs(await statementsOf(page)).slice(-3)).toEqual(['answered', 'completed', 'passed']);
    }),
  30_000,
);

describe('coming back', () => {
  test('in the middle: decision, text and place; nothing is told twice', async () => {
    let saved: unknown;
    await withCase(async (page) => {
      await decideFirst(page, best);
      await click(page, 'Weiter');
      await page.getByLabel('Ihre Antwort').fill(answer);
      saved = await call(page, 'getCurrentState');
    });
    expect(JSON.stringify(saved)).toContain('Was genau beobachten');
    await withCase(async (page) => {
      expect(await heading(page)).toBe('Das Gespräch mit dem Meister');
      expect(await page.getByLabel('Ihre Antwort').inputValue()).toBe(answer);
      await click(page, 'Zurück');
      expect(await page.locator('.lh-outcome-choice').innerText()).toBe(best);
      await finish(page);
      expect(verbs(await statementsOf(page))).toEqual([
        'answered',
        'progressed',
        'answered',
        'progressed',
        'answered',
        'answered',
        'completed',
        'failed',
      ]);
    }, saved);
  });

  test('after the end: the summary stands, nothing more is told, ratings stand', async () => {
    let saved: unknown;
    await withCase(async (page) => {
      await decideFirst(page, best);
      await finish(page);
      saved = await call(page, 'getCurrentState');
    });
    await withCase(async (page) => {
      expect(await heading(page)).toBe('Ihre Auswertung');
      await click(page, 'Fall noch einmal ansehen');
      for (const words of ['Weiterarbeiten', 'Weiter', 'Weiter', 'Weiter']) await click(page, words);
      expect(await page.getByRole('radio').first().isDisabled()).toBe(true);
      await click(page, 'Zur Auswertung');
      expect(await statementsOf(page)).toEqual([]);
      expect(await call(page, 'getCurrentState')).toEqual(saved);
    }, saved);
  });
});
