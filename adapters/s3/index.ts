export { blobBucket, type BucketPlace } from './blob-bucket.js';
export { openBlobs } from './open-blobs.js';
