import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { ContentStore, LibraryDraft, LibraryName } from '../../../h5p-content/store/index.js';
import type { OrganisationId } from '../../../lrs/store/index.js';
import { modelContentStore } from '../../support/model/content.js';
import { draft } from './draft.js';

const morning = '2026-11-21T08:00:00.000Z';
const noon = '2026-11-21T12:00:00.000Z';

const named = (machineName: string, majorVersion = 1, minorVersion = 0): LibraryName => ({
  machineName,
  majorVersion,
  minorVersion,
});

const file = (name: string, pair: string, length = 10) => ({ name, sha256: pair.repeat(32), length });

interface Changes {
  readonly patch?: number;
  readonly edition?: string;
  readonly files?: LibraryDraft['files'];
  readonly preloaded?: readonly LibraryName[];
  readonly editor?: readonly LibraryName[];
}

function library(name: LibraryName, { patch = 0, edition = 'first', files = [], preloaded, editor }: Changes = {}) {
  return {
    ...name,
    patchVersion: patch,
    edition,
    files,
    metadata: JSON.stringify({
      ...name,
      title: name.machineName,
      ...(preloaded === undefined ? {} : { preloadedDependencies: preloaded }),
      ...(editor === undefined ? {} : { editorDependencies: editor }),
    }),
  } satisfies LibraryDraft;
}

/** What every adapter does with libraries. */
export function libraryContract(
  name: string,
  open: () => Promise<{ store: ContentStore; close: () => Promise<void> }>,
): void {
  describe(`libraries: ${name}`, () => {
    let store: ContentStore;
    let close: (() => Promise<void>) | undefined;
    beforeEach(async () => {
      await close?.();
      ({ store, close } = await open());
    });
    afterAll(() => close?.());

    test('are read back with their files, by name', async () => {
      const given = library(named('H5P.A', 1, 16), {
        patch: 27,
        files: [file('b.js', 'a1', 7), file('ä.css', 'b2', 0), file('a/z.json', 'c3', 3_000_000_000)],
      });
      expect(await store.libraries.findLibrary(named('H5P.A', 1, 16))).toBeUndefined();
      expect(await store.libraries.installLibrary(given, morning)).toEqual({ edition: 'first', installed: morning });
      expect(await store.libraries.findLibrary(named('H5P.A', 1, 16))).toEqual({
        ...given,
        files: [given.files[2], given.files[0], given.files[1]],
        installed: morning,
      });
      for (const other of [named('H5P.A', 1, 17), named('H5P.A', 2, 16), named('H5P.B', 1, 16)])
        expect(await store.libraries.findLibrary(other)).toBeUndefined();
    });

    test('give way to newer patches with all their files, never to older ones', async () => {
      const name_ = named('H5P.A');
      const second = library(name_, { patch: 2, edition: 'second', files: [file('a.js', 'a1'), file('b.js', 'b2')] });
      const third = library(name_, { patch: 3, edition: 'third', files: [file('a.js', 'c3')] });
      await store.libraries.installLibrary(second, morning);
      expect(await store.libraries.installLibrary(library(name_, { patch: 1 }), noon)).toEqual({
        edition: 'second',
        installed: morning,
      });
      expect(await store.libraries.findLibrary(name_)).toEqual({ ...second, installed: morning });
      expect(await store.libraries.installLibrary(third, noon)).toEqual({ edition: 'third', installed: noon });
      expect(await store.libraries.findLibrary(name_)).toEqual({ ...third, installed: noon });
      await store.libraries.installLibrary(second, noon);
      expect(await store.libraries.findLibrary(name_)).toEqual({ ...third, installed: noon });
      const rebuilt = { ...third, edition: 'rebuilt', files: [file('c.js', 'd4')] };
      await store.libraries.installLibrary(rebuilt, noon);
      expect(await store.libraries.findLibrary(name_)).toEqual({ ...rebuilt, installed: noon });
    });

    test('that are installed again change nothing, and are answered as they were', async () => {
      const given = library(named('H5P.A'), { files: [file('a.js', 'a1')] });
      const answer = await store.libraries.installLibrary(given, morning);
      expect(await store.libraries.installLibrary(given, noon)).toEqual(answer);
      expect(await store.libraries.findLibrary(given)).toEqual({ ...given, installed: morning });
    });

    test('of one name stand side by side in their versions, and are listed in their order', async () => {
      const names = [named('H5P.B', 1, 2), named('H5P.B', 1, 10), named('H5P.A', 2, 0), named('h5p.a', 1, 0)];
      for (const each of names) await store.libraries.installLibrary(library(each), morning);
      expect(
        (await store.libraries.listLibraries()).map(
          ({ machineName, majorVersion, minorVersion }) => `${machineName} ${majorVersion}.${minorVersion}`,
        ),
      ).toEqual(['H5P.A 2.0', 'H5P.B 1.2', 'H5P.B 1.10', 'h5p.a 1.0']);
    });

    test('are listed with their size, with whoever needs them, and with how many contents are made of them', async () => {
      const [base, shown, editor] = [named('Base'), named('Shown'), named('Editor')];
      await store.libraries.installLibrary(library(base, { files: [file('a', 'a1', 3), file('b', 'b2', 4)] }), morning);
      await store.libraries.installLibrary(library(editor), morning);
      await store.libraries.installLibrary(library(shown, { preloaded: [base], editor: [editor, base] }), morning);
      await store.libraries.installLibrary(library(named('Shown', 1, 1), { preloaded: [base] }), morning);
      const metadata = JSON.stringify({ mainLibrary: 'Shown', preloadedDependencies: [shown, base] });
      for (const [organisation, id] of [
        ['one', 'x'],
        ['one', 'y'],
        ['two', 'x'],
      ] as const) {
        await store.contents.publishVersion(organisation as OrganisationId, draft(id, { metadata }), morning);
        await store.contents.publishVersion(
          organisation as OrganisationId,
          draft(id, { metadata, edition: 'second' }),
          noon,
        );
      }
      await store.contents.publishVersion('two' as OrganisationId, draft('z'), noon);
      const listed = await store.libraries.listLibraries();
      expect(
        listed.map(({ machineName, minorVersion, length, dependents, contents, installed }) => ({
          name: `${machineName} 1.${minorVersion}`,
          length,
          dependents,
          contents,
          installed,
        })),
      ).toEqual([
        {
          name: 'Base 1.0',
          length: 7,
          dependents: [shown, named('Shown', 1, 1)],
          contents: 3,
          installed: morning,
        },
        { name: 'Editor 1.0', length: 0, dependents: [shown], contents: 0, installed: morning },
        { name: 'Shown 1.0', length: 0, dependents: [], contents: 3, installed: morning },
        { name: 'Shown 1.1', length: 0, dependents: [], contents: 0, installed: morning },
      ]);
    });

    test('name the blobs of their files, each once, and those of what has been replaced no more', async () => {
      await store.libraries.installLibrary(
        library(named('A'), { files: [file('a', 'a1'), file('b', 'a1'), file('c', 'b2')] }),
        morning,
      );
      await store.libraries.installLibrary(library(named('B'), { files: [file('a', 'a1')] }), morning);
      expect((await store.libraries.listLibraryBlobs()).toSorted()).toEqual(
        ['a1', 'b2'].map((each) => each.repeat(32)),
      );
      await store.libraries.installLibrary(library(named('A'), { patch: 1, files: [file('c', 'c3')] }), noon);
      expect((await store.libraries.listLibraryBlobs()).toSorted()).toEqual(
        ['a1', 'c3'].map((each) => each.repeat(32)),
      );
    });

    test('installed at the same moment end as the newest, whole', async () => {
      const patches = Array.from({ length: 8 }, (_, patch) =>
        library(named('H5P.A'), {
          patch,
          edition: `edition ${patch}`,
          files: [file('a.js', `a${patch}`), file(`only-${patch}.js`, `b${patch}`)],
        }),
      );
      await Promise.all(
        [...patches, ...patches.toReversed()].map((each) => store.libraries.installLibrary(each, morning)),
      );
      expect(await store.libraries.findLibrary(named('H5P.A'))).toEqual({ ...patches[7], installed: morning });
    });
  });

  describe(`libraries: ${name}, histories`, () => {
    let opened: { store: ContentStore; close: () => Promise<void> };
    beforeAll(async () => {
      opened = await open();
    });
    afterAll(() => opened.close());

    test('answer like the model, each command as often as it comes', async () => {
      const { store } = opened;
      let history = 0;
      const step = fc.record({
        library: fc.constantFrom('A', 'B', 'C'),
        minor: fc.nat(1),
        patch: fc.nat(2),
        edition: fc.constantFrom('1', '2'),
        files: fc.uniqueArray(fc.constantFrom('a1', 'b2', 'c3'), { maxLength: 3 }),
        preloaded: fc.uniqueArray(fc.constantFrom('A', 'B', 'C'), { maxLength: 2 }),
        isRepeated: fc.boolean(),
      });
      await fc.assert(
        fc.asyncProperty(fc.array(step, { maxLength: 20 }), async (steps) => {
          history += 1;
          const model = modelContentStore();
          const own = (machineName: string): string => `${machineName}${history}`;
          for (const { library: machineName, minor, patch, edition, files, preloaded, isRepeated } of steps) {
            const given = library(named(own(machineName), 1, minor), {
              patch,
              edition,
              files: files.map((pair) => file(`${pair}.js`, pair)),
              preloaded: preloaded.map((each) => named(own(each))),
            });
            const answer = await model.libraries.installLibrary(given, `${morning} ${patch}${edition}`);
            for (const target of isRepeated ? [store, store, model] : [store])
              expect(await target.libraries.installLibrary(given, `${morning} ${patch}${edition}`)).toEqual(answer);
            expect(await store.libraries.findLibrary(given)).toEqual(await model.libraries.findLibrary(given));
          }
          const listed = await store.libraries.listLibraries();
          expect(listed.filter(({ machineName }) => ['A', 'B', 'C'].map(own).includes(machineName))).toEqual(
            await model.libraries.listLibraries(),
          );
        }),
        { numRuns: 30, seed: 7 },
      );
    });
  });
}
