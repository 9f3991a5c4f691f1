export { backUp } from './back-up.js';
export type { MissingBlob } from './check-blobs.js';
export type { Manifest } from './manifest.js';
export { restore } from './restore.js';
export { verifyBackup } from './verify.js';
