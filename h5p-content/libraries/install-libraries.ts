import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { type BlobStore, type Clock, isoNow, libraryOwner, type Logger, LotseError } from '../../base/index.js';
import { type ContentStore, type LibraryDraft, type LibraryFile, replacesLibrary } from '../store/index.js';
import { libraryFolder, parseLibraryJson } from './library-json.js';

/** Dependencies of installing libraries. */
export interface InstallParts {
  readonly store: Pick<ContentStore, 'libraries'>;
  /** The store of library files. */
  readonly blobs: BlobStore;
  readonly clock: Clock;
  readonly logger: Logger;
}

async function describeFile(folder: string, name: string): Promise<LibraryFile> {
  const hash = createHash('sha256');
  let length = 0;
  for await (const piece of createReadStream(join(folder, name)) as AsyncIterable<Uint8Array>) {
    hash.update(piece);
    length += piece.byteLength;
  }
  return { name, sha256: hash.digest('hex'), length };
}

async function readLibraryFolder(folder: string): Promise<LibraryDraft> {
  const metadata = await readFile(join(folder, 'library.json'), 'utf8');
  const place = join(folder, 'library.json');
  const { machineName, majorVersion, minorVersion, patchVersion } = parseLibraryJson(metadata, place);
  const name = { machineName, majorVersion, minorVersion };
  if (!folder.endsWith(libraryFolder(name)))
    throw new LotseError('invalid-document', `${place} names another library than its folder.`, { path: place });
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const names = entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .sort();
  const files: LibraryFile[] = [];
  for (const each of names) files.push(await describeFile(folder, each));
  const edition = createHash('sha256')
    .update(JSON.stringify(files.map(({ name: file, sha256 }) => [file, sha256])))
    .digest('hex');
  return { ...name, patchVersion, metadata, files, edition };
}

/**
 * Installs the libraries of a folder, one folder `{machine name}-{major}.{minor}` each, if they are newer than the
 * installed ones; harmless otherwise. Files are stored before the library that refers to them, and a library is there
 * with all of them or not at all. A broken one is logged and left out.
 * @throws LotseError `store-unavailable`
 */
export async function installLibraries({ store, blobs, clock, logger }: InstallParts, root: string): Promise<void> {
  const entries = await readdir(root, { withFileTypes: true }).catch((caught: NodeJS.ErrnoException) => {
    if (caught.code === 'ENOENT') return [];
    throw caught;
  });
  for (const folder of entries.filter((entry) => entry.isDirectory()).map((entry) => join(root, entry.name))) {
    try {
      const draft = await readLibraryFolder(folder);
      if (!replacesLibrary(draft, await store.libraries.findLibrary(draft))) continue;
      await Promise.all(
        draft.files.map(({ name, sha256 }) =>
          blobs.putBlob(libraryOwner, createReadStream(join(folder, name)), sha256),
        ),
      );
      await store.libraries.installLibrary(draft, isoNow(clock));
      logger.info({ library: libraryFolder(draft), patch: draft.patchVersion }, 'A content type was installed.');
    } catch (caught) {
      if (!(caught instanceof LotseError) || caught.code !== 'invalid-document') throw caught;
      logger.error({ folder, message: caught.message }, 'A content type of this installation is broken.');
    }
  }
}
