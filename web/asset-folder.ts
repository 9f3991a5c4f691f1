import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join, normalize, sep } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';

/** Content encodings of a response. */
export type Encoding = 'br' | 'gzip' | 'identity';

/** A file of the program: small, public, never changing at run time. */
export interface Asset {
  readonly contentType: string;
  /** Start of the content's SHA-256, hex: makes its address unique. */
  readonly hash: string;
  /** The bytes in this encoding; compressed once. */
  bytes(encoding: Encoding): Promise<Uint8Array>;
  readonly compressible: boolean;
}

const contentTypes: Readonly<Record<string, string>> = {
  js: 'text/javascript; charset=utf-8',
  css: 'text/css; charset=utf-8',
  json: 'application/json; charset=utf-8',
  svg: 'image/svg+xml',
  png: 'image/png',
  jpg: 'image/jpeg',
  jpeg: 'image/jpeg',
  gif: 'image/gif',
  webp: 'image/webp',
  woff2: 'font/woff2',
  woff: 'font/woff',
  ttf: 'font/ttf',
  eot: 'application/vnd.ms-fontobject',
};
const compressibleTypes = /^(?:text\/|application\/json|image\/svg|font\/ttf|application\/vnd\.ms-fontobject)/;

const compress: Readonly<Record<Exclude<Encoding, 'identity'>, (bytes: Uint8Array) => Promise<Uint8Array>>> = {
  br: (bytes) => promisify(brotliCompress)(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } }),
  gzip: (bytes) => promisify(gzip)(bytes, { level: 9 }),
};

/** The Content-Type of a file of the program by its name; `undefined` for a kind that is not served. */
export function assetTypeOf(path: string): string | undefined {
  return contentTypes[path.slice(path.lastIndexOf('.') + 1).toLowerCase()];
}

/** The hash of a file's content for its address. @param sha256 hex */
export function assetHash(sha256: string): string {
  return sha256.slice(0, 12);
}

/** Creates an asset with this content. */
export function createAsset(contentType: string, content: Uint8Array): Asset {
  const encodings = new Map<Encoding, Promise<Uint8Array>>([['identity', Promise.resolve(content)]]);
  return {
    contentType,
    compressible: compressibleTypes.test(contentType),
    hash: assetHash(createHash('sha256').update(content).digest('hex')),
    bytes: (encoding) => {
      let bytes = encodings.get(encoding);
      if (bytes === undefined && encoding !== 'identity')
        encodings.set(encoding, (bytes = compress[encoding](content)));
      return bytes ?? Promise.resolve(content);
    },
  };
}

/** Files of one folder, read once and cached. */
export interface AssetFolder {
  /** The file at this relative path; `undefined` if there is none, or none of a kind that is served. */
  find(path: string): Promise<Asset | undefined>;
}

/**
 * Serves files from a folder of the program from memory, because they are few and small, and needed by every
 * player. Only a plain path is looked up: no `..`, no hidden file, no unknown extension.
 */
export function openAssetFolder(root: string): AssetFolder {
  const cache = new Map<string, Promise<Asset | undefined>>();
  const read = async (path: string, contentType: string): Promise<Asset | undefined> => {
    try {
      return createAsset(contentType, await readFile(join(root, path)));
    } catch (caught) {
      cache.delete(path);
      const code = (caught as NodeJS.ErrnoException).code;
      if (code === 'ENOENT' || code === 'EISDIR' || code === 'ENOTDIR') return undefined;
      throw caught;
    }
  };
  return {
    async find(path) {
      const contentType = assetTypeOf(path);
      if (
        contentType === undefined ||
        !/^[\w-][\w.-]*(?:\/[\w-][\w.-]*)*$/.test(path) ||
        normalize(path).split(sep).includes('..')
      )
        return undefined;
      let asset = cache.get(path);
      if (asset === undefined) cache.set(path, (asset = read(path, contentType)));
      return asset;
    },
  };
}
