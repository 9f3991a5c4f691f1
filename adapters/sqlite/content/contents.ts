import type { Database } from 'better-sqlite3';
import type {
  CatalogueEntry,
  ContentBlob,
  ContentDescription,
  ContentDraft,
  ContentFile,
  ContentVersion,
  PublishedVersion,
} from '../../../h5p-content/store/index.js';
import type { OrganisationId } from '../../../lrs/store/index.js';
import { prepared } from '../engine/index.js';

interface DescriptionRow {
  readonly description: string;
  readonly version: number;
  readonly published: string;
}

function entryOf(row: DescriptionRow): CatalogueEntry {
  return { ...(JSON.parse(row.description) as ContentDescription), version: row.version, published: row.published };
}

/** The number of a content's current version; `undefined` if there is no such content. */
export function currentVersion(database: Database, organisation: string, id: string): number | undefined {
  return (
    prepared<[string, string], number | null>(
      database,
      'SELECT MAX(version) FROM content_version WHERE organisation = ? AND id = ?',
    )
      .pluck()
      .get(organisation, id) ?? undefined
  );
}

interface Publication {
  readonly organisation: string;
  readonly draft: ContentDraft;
  readonly now: string;
}

function publishVersion(database: Database, { organisation, draft, now }: Publication): PublishedVersion {
  const existing = prepared<[string, string, string], PublishedVersion>(
    database,
    'SELECT version, published FROM content_version WHERE organisation = ? AND id = ? AND edition = ?',
  ).get(organisation, draft.id, draft.edition);
  if (existing !== undefined) return existing;
  const version = (currentVersion(database, organisation, draft.id) ?? 0) + 1;
  const { parameters, metadata, files, edition, ...description } = draft;
  prepared(
    database,
    `INSERT INTO content_version (organisation, id, version, edition, published, title, description, metadata, parameters)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  ).run(organisation, draft.id, version, edition, now, draft.title, JSON.stringify(description), metadata, parameters);
  for (const { name, contentType, sha256, length } of files) {
    prepared(
      database,
      'INSERT INTO content_file (organisation, content, version, name, content_type, hash, length) VALUES (?, ?, ?, ?, ?, ?, ?)',
    ).run(organisation, draft.id, version, name, contentType, sha256, length);
  }
  return { version, published: now };
}

interface VersionAddress {
  readonly organisation: string;
  readonly id: string;
  readonly version: number;
}

const fileColumns = 'name, content_type AS contentType, hash AS sha256, length';
const ofVersion = 'organisation = ? AND content = ? AND version = ?';

export const contentCommands = {
  publishVersion,
  /** Forgets a file that lay in the database and has been moved to the blobs. */
  forgetMovedFile: (database: Database, { organisation, sha256 }: ContentBlob): void => {
    prepared(database, 'DELETE FROM content_blob WHERE organisation = ? AND hash = ?').run(organisation, sha256);
  },
};

export const contentQueries = {
  listContents: (database: Database, { organisation }: { organisation: string }): readonly CatalogueEntry[] =>
    prepared<[string], DescriptionRow>(
      database,
      `SELECT description, version, published FROM content_version AS shown WHERE organisation = ?
        AND NOT EXISTS (SELECT 1 FROM content_version AS later WHERE later.organisation = shown.organisation AND later.id = shown.id AND later.version > shown.version)
        ORDER BY title, id`,
    )
      .all(organisation)
      .map(entryOf),
  findContent: (
    database: Database,
    { organisation, id }: { organisation: string; id: string },
  ): CatalogueEntry | undefined => {
    const row = prepared<[string, string], DescriptionRow>(
      database,
      'SELECT description, version, published FROM content_version WHERE organisation = ? AND id = ? ORDER BY version DESC LIMIT 1',
    ).get(organisation, id);
    return row === undefined ? undefined : entryOf(row);
  },
  findVersion: (database: Database, { organisation, id, version }: VersionAddress): ContentVersion | undefined => {
    const row = prepared<unknown[], DescriptionRow & { parameters: string; metadata: string }>(
      database,
      'SELECT description, version, published, parameters, metadata FROM content_version WHERE organisation = ? AND id = ? AND version = ?',
    ).get(organisation, id, version);
    return row === undefined ? undefined : { ...entryOf(row), parameters: row.parameters, metadata: row.metadata };
  },
  findFile: (
    database: Database,
    { organisation, id, version, name }: VersionAddress & { name: string },
  ): ContentFile | undefined =>
    prepared<unknown[], ContentFile>(
      database,
      `SELECT ${fileColumns} FROM content_file WHERE ${ofVersion} AND name = ?`,
    ).get(organisation, id, version, name),
  listFiles: (database: Database, { organisation, id, version }: VersionAddress): readonly ContentFile[] =>
    prepared<unknown[], ContentFile>(
      database,
      `SELECT ${fileColumns} FROM content_file WHERE ${ofVersion} ORDER BY name`,
    ).all(organisation, id, version),
  listContentBlobs: (database: Database): readonly ContentBlob[] =>
    prepared<[], ContentBlob>(database, 'SELECT DISTINCT organisation, hash AS sha256 FROM content_file').all(),
  /** Files that still lie in the database. */
  listUnmovedFiles: (database: Database): readonly ContentBlob[] =>
    prepared<[], ContentBlob>(database, 'SELECT organisation, hash AS sha256 FROM content_blob').all(),
  findUnmovedFile: (
    database: Database,
    { organisation, sha256 }: { organisation: OrganisationId; sha256: string },
  ): Uint8Array | undefined =>
    prepared<[string, string], Buffer>(database, 'SELECT bytes FROM content_blob WHERE organisation = ? AND hash = ?')
      .pluck()
      .get(organisation, sha256),
};
