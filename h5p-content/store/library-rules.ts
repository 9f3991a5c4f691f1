import type { LibraryDraft, LibraryName } from './libraries.js';

/**
 * Says if a library takes the place of the one that is installed under its name and version: where its patch is newer,
 * or if the same patch has been built anew.
 */
export function replacesLibrary(
  offered: Pick<LibraryDraft, 'patchVersion' | 'edition'>,
  installed: Pick<LibraryDraft, 'patchVersion' | 'edition'> | undefined,
): boolean {
  if (installed === undefined) return true;
  if (offered.patchVersion !== installed.patchVersion) return offered.patchVersion > installed.patchVersion;
  return offered.edition !== installed.edition;
}

const dependencyLists = ['preloadedDependencies', 'dynamicDependencies', 'editorDependencies'] as const;

/** The libraries that a library.json or h5p.json names, of the given kinds, each once. */
export function namedLibraries(
  metadata: string,
  lists: readonly (typeof dependencyLists)[number][] = dependencyLists,
): readonly LibraryName[] {
  const parsed = JSON.parse(metadata) as Partial<Record<string, readonly LibraryName[]>>;
  const named = new Map<string, LibraryName>();
  for (const list of lists) {
    for (const { machineName, majorVersion, minorVersion } of parsed[list] ?? [])
      named.set(`${machineName} ${majorVersion} ${minorVersion}`, { machineName, majorVersion, minorVersion });
  }
  return [...named.values()];
}

/** Tells if two names mean the same library in the same version. */
export function isSameLibrary(one: LibraryName, other: LibraryName): boolean {
  return (
    one.machineName === other.machineName &&
    one.majorVersion === other.majorVersion &&
    one.minorVersion === other.minorVersion
  );
}
