import { type BlobStore, libraryOwner, LotseError, type StoredBlob } from '../../base/index.js';
import { type Asset, assetHash, assetTypeOf, createAsset } from '../../web/index.js';
import type { ContentStore, LibraryFile, LibraryName } from '../store/index.js';
import { AssetCache } from './asset-cache.js';
import { libraryFolder, type LibraryJson, parseLibraryJson } from './library-json.js';

/** A file of an installed library. */
export interface InstalledFile {
  readonly contentType: string;
  readonly sha256: string;
  /** Octets. */
  readonly length: number;
  /** The hash of its content in its address. */
  readonly hash: string;
  /** The file, to be sent compressed; `undefined` if it is too large for the cache. */
  asset(): Promise<Asset> | undefined;
  /** The file, to be read as it is. */
  open(): Promise<StoredBlob>;
}

/** An installed library with its files. */
export interface InstalledLibrary {
  readonly metadata: LibraryJson;
  /** A file of a kind that browsers may load. */
  find(file: string): InstalledFile | undefined;
}

/** The installed H5P libraries. */
export interface InstalledLibraries {
  /** `undefined` if it is not installed. */
  find(name: LibraryName): Promise<InstalledLibrary | undefined>;
  names(): Promise<readonly LibraryName[]>;
}

/** Largest file in the cache, in bytes. */
const maxKeptFile = 2 * 1024 * 1024;
/** Total size of the cache, in bytes. */
const maxKept = 32 * 1024 * 1024;

/** The libraries of a store. Files never change under their hash, so those needed often are cached. */
export function createInstalledLibraries(store: Pick<ContentStore, 'libraries'>, blobs: BlobStore): InstalledLibraries {
  const cache = new AssetCache(maxKept);

  const open = async (library: LibraryName, { name, sha256 }: LibraryFile): Promise<StoredBlob> => {
    const blob = await blobs.findBlob(libraryOwner, sha256);
    if (blob === undefined)
      throw new LotseError('internal', 'A content type of this installation is broken.', {
        detail: `${libraryFolder(library)}/${name}: its blob is missing`,
      });
    return blob;
  };
  const load = async (blob: StoredBlob, contentType: string): Promise<Asset> => {
    const pieces: Uint8Array[] = [];
    for await (const piece of blob.read()) pieces.push(piece);
    return createAsset(contentType, Buffer.concat(pieces));
  };
  const installedFile = (library: LibraryName, file: LibraryFile, contentType: string): InstalledFile => {
    const { sha256, length } = file;
    return {
      contentType,
      sha256,
      length,
      hash: assetHash(sha256),
      open: () => open(library, file),
      asset: () =>
        length > maxKeptFile
          ? undefined
          : // Twice: compressed for those that take brotli, and for those that do not.
            cache.get(`${contentType} ${sha256}`, length * 2, async () => load(await open(library, file), contentType)),
    };
  };

  return {
    async find(name) {
      const library = await store.libraries.findLibrary(name);
      if (library === undefined) return undefined;
      const files = new Map(library.files.map((file) => [file.name, file]));
      return {
        metadata: parseLibraryJson(library.metadata, `${libraryFolder(name)}/library.json`),
        find(path) {
          const file = files.get(path);
          const contentType = assetTypeOf(path);
          return file === undefined || contentType === undefined ? undefined : installedFile(name, file, contentType);
        },
      };
    },
    names: async () =>
      (await store.libraries.listLibraries()).map(({ machineName, majorVersion, minorVersion }) => ({
        machineName,
        majorVersion,
        minorVersion,
      })),
  };
}

/** The same libraries, each read once: a consistent view for one page, whatever is installed meanwhile. */
export function cacheLibraries(libraries: InstalledLibraries): InstalledLibraries {
  const read = new Map<string, Promise<InstalledLibrary | undefined>>();
  return {
    find(name) {
      const folder = libraryFolder(name);
      const cached = read.get(folder) ?? libraries.find(name);
      read.set(folder, cached);
      return cached;
    },
    names: () => libraries.names(),
  };
}
