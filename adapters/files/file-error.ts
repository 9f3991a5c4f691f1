import { codeOf, LotseError } from '../../base/index.js';

/** Whether a file or folder is not there. */
export function isMissing(caught: unknown): boolean {
  return ['ENOENT', 'ENOTDIR'].includes(codeOf(caught));
}

/** What a failure of the file system means to whoever asked: the disk is full, broken, or may not be written. */
export function fileError(caught: unknown): LotseError {
  if (caught instanceof LotseError) return caught;
  return new LotseError('store-unavailable', 'Files cannot be stored or read right now.', {
    detail: caught instanceof Error ? caught.message : String(caught),
    retryAfter: 5,
    cause: caught,
  });
}
