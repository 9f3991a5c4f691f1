import { join } from 'node:path';
import { type BlobPlaces, type Configuration, LotseError } from '../../base/index.js';
import { blobFolder } from '../files/index.js';
import { blobBuckets } from './blob-bucket.js';

/** Configuration of blobs. */
export type BlobSettings = Pick<
  Configuration,
  'data' | 'attachments' | 's3Endpoint' | 's3Region' | 's3PathStyle' | 's3Key' | 's3Secret'
>;

/**
 * The places of blobs that the configuration names: folders below the data folder, or a bucket.
 * @throws LotseError `invalid-configuration` if the bucket cannot be used as it is configured
 */
export async function openBlobs({
  data,
  attachments,
  s3Endpoint,
  s3Region,
  s3PathStyle,
  s3Key,
  s3Secret,
}: BlobSettings): Promise<BlobPlaces> {
  if (attachments === 'directory')
    return {
      attachments: blobFolder(join(data, 'attachments')),
      contents: blobFolder(join(data, 'blobs', 'contents')),
      libraries: blobFolder(join(data, 'blobs', 'libraries')),
    };
  if ((s3Key === '') !== (s3Secret === ''))
    throw new LotseError(
      'invalid-configuration',
      'LOTSE_S3_KEY and LOTSE_S3_SECRET belong together: set both, or neither.',
    );
  return blobBuckets(
    {
      ...attachments,
      region: s3Region,
      pathStyle: s3PathStyle,
      ...(s3Endpoint === '' ? {} : { endpoint: s3Endpoint }),
      ...(s3Key === '' ? {} : { credentials: { accessKeyId: s3Key, secretAccessKey: s3Secret } }),
    },
    // No owner's key has two slashes, so that what lies below `blobs/` is nobody's attachment.
    { attachments: '', contents: 'blobs/contents/', libraries: 'blobs/libraries/' },
  );
}
