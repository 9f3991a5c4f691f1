import { type Configuration, LotseError, startError } from '../base/index.js';

/** The error of a failed start, in terms of the configured place: a silent bucket is not a full disk. */
export function startFailure(caught: unknown, { attachments, s3Endpoint }: Configuration): unknown {
  if (attachments === 'directory' || !(caught instanceof LotseError) || caught.code !== 'store-unavailable')
    return caught;
  const { detail } = caught;
  if (detail?.startsWith('S3: ') !== true) return caught;
  const place = `s3://${attachments.bucket}${s3Endpoint === '' ? '' : ` (${s3Endpoint})`}`;
  return startError('store-unavailable', 'bucket-unreachable', { place }, { detail, cause: caught });
}
