import { codeOf, LotseError } from '../../base/index.js';

/** True if a file or folder does not exist. */
export function isFileMissing(caught: unknown): boolean {
  return ['ENOENT', 'ENOTDIR'].includes(codeOf(caught));
}

/** Translates an error of the file system: the disk is full, broken, or may not be written. */
export function fileError(caught: unknown): LotseError {
  if (caught instanceof LotseError) return caught;
  return new LotseError('store-unavailable', 'Files cannot be stored or read right now.', {
    detail: caught instanceof Error ? caught.message : String(caught),
    retryAfter: 5,
    cause: caught,
  });
}
