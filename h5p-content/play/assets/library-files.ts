import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ILibraryMetadata } from '@lumieducation/h5p-server';
import { z } from 'zod';
import { LotseError } from '../../../base/index.js';
import { type Asset, assetFolder } from '../../../web/index.js';
import type { LibraryName } from '../../store/index.js';
import { libraryFolder } from '../urls.js';

const path = z.array(z.object({ path: z.string() }));
const dependency = z.object({
  machineName: z.string(),
  majorVersion: z.number().int(),
  minorVersion: z.number().int(),
});
const libraryJson = z.looseObject({
  machineName: z.string(),
  majorVersion: z.number().int(),
  minorVersion: z.number().int(),
  patchVersion: z.number().int(),
  title: z.string(),
  runnable: z.union([z.literal(0), z.literal(1), z.boolean()]),
  preloadedJs: path.optional(),
  preloadedCss: path.optional(),
  preloadedDependencies: z.array(dependency).optional(),
});

/** One library with its files. */
export interface Library {
  readonly metadata: ILibraryMetadata;
  find(file: string): Promise<Asset | undefined>;
}

/** The H5P libraries that this installation has. */
export interface LibraryFiles {
  /** `undefined` where it is not installed. */
  find(name: LibraryName): Promise<Library | undefined>;
  names(): Promise<readonly LibraryName[]>;
}

const folderName = /^([\w-]+(?:\.[\w-]+)*)-(\d+)\.(\d+)$/;

/** Reads `{machine name}-{major}.{minor}` back; `undefined` where the text is no such name. */
export function libraryName(folder: string): LibraryName | undefined {
  const match = folderName.exec(folder);
  return match === null
    ? undefined
    : { machineName: match[1]!, majorVersion: Number(match[2]), minorVersion: Number(match[3]) };
}

/** Libraries built into a folder, one folder per library. Each is read once and kept. */
export function libraryFiles(root: string): LibraryFiles {
  const kept = new Map<string, Promise<Library | undefined>>();
  const read = async (folder: string): Promise<Library | undefined> => {
    let text: string;
    try {
      text = await readFile(join(root, folder, 'library.json'), 'utf8');
    } catch (caught) {
      kept.delete(folder);
      if ((caught as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
      throw caught;
    }
    const parsed = libraryJson.safeParse(JSON.parse(text));
    if (!parsed.success)
      throw new LotseError('internal', 'A content type of this installation is broken.', {
        detail: `${folder}/library.json: ${parsed.error.message}`,
      });
    return { metadata: parsed.data as unknown as ILibraryMetadata, ...assetFolder(join(root, folder)) };
  };
  return {
    async find(name) {
      const folder = libraryFolder(name);
      if (!folderName.test(folder)) return undefined;
      let library = kept.get(folder);
      if (library === undefined) kept.set(folder, (library = read(folder)));
      return library;
    },
    async names() {
      const entries = await readdir(root, { withFileTypes: true }).catch((caught: NodeJS.ErrnoException) => {
        if (caught.code === 'ENOENT') return [];
        throw caught;
      });
      return entries
        .filter((entry) => entry.isDirectory())
        .map((entry) => libraryName(entry.name))
        .filter((name) => name !== undefined);
    },
  };
}
