export { backUp, type BackupRequest } from './back-up.js';
export { restore, type RestoreRequest } from './restore.js';
export { verifyBackup } from './verify.js';
export type { MissingAttachment } from './check-attachments.js';
export type { Manifest } from './manifest.js';
