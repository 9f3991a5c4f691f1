import { beforeEach, describe, expect, test } from '@jest/globals';
import { newUuid } from '../../base/index.js';
import { starterFrameworks } from '../../competency/framework/index.js';
import type { Attempt, CatalogueEntry } from '../../h5p-content/store/index.js';
import type { AgentKey } from '../../lrs/store/index.js';
import type { Grades } from '../../lti-tool/grades/index.js';
import { areaPageOf, inDidacticOrder, pageWith, stepRangesOf, withProgress } from '../../pages/path/index.js';
import { openUnit } from '../../pages/shared/index.js';
import type { Visit } from '../../people/visit/index.js';
import { launchVisit, openOnPath, report, useGradeWalk } from '../support/grade-walk.js';
import { entry, type LtiTool, nord, publicUrl } from '../support/lti-tool.js';
import { claim, membershipRole, PlatformPeer } from '../support/platform-peer.js';

const framework = starterFrameworks().find('lotse')!;

describe('the order of a learning path', () => {
  const content = (id: string, code: string, level: number, kind: 'unit' | 'case' = 'unit'): CatalogueEntry => ({
    ...entry(id, `Titel ${id}`),
    kind,
    competencies: code === '' ? [] : [{ framework: 'lotse', code, level }],
  });
  const attempt = (contentId: string, more: Partial<Attempt> = {}): Attempt => ({
    registration: newUuid(),
    actor: 'account:x' as AgentKey,
    contentId,
    placement: 'p',
    version: 1,
    started: '2026-01-01T08:00:00.000Z',
    ...more,
  });

  test('follows areas, competencies and levels, units before cases; what has no place comes last', () => {
    const given = [
      content('e', 'E1', 1),
      content('none', '', 1),
      content('d2-case', 'D2', 1, 'case'),
      content('d2', 'D2', 2),
      content('d2-first', 'D2', 1),
      content('a', 'A1', 2),
      content('foreign', 'Z9', 1),
    ];
    const sections = inDidacticOrder(given, framework);
    expect(sections.map(({ group, contents }) => [group?.code, contents.map(({ id }) => id)])).toEqual([
      ['A', ['a']],
      ['D', ['d2-first', 'd2-case', 'd2']],
      ['E', ['e']],
      [undefined, ['foreign', 'none']],
    ]);
  });

  test('the next step is what was begun last, else the first that is open; what is learnt anywhere is learnt', () => {
    const sections = inDidacticOrder([content('a', 'A1', 1), content('b', 'B1', 1), content('c', 'C1', 1)], framework);
    const next = (attempts: readonly Attempt[]) =>
      withProgress(sections, attempts)
        .sections.flatMap(({ steps }) => steps)
        .find((step) => step.next)?.content.id;
    expect(next([])).toBe('a');
    const done = attempt('a', { finished: '2026-01-01T09:00:00.000Z', placement: 'elsewhere' });
    expect(next([done])).toBe('b');
    expect(next([done, attempt('b'), attempt('c', { started: '2026-01-02T08:00:00.000Z' })])).toBe('c');
    expect(next([done, attempt('a', { started: '2026-02-01T08:00:00.000Z' }), attempt('gone')])).toBe('b');
    expect(withProgress(sections, [{ ...done, superseded: '2026-01-03T08:00:00.000Z' }])).toMatchObject({
      done: 1,
      total: 3,
    });
    expect(next(['a', 'b', 'c'].map((id) => attempt(id, { finished: '2026-01-01T09:00:00.000Z' })))).toBeUndefined();
  });
});

describe('how much of a learning path a page shows', () => {
  const contentsOf = (count: number, code: string): CatalogueEntry[] =>
    Array.from({ length: count }, (_each, index) => ({
      ...entry(`${code}-${index + 1}`, `Teil ${index + 1}`),
      competencies: [{ framework: 'lotse', code, level: 1 }],
    }));
  const finished = (contentId: string): Attempt => ({
    registration: newUuid(),
    actor: 'account:x' as AgentKey,
    contentId,
    placement: 'p',
    version: 1,
    started: '2026-01-01T08:00:00.000Z',
    finished: '2026-01-01T09:00:00.000Z',
  });
  const pathOf = (contents: readonly CatalogueEntry[], done: readonly string[] = []) =>
    withProgress(inDidacticOrder(contents, framework), done.map(finished));
  const shown = (path: ReturnType<typeof pathOf>) =>
    stepRangesOf(path).map(({ first, done, total, steps }) => [
      steps.map(({ content }) => content.id),
      first,
      done,
      total,
    ]);

  test('a short one is shown whole, in the order that people count in', () => {
    const [[ids, ...rest]] = shown(pathOf(contentsOf(40, 'A1'), ['A1-1'])) as [[string[], ...number[]]];
    expect([ids[0], ids[1], ids[10], ids.length, ...rest]).toEqual(['A1-1', 'A1-2', 'A1-11', 40, 1, 1, 40]);
  });

  test('of a long one each area shows where it goes on: never less than there is, and nothing once it is completed', () => {
    const path = pathOf(
      [...contentsOf(30, 'A1'), ...contentsOf(30, 'B1'), ...contentsOf(2, 'C1'), ...contentsOf(2, 'D1')],
      [...contentsOf(29, 'A1').map(({ id }) => id), 'B1-1', 'B1-2', 'B1-4', 'D1-1', 'D1-2'],
    );
    expect(shown(path)).toEqual([
      [['A1-28', 'A1-29', 'A1-30'], 28, 29, 30],
      [['B1-3', 'B1-4', 'B1-5'], 3, 3, 30],
      [['C1-1', 'C1-2'], 1, 0, 2],
      [[], 1, 2, 2],
    ]);
  });

  test('an area has pages, and what is asked for beyond them is the last one', () => {
    const path = pathOf(
      [...contentsOf(50, 'A1'), entry('none', 'Ohne')].map((each) =>
        each.id === 'none' ? { ...each, competencies: [] } : each,
      ),
    );
    expect(areaPageOf(path, 'A', 2)).toMatchObject({ first: 25, page: 2, pages: 3, total: 50 });
    expect([
      areaPageOf(path, 'A', 99)?.steps.length,
      areaPageOf(path, 'A', 0)?.page,
      areaPageOf(path, '-', 1)?.total,
      areaPageOf(path, 'Z', 1),
    ]).toEqual([2, 1, 1, undefined]);
    expect([1, 24, 25].map(pageWith)).toEqual([1, 1, 2]);
  });
});

/** The path's line item gets the share of the contents that are completed at the path's own place. */
describe('the grade of a learning path', () => {
  let peer: PlatformPeer;
  let tool: LtiTool;
  let grades: Grades;
  useGradeWalk(
    () => PlatformPeer.start(),
    (opened) => ({ peer, tool, grades } = opened),
  );
  beforeEach(() => grades.start());

  const launchPath = (claims: Readonly<Record<string, unknown>> = {}): Promise<Visit> =>
    launchVisit(tool, (nonce) => peer.claims(nonce, { [claim('custom')]: { page: 'path' }, ...claims }));

  async function complete(visit: Visit, content: string, scaled = 0.6): Promise<void> {
    const learner = await openOnPath(tool, visit, content);
    await report(tool, learner, scaled);
    tool.finish(learner.registration);
    await grades.idle();
  }

  test('is reached at its own address', async () => {
    expect((await tool.sessionOf(await tool.launchWith({ [claim('custom')]: { page: 'path' } }))).path).toBe(
      `${publicUrl}/path`,
    );
  });

  test('one of two contents is half, whatever its own score; both are all', async () => {
    const visit = await launchPath();
    await complete(visit, 'd1-entwicklungsgespraech');
    expect(await grades.list(nord)).toMatchObject([
      { scoreGiven: 50, scoreMaximum: 100, activityProgress: 'InProgress', gradingProgress: 'FullyGraded' },
    ]);
    await complete(visit, 'd1-entwicklungsgespraech', 1);
    expect(await grades.list(nord)).toMatchObject([{ scoreGiven: 50 }]);
    await complete(await launchPath(), 'd2-lernen-begleiten', 0.1);
    expect(await grades.list(nord)).toMatchObject([{ scoreGiven: 100, activityProgress: 'Completed' }]);
  });

  test('what was done at another link of the course does not count here, and a trainer gets no grade', async () => {
    await complete(
      await launchPath({ [claim('resource_link')]: { id: 'another-link' }, sub: 'user-40' }),
      'd1-entwicklungsgespraech',
    );
    await complete(await launchPath({ sub: 'user-40' }), 'd2-lernen-begleiten');
    expect((await grades.list(nord)).every(({ scoreGiven }) => scoreGiven === 50)).toBe(true);
    const before = (await grades.list(nord)).length;
    await complete(
      await launchPath({ sub: 'trainer', [claim('roles')]: [membershipRole('Instructor')] }),
      'd1-entwicklungsgespraech',
    );
    expect(await grades.list(nord)).toHaveLength(before);
  });

  test('whoever opens the path again and again leaves one row behind, and somebody else another', async () => {
    await launchPath();
    const { tool_placement: once } = tool.census();
    await launchPath();
    await launchPath();
    expect(tool.census()['tool_placement']).toBe(once);
    await launchPath({ sub: 'user-41' });
    await launchPath({ [claim('resource_link')]: { id: 'another-link' } });
    expect(tool.census()['tool_placement']).toBe(once! + 2);
  });

  test('a launch of a single content opens no other one, and what does not exist is not opened', async () => {
    const single = await launchVisit(tool, (nonce) => peer.claims(nonce));
    await expect(openUnit(tool.units, single, 'd2-lernen-begleiten')).rejects.toMatchObject({ code: 'session-lost' });
    await expect(openUnit(tool.units, await launchPath(), 'made-up')).rejects.toMatchObject({
      code: 'unknown-content',
    });
  });
});
