import type {
  ContentDraft,
  ContentStore,
  Library,
  LibraryEntry,
  LibraryName,
} from '../../../h5p-content/store/index.js';
import type { OrganisationId } from '../../../lrs/store/index.js';

type Metadata = Partial<Record<string, readonly LibraryName[]>>;

const textOf = ({ machineName, majorVersion, minorVersion }: LibraryName): string =>
  `${machineName} ${majorVersion}.${minorVersion}`;
const nameOf = ({ machineName, majorVersion, minorVersion }: LibraryName): LibraryName => ({
  machineName,
  majorVersion,
  minorVersion,
});
const byCodePoint = (left: string, right: string): number => Buffer.compare(Buffer.from(left), Buffer.from(right));

function namesIn(metadata: string, ...lists: readonly string[]): readonly string[] {
  const parsed = JSON.parse(metadata) as Metadata;
  return lists.flatMap((list) => parsed[list] ?? []).map(textOf);
}

/** The libraries of the model, and who needs them. */
export function libraryModel(
  versions: () => readonly { readonly organisation: OrganisationId; readonly draft: ContentDraft }[],
): ContentStore['libraries'] {
  const installed: Library[] = [];
  return {
    async installLibrary(draft, now) {
      const index = installed.findIndex((each) => textOf(each) === textOf(draft));
      const there = installed[index];
      const isOlder =
        there === undefined ||
        there.patchVersion < draft.patchVersion ||
        (there.patchVersion === draft.patchVersion && there.edition !== draft.edition);
      if (!isOlder) return { edition: there.edition, installed: there.installed };
      if (index !== -1) installed.splice(index, 1);
      installed.push({ ...draft, installed: now });
      return { edition: draft.edition, installed: now };
    },
    async findLibrary(name) {
      const found = installed.find((each) => textOf(each) === textOf(name));
      return found === undefined
        ? undefined
        : { ...found, files: found.files.toSorted((left, right) => byCodePoint(left.name, right.name)) };
    },
    async listLibraries() {
      const sorted = installed.toSorted(
        (left, right) =>
          byCodePoint(left.machineName, right.machineName) ||
          left.majorVersion - right.majorVersion ||
          left.minorVersion - right.minorVersion,
      );
      return sorted.map(({ files, ...library }): LibraryEntry => {
        const users = versions().filter(({ draft }) =>
          namesIn(draft.metadata, 'preloadedDependencies').includes(textOf(library)),
        );
        return {
          ...library,
          length: files.reduce((sum, { length }) => sum + length, 0),
          dependents: sorted
            .filter(({ metadata }) =>
              namesIn(metadata, 'preloadedDependencies', 'dynamicDependencies', 'editorDependencies').includes(
                textOf(library),
              ),
            )
            .map(nameOf),
          contents: new Set(users.map(({ organisation, draft }) => `${organisation} ${draft.id}`)).size,
        };
      });
    },
    async listLibraryBlobs() {
      return [...new Set(installed.flatMap(({ files }) => files.map(({ sha256 }) => sha256)))];
    },
  };
}
