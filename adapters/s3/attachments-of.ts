import { join } from 'node:path';
import { type Configuration, LotseError } from '../../base/index.js';
import type { AttachmentStore } from '../../lrs/store/index.js';
import { attachmentFolder } from '../files/index.js';
import { attachmentBucket } from './attachment-bucket.js';

/**
 * Where the configuration says that attachments lie: a folder below the data folder, or a bucket.
 * @throws LotseError `invalid-configuration` where the bucket cannot be used as it is configured
 */
export async function attachmentsOf({
  data,
  attachments,
  s3Endpoint,
  s3Region,
  s3PathStyle,
  s3Key,
  s3Secret,
}: Configuration): Promise<AttachmentStore> {
  if (attachments === 'directory') return attachmentFolder(join(data, 'attachments'));
  if ((s3Key === '') !== (s3Secret === ''))
    throw new LotseError(
      'invalid-configuration',
      'LOTSE_S3_KEY and LOTSE_S3_SECRET belong together: set both, or neither.',
    );
  return attachmentBucket({
    ...attachments,
    region: s3Region,
    pathStyle: s3PathStyle,
    ...(s3Endpoint === '' ? {} : { endpoint: s3Endpoint }),
    ...(s3Key === '' ? {} : { credentials: { accessKeyId: s3Key, secretAccessKey: s3Secret } }),
  });
}
