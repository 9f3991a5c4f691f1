import type { Database } from 'better-sqlite3';
import {
  isSameLibrary,
  type Library,
  type LibraryDraft,
  type LibraryEntry,
  type LibraryFile,
  type LibraryName,
  namedLibraries,
  replacesLibrary,
} from '../../../h5p-content/store/index.js';
import { prepared } from '../engine/index.js';

const named = 'machine_name = ? AND major = ? AND minor = ?';
const columns =
  'machine_name AS machineName, major AS majorVersion, minor AS minorVersion, patch AS patchVersion, edition, installed, metadata';

const keyOf = ({ machineName, majorVersion, minorVersion }: LibraryName): [string, number, number] => [
  machineName,
  majorVersion,
  minorVersion,
];

type LibraryRow = Omit<Library, 'files'>;

function findRow(database: Database, name: LibraryName): LibraryRow | undefined {
  return prepared<unknown[], LibraryRow>(database, `SELECT ${columns} FROM library WHERE ${named}`).get(...keyOf(name));
}

function installLibrary(
  database: Database,
  { draft, now }: { readonly draft: LibraryDraft; readonly now: string },
): Pick<Library, 'edition' | 'installed'> {
  const there = findRow(database, draft);
  if (there !== undefined && !replacesLibrary(draft, there))
    return { edition: there.edition, installed: there.installed };
  const { patchVersion, edition, metadata, files } = draft;
  prepared(
    database,
    'INSERT OR REPLACE INTO library (machine_name, major, minor, patch, edition, installed, metadata) VALUES (?, ?, ?, ?, ?, ?, ?)',
  ).run(...keyOf(draft), patchVersion, edition, now, metadata);
  prepared(database, `DELETE FROM library_file WHERE ${named}`).run(...keyOf(draft));
  for (const { name, sha256, length } of files)
    prepared(
      database,
      'INSERT INTO library_file (machine_name, major, minor, name, hash, length) VALUES (?, ?, ?, ?, ?, ?)',
    ).run(...keyOf(draft), name, sha256, length);
  return { edition, installed: now };
}

export const libraryCommands = { installLibrary };

export const libraryQueries = {
  findLibrary: (database: Database, name: LibraryName): Library | undefined => {
    const row = findRow(database, name);
    if (row === undefined) return undefined;
    const files = prepared<unknown[], LibraryFile>(
      database,
      `SELECT name, hash AS sha256, length FROM library_file WHERE ${named} ORDER BY name`,
    ).all(...keyOf(name));
    return { ...row, files };
  },
  listLibraries: (database: Database): readonly LibraryEntry[] => {
    const rows = prepared<[], LibraryRow & { readonly length: number }>(
      database,
      `SELECT ${columns}, (
          SELECT coalesce(sum(length), 0) FROM library_file AS file
          WHERE file.machine_name = library.machine_name AND file.major = library.major AND file.minor = library.minor
        ) AS length
      FROM library ORDER BY machine_name, major, minor`,
    ).all();
    const needs = rows.map(({ machineName, majorVersion, minorVersion, metadata }) => ({
      name: { machineName, majorVersion, minorVersion },
      dependencies: namedLibraries(metadata),
    }));
    const contents = prepared<[], LibraryName & { readonly contents: number }>(
      database,
      `SELECT need.value ->> 'machineName' AS machineName, need.value ->> 'majorVersion' AS majorVersion, need.value ->> 'minorVersion' AS minorVersion,
        count(DISTINCT content.organisation || ' ' || content.id) AS contents
      FROM content_version AS content, json_each(content.metadata, '$.preloadedDependencies') AS need GROUP BY 1, 2, 3`,
    ).all();
    return rows.map((row) => ({
      ...row,
      dependents: needs
        .filter(({ dependencies }) => dependencies.some((each) => isSameLibrary(each, row)))
        .map(({ name }) => name),
      contents: contents.find((each) => isSameLibrary(each, row))?.contents ?? 0,
    }));
  },
  listLibraryBlobs: (database: Database): readonly string[] =>
    prepared<[], string>(database, 'SELECT DISTINCT hash FROM library_file').pluck().all(),
};
