export { attachmentBucket, type BucketPlace } from './attachment-bucket.js';
export { attachmentsOf } from './attachments-of.js';
