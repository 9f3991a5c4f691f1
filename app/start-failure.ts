import { type Configuration, LotseError, startError } from '../base/index.js';

/** What keeps Lotse from starting, said of the place that is configured: a bucket that is silent is no disk that is full. */
export function startFailure(caught: unknown, { attachments, s3Endpoint }: Configuration): unknown {
  if (attachments === 'directory' || !(caught instanceof LotseError) || caught.code !== 'store-unavailable')
    return caught;
  const { detail } = caught;
  if (detail?.startsWith('S3: ') !== true) return caught;
  const place = `s3://${attachments.bucket}${s3Endpoint === '' ? '' : ` (${s3Endpoint})`}`;
  return startError('store-unavailable', 'bucket-unreachable', { place }, { detail, cause: caught });
}
