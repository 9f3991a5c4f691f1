/** Name and version of an H5P library, as h5p.json names its dependencies: patches replace each other. */
export interface LibraryName {
  readonly machineName: string;
  readonly majorVersion: number;
  readonly minorVersion: number;
}

/** A file of a library. Its content is a blob under its SHA-256. */
export interface LibraryFile {
  /** Relative path with `/`, e.g. `language/de.json`. */
  readonly name: string;
  /** Lower-case hex. */
  readonly sha256: string;
  /** Octets. */
  readonly length: number;
}

/** A library about to be installed; the blobs of its files are kept by then. */
export interface LibraryDraft extends LibraryName {
  readonly patchVersion: number;
  /** library.json as it came, JSON text. */
  readonly metadata: string;
  readonly files: readonly LibraryFile[];
  /** Distinguishes it from any other, e.g. a hash over all its files. */
  readonly edition: string;
}

/** A library of this installation. */
export interface Library extends LibraryDraft {
  /** When this edition was installed, ISO 8601 UTC with milliseconds. */
  readonly installed: string;
}

/** The part of a library that lists show. */
export interface LibraryEntry extends Omit<Library, 'files'> {
  /** Octets of all its files. */
  readonly length: number;
  /** Installed libraries that name it among their dependencies of any kind, by name and version. */
  readonly dependents: readonly LibraryName[];
  /** Number of contents, of all organisations, that name it in the metadata of one of their versions. */
  readonly contents: number;
}

/** Commands of libraries. Each call is atomic, and durable when it returns. */
export interface LibraryCommands {
  /**
   * Installs a library with all its files, in place of an older patch of the same version; see `replacesLibrary`. What is
   * not older stays. Nobody ever sees a part of it. Repeating it changes nothing and answers the same.
   * @returns the edition that is installed then, and since when
   */
  installLibrary(draft: LibraryDraft, now: string): Promise<Pick<Library, 'edition' | 'installed'>>;
}

/** Queries of libraries. */
export interface LibraryQueries {
  /** A library with the names of its files, in Unicode code point order. */
  findLibrary(name: LibraryName): Promise<Library | undefined>;
  /** Every library, by machine name in Unicode code point order, then by version. */
  listLibraries(): Promise<readonly LibraryEntry[]>;
  /** SHA-256 of every file of every library, each once. */
  listLibraryBlobs(): Promise<readonly string[]>;
}
