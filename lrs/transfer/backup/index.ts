export { backUp } from './back-up.js';
export type { MissingAttachment } from './check-attachments.js';
export type { Manifest } from './manifest.js';
export { restore } from './restore.js';
export { verifyBackup } from './verify.js';
