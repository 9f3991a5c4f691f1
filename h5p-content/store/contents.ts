import type { OrganisationId } from '../../lrs/index.js';
import type { LibraryName } from './libraries.js';

/** The kind of a content: a short unit, or a case to work on. */
export type ContentKind = 'unit' | 'case';

/** A competency that a content counts for, and the most that it can show by itself. */
export interface CompetencyTag {
  /** Id of the framework, e.g. `lotse`. */
  readonly framework: string;
  /** Code in that framework, e.g. `D1`. */
  readonly code: string;
  /** 1 to 4; levels above 2 need a person's confirmation, so contents stay below. */
  readonly level: number;
}

/** The part of a content that lists show: the description of one of its versions. */
export interface ContentDescription {
  /** Stable over all versions; part of the activity IRI. */
  readonly id: string;
  readonly kind: ContentKind;
  readonly title: string;
  /** BCP 47, e.g. `de`. */
  readonly language: string;
  /** One or two sentences. */
  readonly summary: string;
  /** The estimated duration, in minutes. */
  readonly minutes: number;
  readonly competencies: readonly CompetencyTag[];
  readonly mainLibrary: LibraryName;
  /** Title and summary for readers of other languages, by BCP 47 tag; the content itself is in `language` alone. */
  readonly translations: Readonly<Record<string, { readonly title: string; readonly summary: string }>>;
}

/** A description with the place it has in its content's history. */
export interface CatalogueEntry extends ContentDescription {
  /** A whole number from 1. */
  readonly version: number;
  /** When this version was published, ISO 8601 UTC with milliseconds. */
  readonly published: string;
}

/** The data of one version that the player needs besides its files. */
export interface ContentVersion extends CatalogueEntry {
  /** content.json: the parameters as JSON text. */
  readonly parameters: string;
  /** h5p.json: the metadata as JSON text. */
  readonly metadata: string;
}

/** A file that belongs to a version, e.g. a picture. Its content is a blob of the organisation under its SHA-256. */
export interface ContentFile {
  /** Relative path with `/`, e.g. `images/gespraech.jpg`. */
  readonly name: string;
  readonly contentType: string;
  /** Lower-case hex. */
  readonly sha256: string;
  /** Octets. */
  readonly length: number;
}

/** A version about to be published; the blobs of its files are kept by then. */
export interface ContentDraft extends ContentDescription {
  readonly parameters: string;
  readonly metadata: string;
  readonly files: readonly ContentFile[];
  /**
   * Distinguishes this edition from any other, e.g. a hash over all its parts: publishing an edition
   * that the content already has changes nothing.
   */
  readonly edition: string;
}

/** The version of an edition. */
export interface PublishedVersion {
  readonly version: number;
  /** When it was published, ISO 8601 UTC with milliseconds. */
  readonly published: string;
}

/** Commands of contents. */
export interface ContentCommands {
  /**
   * Publishes a draft as its content's next version (the first is 1), which becomes the current one. Earlier
   * versions stay readable, so that attempts on them can be continued. Atomic, and durable when it returns. An edition
   * that the content has already changes nothing, so that repeating it answers the same.
   * @returns the version that has this edition
   */
  publishVersion(organisation: OrganisationId, draft: ContentDraft, now: string): Promise<PublishedVersion>;
}

/** Queries of contents. */
export interface ContentQueries {
  /** The current version of every content, by title in Unicode code point order, then by id. */
  listContents(organisation: OrganisationId): Promise<readonly CatalogueEntry[]>;
  /** The current version of one content. */
  findContent(organisation: OrganisationId, id: string): Promise<CatalogueEntry | undefined>;
  /** A certain version. */
  findVersion(organisation: OrganisationId, id: string, version: number): Promise<ContentVersion | undefined>;
  /** A file of a certain version. */
  findFile(organisation: OrganisationId, id: string, version: number, name: string): Promise<ContentFile | undefined>;
  /** A version's files, by name in Unicode code point order. */
  listFiles(organisation: OrganisationId, id: string, version: number): Promise<readonly ContentFile[]>;
  /** The blobs of the files of all versions of all organisations, each once. */
  listContentBlobs(): Promise<readonly ContentBlob[]>;
}

/** A blob that a file of a content is. */
export interface ContentBlob {
  readonly organisation: OrganisationId;
  readonly sha256: string;
}
