import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { newUuid } from '../../../base/index.js';
import type { AttemptScope, ContentStore, StatePrecondition } from '../../../h5p-content/store/index.js';
import type { AgentKey, OrganisationId } from '../../../lrs/store/index.js';
import { modelContentStore } from '../../support/model/content.js';
import { draft } from './draft.js';

const one = 'one' as OrganisationId;
const two = 'two' as OrganisationId;
const anna = 'account:https://lms.example|anna' as AgentKey;
const bernd = 'account:https://lms.example|bernd' as AgentKey;
const morning = '2026-11-21T08:00:00.000Z';
const noon = '2026-11-21T12:00:00.000Z';
const evening = '2026-11-21T18:00:00.000Z';

const picture = { name: 'images/a.png', contentType: 'image/png', sha256: 'a1'.repeat(32), length: 5 };

/** What every adapter of the contents' port must do. The store is empty when the suite begins. */
export function contentStoreSuite(
  name: string,
  open: () => Promise<{ store: ContentStore; close: () => Promise<void> }>,
): void {
  describe(`content store: ${name}`, () => {
    let store: ContentStore;
    let close: () => Promise<void>;
    beforeAll(async () => {
      ({ store, close } = await open());
    });
    afterAll(() => close());

    describe('contents', () => {
      test('a published draft is read back as it was', async () => {
        const given = draft('read', { files: [picture], kind: 'case', minutes: 7 });
        expect(await store.contents.publishVersion(one, given, morning)).toEqual({ version: 1, published: morning });
        const {
          id,
          kind,
          title,
          language,
          summary,
          minutes,
          competencies,
          mainLibrary,
          translations,
          parameters,
          metadata,
        } = given;
        const entry = {
          id,
          kind,
          title,
          language,
          summary,
          minutes,
          competencies,
          mainLibrary,
          translations,
          version: 1,
          published: morning,
        };
        expect(await store.contents.findContent(one, 'read')).toEqual(entry);
        expect(await store.contents.findVersion(one, 'read', 1)).toEqual({ ...entry, parameters, metadata });
        expect(await store.contents.findFile(one, 'read', 1, 'images/a.png')).toEqual(picture);
      });

      test('the same edition changes nothing, and is answered as it was', async () => {
        const answer = await store.contents.publishVersion(one, draft('edition'), morning);
        expect(await store.contents.publishVersion(one, draft('edition', { title: 'Anderer Titel' }), noon)).toEqual(
          answer,
        );
        expect(await store.contents.findContent(one, 'edition')).toMatchObject({
          title: 'Titel edition',
          published: morning,
        });
      });

      test('another edition is the next version, and the earlier one stays readable with its files', async () => {
        await store.contents.publishVersion(one, draft('grows', { files: [picture], parameters: '{"a":1}' }), morning);
        const other = { ...picture, sha256: 'b2'.repeat(32), length: 1 };
        expect(
          await store.contents.publishVersion(
            one,
            draft('grows', { edition: 'second', files: [other], parameters: '{"a":2}', title: 'Neu' }),
            noon,
          ),
        ).toEqual({ version: 2, published: noon });
        expect(await store.contents.findContent(one, 'grows')).toMatchObject({
          version: 2,
          title: 'Neu',
          published: noon,
        });
        expect((await store.contents.findVersion(one, 'grows', 1))?.parameters).toBe('{"a":1}');
        expect(await store.contents.findFile(one, 'grows', 1, picture.name)).toEqual(picture);
        expect(await store.contents.findFile(one, 'grows', 2, picture.name)).toEqual(other);
        expect(await store.contents.publishVersion(one, draft('grows'), evening)).toEqual({
          version: 1,
          published: morning,
        });
      });

      test('simultaneous publications of different editions get different versions', async () => {
        const results = await Promise.all(
          ['a', 'b', 'c', 'd'].map((edition) =>
            store.contents.publishVersion(one, draft('race', { edition }), morning),
          ),
        );
        expect(results.map((each) => each.version).sort()).toEqual([1, 2, 3, 4]);
      });

      test('the list shows current versions, by title in code point order', async () => {
        const owner = 'listing' as OrganisationId;
        await store.contents.publishVersion(owner, draft('c', { title: 'Übung' }), morning);
        await store.contents.publishVersion(owner, draft('b', { title: 'Zukunft' }), morning);
        await store.contents.publishVersion(owner, draft('a', { title: 'Zukunft' }), morning);
        await store.contents.publishVersion(owner, draft('d', { title: 'Alt' }), morning);
        await store.contents.publishVersion(owner, draft('d', { title: 'Neu', edition: 'second' }), noon);
        expect((await store.contents.listContents(owner)).map(({ id, version }) => [id, version])).toEqual([
          ['d', 2],
          ['a', 1],
          ['b', 1],
          ['c', 1],
        ]);
      });

      test('files are listed by name', async () => {
        const files = ['b.png', 'ä.png', 'a/z.png'].map((name) => ({ ...picture, name }));
        await store.contents.publishVersion(one, draft('files', { files }), morning);
        expect(await store.contents.listFiles(one, 'files', 1)).toEqual([files[2], files[0], files[1]]);
        expect(await store.contents.listFiles(one, 'files', 2)).toEqual([]);
      });

      test('what is not there is undefined', async () => {
        expect(await store.contents.findContent(one, 'nothing')).toBeUndefined();
        expect(await store.contents.findVersion(one, 'read', 2)).toBeUndefined();
        expect(await store.contents.findFile(one, 'read', 1, 'images/b.png')).toBeUndefined();
        expect(await store.contents.listContents('nobody' as OrganisationId)).toEqual([]);
      });

      test('organisations do not see each other', async () => {
        await store.contents.publishVersion(one, draft('mine', { files: [picture] }), morning);
        expect(await store.contents.findContent(two, 'mine')).toBeUndefined();
        expect(await store.contents.findVersion(two, 'mine', 1)).toBeUndefined();
        expect(await store.contents.findFile(two, 'mine', 1, picture.name)).toBeUndefined();
        expect(await store.contents.listFiles(two, 'mine', 1)).toEqual([]);
        expect(await store.contents.publishVersion(two, draft('mine'), noon)).toEqual({ version: 1, published: noon });
      });

      test('the blobs of all files are listed once each, for every organisation', async () => {
        const [red, blue] = ['c3', 'd4'].map((pair) => pair.repeat(32)) as [string, string];
        const files = (...hashes: readonly string[]) =>
          hashes.map((sha256, index) => ({ ...picture, name: `images/${index}.png`, sha256 }));
        const owners = ['blobs-1', 'blobs-2'] as OrganisationId[];
        for (const owner of owners) {
          await store.contents.publishVersion(owner, draft('a', { files: files(red, red) }), morning);
          await store.contents.publishVersion(owner, draft('a', { edition: 'second', files: files(red, blue) }), noon);
        }
        const listed = (await store.contents.listContentBlobs()).filter(({ organisation }) =>
          owners.includes(organisation),
        );
        expect(listed.map(({ organisation, sha256 }) => `${organisation} ${sha256}`).toSorted()).toEqual(
          owners.flatMap((owner) => [`${owner} ${red}`, `${owner} ${blue}`]).toSorted(),
        );
      });
    });

    describe('learner state', () => {
      const scope: AttemptScope = { contentId: 'c', registration: newUuid(), person: newUuid() };
      const state = { dataType: 'state', subContentId: '0', data: '{"card":2}', preload: true };

      test('is written over, with a growing revision, and removed', async () => {
        expect(await store.states.writeState(one, scope, state, morning)).toBe(1);
        expect(await store.states.writeState(one, scope, { ...state, data: '{"card":3}', preload: false }, noon)).toBe(
          2,
        );
        expect(await store.states.findState(one, scope, 'state', '0')).toEqual({
          ...state,
          data: '{"card":3}',
          preload: false,
          revision: 2,
        });
        await store.states.removeState(one, scope, 'state', '0');
        await store.states.removeState(one, scope, 'state', '0');
        expect(await store.states.findState(one, scope, 'state', '0')).toBeUndefined();
      });

      test('is not written again by a write that is repeated, whether it says what it knew or not', async () => {
        const mine = { ...scope, person: newUuid() };
        const write = () => store.states.writeState(one, mine, state, morning);
        expect([await write(), await write()]).toEqual([1, 1]);
        expect(await store.states.writeState(one, mine, { ...state, preload: false }, noon)).toBe(2);
        const footing: StatePrecondition = { revision: 2, writer: { page: 'left', serial: 1 } };
        const paged = () => store.states.writeState(one, mine, { ...state, data: '2' }, noon, footing);
        expect([await paged(), await paged()]).toEqual([3, 3]);
        // A write that says nothing takes the place of a page's, which then knows that somebody else has written.
        const plain = () => store.states.writeState(one, mine, { ...state, data: '2' }, noon);
        expect([await plain(), await plain()]).toEqual([4, 4]);
        expect((await store.states.findState(one, mine, 'state', '0'))?.writer).toBeUndefined();
      });

      test('is not written over by a page that does not know what another has written', async () => {
        const mine = { ...scope, person: newUuid() };
        const put = (data: string, revision: number, page: string, serial: number) =>
          store.states.writeState(one, mine, { ...state, data }, noon, { revision, writer: { page, serial } });
        expect(await put('1', 0, 'left', 1)).toBe(1);
        expect(await put('2', 0, 'right', 1)).toBeUndefined();
        expect(await put('2', 1, 'right', 1)).toBe(2);
        expect(await put('3', 1, 'left', 2)).toBeUndefined();
        expect(await store.states.findState(one, mine, 'state', '0')).toEqual({
          ...state,
          data: '2',
          revision: 2,
          writer: { page: 'right', serial: 1 },
        });
        expect(await store.states.writeState(one, mine, { ...state, data: '4' }, noon)).toBe(3);
        expect(await store.states.findState(one, mine, 'state', '0')).toEqual({ ...state, data: '4', revision: 3 });
        expect(await put('5', 2, 'right', 2)).toBeUndefined();
      });

      test('is written over by the page that wrote it last, and the same again changes nothing', async () => {
        const mine = { ...scope, person: newUuid() };
        const put = (data: string, revision: number, page: string, serial: number) =>
          store.states.writeState(one, mine, { ...state, data }, noon, { revision, writer: { page, serial } });
        expect(await put('1', 0, 'left', 1)).toBe(1);
        expect(await put('2', 0, 'left', 2)).toBe(2);
        expect(await put('2', 0, 'left', 2)).toBe(2);
        expect(await put('2', 1, 'right', 1)).toBe(2);
        expect(await put('3', 0, 'left', 3)).toBe(3);
        await store.states.removeState(one, mine, 'state', '0');
        expect(await put('4', 3, 'left', 4)).toBeUndefined();
        expect(await put('4', 0, 'left', 4)).toBe(1);
      });

      test('what a page wrote earlier and what arrives later takes nothing back', async () => {
        const mine = { ...scope, person: newUuid() };
        const put = (data: string, serial: number) =>
          store.states.writeState(one, mine, { ...state, data }, noon, {
            revision: 0,
            writer: { page: 'left', serial },
          });
        expect(await put('2', 2)).toBe(1);
        expect(await put('1', 1)).toBe(1);
        expect(await put('other', 2)).toBe(1);
        expect((await store.states.findState(one, mine, 'state', '0'))?.data).toBe('2');
        expect(await put('3', 3)).toBe(2);
      });

      test('a page goes on from what an earlier one wrote, whether that has arrived or not', async () => {
        const left = { page: 'left', serial: 2 };
        for (const [name, arrivesFirst] of [
          ['first', true],
          ['later', false],
        ] as const) {
          const mine = { ...scope, person: newUuid() };
          const put = (data: string, footing: StatePrecondition) =>
            store.states.writeState(one, mine, { ...state, data }, noon, footing);
          await put('1', { revision: 0, writer: { page: 'left', serial: 1 } });
          // The new page was answered after the earlier one's first write, and took up its second, which is still on its way.
          if (arrivesFirst) expect(await put('2', { revision: 0, writer: left })).toBe(2);
          expect([name, await put('3', { revision: 1, writer: { page: 'right', serial: 1 }, follows: left })]).toEqual([
            name,
            arrivesFirst ? 3 : 2,
          ]);
          if (!arrivesFirst) expect(await put('2', { revision: 0, writer: left })).toBeUndefined();
          expect((await store.states.findState(one, mine, 'state', '0'))?.data).toBe('3');
        }
        const mine = { ...scope, person: newUuid() };
        await store.states.writeState(one, mine, state, noon, { revision: 0, writer: { page: 'left', serial: 3 } });
        expect(
          await store.states.writeState(one, mine, { ...state, data: '4' }, noon, {
            revision: 0,
            writer: { page: 'right', serial: 1 },
            follows: left,
          }),
        ).toBeUndefined();
      });

      test('of several pages that write on the same footing at once, one does', async () => {
        const mine = { ...scope, person: newUuid() };
        const answers = await Promise.all(
          Array.from({ length: 8 }, (_, index) =>
            store.states.writeState(one, mine, { ...state, data: String(index) }, noon, {
              revision: 0,
              writer: { page: `page ${index}`, serial: 1 },
            }),
          ),
        );
        expect(answers.filter((revision) => revision !== undefined)).toEqual([1]);
      });

      test('each part of its key tells it apart', async () => {
        await store.states.writeState(one, scope, state, morning);
        for (const other of [
          { ...scope, contentId: 'd' },
          { ...scope, registration: newUuid() },
          { ...scope, person: newUuid() },
        ]) {
          expect(await store.states.findState(one, other, 'state', '0')).toBeUndefined();
          expect(await store.states.listStates(one, other)).toEqual([]);
          await store.states.removeState(one, other, 'state', '0');
        }
        expect(await store.states.findState(one, scope, 'other', '0')).toBeUndefined();
        expect(await store.states.findState(one, scope, 'state', '1')).toBeUndefined();
        expect(await store.states.listStates(two, scope)).toEqual([]);
        await store.states.removeState(two, scope, 'state', '0');
        expect(await store.states.listStates(one, scope)).toHaveLength(1);
      });

      test('is listed by data type and sub-content', async () => {
        const mine = { ...scope, person: newUuid() };
        for (const [dataType, subContentId] of [
          ['state', '1'],
          ['notes', '0'],
          ['state', '0'],
        ] as const) {
          await store.states.writeState(one, mine, { ...state, dataType, subContentId }, morning);
        }
        expect((await store.states.listStates(one, mine)).map((each) => [each.dataType, each.subContentId])).toEqual([
          ['notes', '0'],
          ['state', '0'],
          ['state', '1'],
        ]);
      });
    });

    describe('attempts', () => {
      const place = { actor: anna, contentId: 'played', placement: 'link-1' };
      const fresh = (now = morning) => ({ registration: newUuid(), now });
      beforeAll(async () => {
        await store.contents.publishVersion(one, draft('played'), morning);
        await store.contents.publishVersion(two, draft('played'), morning);
      });

      test('one that runs is continued, on the version it began with', async () => {
        const begun = await store.attempts.ensureAttempt(one, place, fresh());
        expect(begun).toMatchObject({ ...place, version: 1, started: morning });
        await store.contents.publishVersion(one, draft('played', { edition: 'second' }), noon);
        expect(await store.attempts.ensureAttempt(one, place, fresh(noon))).toEqual(begun);
        expect(await store.attempts.findAttempt(one, begun!.registration)).toEqual(begun);
      });

      test('what stands at a place is found there, and nowhere else', async () => {
        const here = { ...place, placement: 'standing' };
        expect(await store.attempts.findCurrentAttempt(one, here)).toBeUndefined();
        const first = await store.attempts.ensureAttempt(one, here, fresh());
        expect(await store.attempts.findCurrentAttempt(one, here)).toEqual(first);
        await store.attempts.finishAttempt(one, first!.registration, noon);
        expect(await store.attempts.findCurrentAttempt(one, here)).toEqual({ ...first, finished: noon });
        const second = await store.attempts.restartAttempt(one, here, fresh(evening));
        expect(await store.attempts.findCurrentAttempt(one, here)).toEqual(second);
        for (const other of [
          { ...here, actor: bernd },
          { ...here, contentId: 'played-too' },
          { ...here, placement: 'standing-2' },
        ]) {
          expect(await store.attempts.findCurrentAttempt(one, other)).toBeUndefined();
        }
        expect(await store.attempts.findCurrentAttempt(two, here)).toBeUndefined();
      });

      test("of some actors are forgotten, and what contents remember for a person; nobody else's", async () => {
        const gone = { ...place, actor: 'account:gone@https://lms.test' as AgentKey, placement: 'forgotten' };
        const [first, theirs, foreign] = [
          await store.attempts.ensureAttempt(one, gone, fresh()),
          await store.attempts.ensureAttempt(one, { ...gone, actor: bernd }, fresh()),
          await store.attempts.ensureAttempt(two, gone, fresh()),
        ];
        const second = await store.attempts.restartAttempt(one, gone, fresh(noon));
        expect(await store.attempts.eraseAttempts(one, [gone.actor])).toBe(2);
        expect([
          await store.attempts.findAttempt(one, first!.registration),
          await store.attempts.findAttempt(one, second!.registration),
        ]).toEqual([undefined, undefined]);
        expect(await store.attempts.findAttempt(one, theirs!.registration)).toEqual(theirs);
        if (foreign !== undefined) expect(await store.attempts.findAttempt(two, foreign.registration)).toEqual(foreign);
        expect(await store.attempts.eraseAttempts(one, [gone.actor])).toBe(0);

        const scope = { contentId: 'played', registration: 'r', person: 'gone' };
        const state = { dataType: 'state', subContentId: '0', data: '{}', preload: true };
        for (const person of ['gone', 'stays'])
          for (const registration of ['r', 's'])
            await store.states.writeState(one, { ...scope, person, registration }, state, noon);
        await store.states.writeState(two, scope, state, noon);
        expect(await store.states.eraseStates(one, 'gone')).toBe(2);
        expect(await store.states.listStates(one, scope)).toEqual([]);
        expect(await store.states.listStates(one, { ...scope, person: 'stays' })).toHaveLength(1);
        expect(await store.states.listStates(two, scope)).toHaveLength(1);
        expect(await store.states.eraseStates(one, 'gone')).toBe(0);
      });

      test('simultaneous launches get the same attempt', async () => {
        const here = { ...place, placement: 'simultaneous' };
        const answers = await Promise.all(
          Array.from({ length: 20 }, () => store.attempts.ensureAttempt(one, here, fresh())),
        );
        expect(new Set(answers.map((each) => each!.registration)).size).toBe(1);
      });

      test("all attempts of some actors are listed, those that do not stand any more included, and nobody else's", async () => {
        const here = { actor: 'account:listed@https://lms.test' as AgentKey, contentId: 'played', placement: 'listed' };
        const alias = { ...here, actor: 'account:alias@https://lms.test' as AgentKey, contentId: 'played-too' };
        await Promise.all(['played', 'played-too'].map((id) => store.contents.publishVersion(one, draft(id), noon)));
        const first = await store.attempts.ensureAttempt(one, here, fresh(noon));
        await store.attempts.finishAttempt(one, first!.registration, evening);
        const second = await store.attempts.restartAttempt(one, here, fresh(evening));
        const third = await store.attempts.ensureAttempt(one, alias, fresh(noon));
        await store.attempts.ensureAttempt(one, { ...here, actor: bernd }, fresh(noon));
        expect(await store.attempts.listAttempts(one, [alias.actor, here.actor])).toEqual([
          { ...first, finished: evening, superseded: evening },
          second,
          third,
        ]);
        expect(await store.attempts.listAttempts(one, [])).toEqual([]);
        expect(await store.attempts.listAttempts(two, [here.actor])).toEqual([]);
      });

      test('actor, content, placement and organisation tell attempts apart', async () => {
        const here = { ...place, placement: 'apart' };
        await store.contents.publishVersion(one, draft('played-too'), morning);
        const attempts = await Promise.all([
          store.attempts.ensureAttempt(one, here, fresh()),
          store.attempts.ensureAttempt(one, { ...here, actor: bernd }, fresh()),
          store.attempts.ensureAttempt(one, { ...here, contentId: 'played-too' }, fresh()),
          store.attempts.ensureAttempt(one, { ...here, placement: 'apart-2' }, fresh()),
          store.attempts.ensureAttempt(two, here, fresh()),
        ]);
        expect(new Set(attempts.map((each) => each!.registration)).size).toBe(5);
        expect(await store.attempts.findAttempt(two, attempts[0]!.registration)).toBeUndefined();
      });

      test('once finished, the attempt still stands; starting over begins another, on the current version', async () => {
        const here = { ...place, placement: 'finishing' };
        const first = await store.attempts.ensureAttempt(two, here, fresh());
        await store.attempts.finishAttempt(two, first!.registration, noon);
        await store.attempts.finishAttempt(two, first!.registration, evening);
        await store.contents.publishVersion(two, draft('played', { edition: 'second' }), noon);
        expect(await store.attempts.ensureAttempt(two, here, fresh(evening))).toEqual({ ...first, finished: noon });
        const second = await store.attempts.restartAttempt(two, here, fresh(evening));
        expect(second).toMatchObject({ version: 2, started: evening });
        expect(second!.registration).not.toBe(first!.registration);
        expect(await store.attempts.findAttempt(two, first!.registration)).toEqual({
          ...first,
          finished: noon,
          superseded: evening,
        });
      });

      test('finishing is bound to the organisation and forgives what is unknown', async () => {
        const here = { ...place, placement: 'foreign' };
        const attempt = await store.attempts.ensureAttempt(one, here, fresh());
        await store.attempts.finishAttempt(two, attempt!.registration, noon);
        await store.attempts.finishAttempt(one, newUuid(), noon);
        expect(await store.attempts.findAttempt(one, attempt!.registration)).toEqual(attempt);
      });

      test('starting over supersedes what stands', async () => {
        const here = { ...place, placement: 'again' };
        const first = await store.attempts.ensureAttempt(one, here, fresh());
        const second = await store.attempts.restartAttempt(one, here, fresh(noon));
        expect(second!.registration).not.toBe(first!.registration);
        expect(await store.attempts.findAttempt(one, first!.registration)).toEqual({ ...first, superseded: noon });
        expect(await store.attempts.ensureAttempt(one, here, fresh(evening))).toEqual(second);
        expect(
          await store.attempts.restartAttempt(one, { ...here, placement: 'nothing ran here' }, fresh(noon)),
        ).toMatchObject({ started: noon });
      });

      test('a command that is repeated begins no second attempt, and answers the same', async () => {
        const here = { ...place, placement: 'repeated' };
        const [beginning, again] = [fresh(), fresh(noon)];
        const first = await store.attempts.ensureAttempt(one, here, beginning);
        expect(await store.attempts.ensureAttempt(one, here, beginning)).toEqual(first);
        const second = await store.attempts.restartAttempt(one, here, again);
        expect(await store.attempts.restartAttempt(one, here, { ...again, now: evening })).toEqual(second);
        expect(await store.attempts.findCurrentAttempt(one, here)).toEqual(second);
        expect(await store.attempts.findAttempt(one, beginning.registration)).toEqual({ ...first, superseded: noon });
        // What was begun first and left since does not come back.
        expect(await store.attempts.ensureAttempt(one, here, beginning)).toEqual(second);
      });

      test('a registration belongs to one attempt: it is refused at another place, and nothing is superseded', async () => {
        const [here, there] = ['taken', 'taken-2'].map((placement) => ({ ...place, placement })) as [
          typeof place,
          typeof place,
        ];
        const [mine, theirs] = [fresh(), fresh()];
        await store.attempts.ensureAttempt(one, here, mine);
        await expect(store.attempts.ensureAttempt(one, there, mine)).rejects.toMatchObject({ code: 'conflict' });
        const standing = await store.attempts.ensureAttempt(one, there, theirs);
        await expect(store.attempts.restartAttempt(one, there, mine)).rejects.toMatchObject({ code: 'conflict' });
        expect(await store.attempts.findCurrentAttempt(one, there)).toEqual(standing);
        expect(await store.attempts.ensureAttempt(two, there, mine)).toMatchObject({ registration: mine.registration });
      });

      test('there is none on a content that does not exist', async () => {
        expect(await store.attempts.ensureAttempt(one, { ...place, contentId: 'nothing' }, fresh())).toBeUndefined();
        expect(await store.attempts.restartAttempt(one, { ...place, contentId: 'nothing' }, fresh())).toBeUndefined();
        expect(await store.attempts.findAttempt(one, newUuid())).toBeUndefined();
      });
    });

    test('random histories answer like the model', async () => {
      let history = 0;
      const pick = <T>(...values: readonly T[]) => fc.constantFrom(...values);
      const registration = fc
        .integer({ min: 0, max: 30 })
        .map((number) => `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`);
      const writer = fc.record({ page: pick('left', 'right'), serial: fc.nat(4) });
      const footing = fc.record(
        { revision: fc.nat(4), writer, follows: writer },
        { requiredKeys: ['revision', 'writer'] },
      );
      const actions = fc.oneof(
        fc.record({
          do: fc.constant('publish' as const),
          id: pick('x', 'y'),
          edition: pick('1', '2', '3'),
          title: pick('A', 'Ö', 'B'),
        }),
        fc.record({
          do: fc.constant('current' as const),
          id: pick('x', 'y', 'z'),
          actor: pick(anna, bernd),
          placement: pick('p', 'q'),
        }),
        fc.record({
          do: fc.constant('startOver' as const),
          id: pick('x', 'y', 'z'),
          actor: pick(anna, bernd),
          placement: pick('p', 'q'),
        }),
        fc.record({ do: fc.constant('finish' as const), registration }),
        fc.record({
          do: fc.constant('put' as const),
          person: pick('anna', 'bernd'),
          registration: pick('r', 's'),
          dataType: pick('state', 'notes'),
          data: fc.string({ maxLength: 2 }),
          footing: fc.option(footing, { nil: undefined }),
        }),
        fc.record({
          do: fc.constant('remove' as const),
          person: pick('anna', 'bernd'),
          registration: pick('r', 's'),
          dataType: pick('state', 'notes'),
        }),
      );
      await fc.assert(
        fc.asyncProperty(
          fc.array(fc.tuple(pick('left', 'right'), actions, pick(false, true)), { maxLength: 40 }),
          async (steps) => {
            history += 1;
            const model = modelContentStore();
            let begun = 0;
            for (const [side, action, isRepeated] of steps) {
              const organisation = `${side}-${history}` as OrganisationId;
              begun += 1;
              const run = async (target: ContentStore): Promise<unknown> => {
                const beginning = {
                  registration: `00000000-0000-4000-8000-${String(begun).padStart(12, '0')}`,
                  now: morning,
                };
                switch (action.do) {
                  case 'publish':
                    return target.contents.publishVersion(
                      organisation,
                      draft(action.id, { edition: action.edition, title: action.title }),
                      morning,
                    );
                  case 'current':
                    return target.attempts.ensureAttempt(
                      organisation,
                      { actor: action.actor, contentId: action.id, placement: action.placement },
                      beginning,
                    );
                  case 'startOver':
                    return target.attempts.restartAttempt(
                      organisation,
                      { actor: action.actor, contentId: action.id, placement: action.placement },
                      beginning,
                    );
                  case 'finish':
                    return target.attempts.finishAttempt(organisation, action.registration, noon);
                  case 'put':
                    return target.states.writeState(
                      organisation,
                      { contentId: 'x', person: action.person, registration: action.registration },
                      { dataType: action.dataType, subContentId: '0', data: action.data, preload: true },
                      morning,
                      action.footing,
                    );
                  case 'remove':
                    return target.states.removeState(
                      organisation,
                      { contentId: 'x', person: action.person, registration: action.registration },
                      action.dataType,
                      '0',
                    );
                }
              };
              const answer = await run(model);
              expect(await run(store)).toEqual(answer);
              // As where the answer got lost after the commit.
              if (isRepeated) expect([await run(store), await run(model)]).toEqual([answer, answer]);
            }
            for (const side of ['left', 'right']) {
              const organisation = `${side}-${history}` as OrganisationId;
              expect(await store.contents.listContents(organisation)).toEqual(
                await model.contents.listContents(organisation),
              );
              for (const person of ['anna', 'bernd']) {
                for (const attempt of ['r', 's']) {
                  const scope = { contentId: 'x', person, registration: attempt };
                  expect(await store.states.listStates(organisation, scope)).toEqual(
                    await model.states.listStates(organisation, scope),
                  );
                }
              }
            }
          },
        ),
        { numRuns: 40, seed: 5 },
      );
    });
  });
}
