import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { openPage } from '../../support/browser.js';
import { caseExercise, unit } from './contents.js';
import { openScene } from './scene.js';

const scene = openScene();

/** Values that a broken, foreign or forged state might hold where ours holds something else. */
const anything = fc.oneof(
  { weight: 3, arbitrary: fc.jsonValue({ maxDepth: 3 }) as fc.Arbitrary<unknown> },
  fc.constantFrom<unknown>(
    null,
    -1,
    0.5,
    99,
    1e300,
    '',
    '<img src=x onerror=alert(1)>',
    '__proto__',
    'results',
    'end',
    'rating',
    [],
    {},
    [[0]],
    [0, 0],
    ['0'],
    true,
  ),
);
const ids = [
  '7d4d47f0-8c2b-4a0c-8c88-3c5f9a1d2e33',
  '5f0a9f0e-1b7f-4c39-8c0e-6a1b2c3d4e5f',
  '9c1f2d3e-4b5a-4c6d-8e7f-0a1b2c3d4e5f',
  ...[2, 3, 4, 5, 6].map((n) => `4c6f7473-6500-8000-8000-${String(n).padStart(12, '0')}`),
  '__proto__',
  'constructor',
];
const byId = fc.oneof(
  anything,
  fc.dictionary(
    fc.constantFrom(...ids),
    fc.oneof(
      anything,
      fc.record(
        {
          first: anything,
          picked: fc.oneof(anything, fc.array(fc.integer({ min: -1, max: 4 }), { maxLength: 4 })),
          phase: fc.oneof(anything, fc.constantFrom('open', 'wrong', 'solved', 'shown')),
          text: anything,
          when: anything,
          judged: anything,
          compared: anything,
          reported: anything,
        },
        { requiredKeys: [] },
      ),
    ),
  ),
);

/** States that are like ours, but wrong somewhere. */
const almost = fc.record(
  {
    shape: fc.oneof({ weight: 6, arbitrary: fc.constant(1) }, anything),
    view: fc.oneof(anything, fc.constantFrom('results', 'end', 'rating', 0, 1, 2, 3, 4, 5)),
    answers: byId,
    notes: byId,
    decisions: byId,
    writings: byId,
    ratings: byId,
    attempt: fc.oneof(
      anything,
      fc.record(
        {
          begun: fc.oneof(fc.boolean(), anything),
          done: fc.oneof(fc.boolean(), anything),
          reached: anything,
          spent: anything,
        },
        { requiredKeys: [] },
      ),
    ),
  },
  { requiredKeys: [] },
);

const contents = [
  ['Lotse.MicroUnit 1.0', 'MicroUnit', unit],
  ['Lotse.CaseExercise 1.0', 'CaseExercise', caseExercise],
] as const;

/** The page as the functions below see it: they run there, not here. */
interface PageElement {
  readonly textContent: string;
  querySelector(selector: string): PageElement | null;
}

interface Instance {
  attach(to: unknown): void;
  getCurrentState(): unknown;
  getXAPIData(): unknown;
  showSolutions(): void;
  getScore(): number;
  getMaxScore(): number;
}

interface PageGlobals {
  readonly Lotse: Readonly<Record<string, new (parameters: unknown, id: string, extras: unknown) => Instance>>;
  readonly H5P: { jQuery(element: PageElement): unknown };
  readonly document: { createElement(tag: string): PageElement };
}

interface Failure {
  readonly state: unknown;
  readonly message: string;
}

describe.each(contents)('%s', (library, name, parameters) => {
  test('no state whatever breaks attaching, and what is restored is kept', async () => {
    const states = fc.sample(fc.oneof({ weight: 1, arbitrary: anything }, { weight: 4, arbitrary: almost }), 600);
    const { page, complaints, close } = await openPage(scene.browser);
    await page.goto(scene.host.play({ library, parameters }));
    await page.locator('.lh-heading').waitFor();
    const failures: Failure[] = await page.evaluate(
      ([type, content, tried]) => {
        const { Lotse, H5P, document } = globalThis as unknown as PageGlobals;
        const failed: { state: unknown; message: string }[] = [];
        for (const state of tried) {
          const place = document.createElement('div');
          try {
            const start = (previousState: unknown): unknown => {
              const instance = new Lotse[type]!(content, '1', { previousState, metadata: { defaultLanguage: 'de' } });
              instance.attach(H5P.jQuery(place));
              instance.getXAPIData();
              if (!(instance.getScore() >= 0 && instance.getScore() <= instance.getMaxScore()))
                throw new Error('score outside its limits');
              const saved = instance.getCurrentState();
              return saved === undefined
                ? undefined
                : JSON.parse(JSON.stringify(saved, (key, value: unknown) => (key === 'spent' ? 0 : value)));
            };
            const once = start(state);
            if (place.querySelector('.lh-heading')?.textContent === '' || place.querySelector('.lh-heading') === null)
              throw new Error('nothing shown');
            if (place.querySelector('img[onerror]')) throw new Error('markup of the state was drawn');
            const twice = start(once);
            if (JSON.stringify(once) !== JSON.stringify(twice))
              throw new Error(`restored ${JSON.stringify(once)} and then ${JSON.stringify(twice)}`);
          } catch (error) {
            failed.push({ state, message: String(error) });
          }
        }
        return failed;
      },
      [name, parameters, states] as [string, unknown, unknown[]],
    );
    expect(failures).toEqual([]);
    expect(await page.evaluate(() => Object.keys(Object.prototype))).toEqual([]);
    expect(complaints).toEqual([]);
    await close();
  }, 60_000);

  test('no parameters whatever break attaching', async () => {
    const given = fc.sample(
      fc.oneof(
        fc.dictionary(fc.constantFrom(...Object.keys(parameters), 'l10n', 'behaviour'), anything),
        fc.record(
          {
            cards: fc.array(
              fc.oneof(
                anything,
                fc.record(
                  {
                    kind: fc.constantFrom('text', 'image', 'question', 'reflection', 'transfer', 'other'),
                    options: anything,
                    image: anything,
                    body: anything,
                  },
                  { requiredKeys: ['kind'] },
                ),
              ),
            ),
            steps: fc.array(
              fc.record(
                { kind: fc.constantFrom('decision', 'writing'), options: anything },
                { requiredKeys: ['kind'] },
              ),
            ),
            selfRating: fc.record({ items: anything }),
          },
          { requiredKeys: [] },
        ),
      ),
      300,
    );
    const { page, complaints, close } = await openPage(scene.browser);
    await page.goto(scene.host.play({ library, parameters }));
    await page.locator('.lh-heading').waitFor();
    const failures: Failure[] = await page.evaluate(
      ([type, tried]) => {
        const { Lotse, H5P, document } = globalThis as unknown as PageGlobals;
        return tried.flatMap((state) => {
          try {
            const instance = new Lotse[type]!(state, '1', {});
            instance.attach(H5P.jQuery(document.createElement('div')));
            instance.getXAPIData();
            instance.showSolutions();
            return [];
          } catch (error) {
            return [{ state, message: String(error) }];
          }
        });
      },
      [name, given] as [string, unknown[]],
    );
    expect(failures).toEqual([]);
    expect(complaints).toEqual([]);
    await close();
  }, 60_000);
});
