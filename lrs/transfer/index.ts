export { backUp, type Manifest, type MissingBlob, restore } from './backup/index.js';
export { exportedStatements, type ExportFormatName, exportFormats, withAttachments } from './export/index.js';
export { createForwarding, type Forwarding, type TargetStatus } from './forward/index.js';
export {
  openFileCursor,
  openFileSource,
  type ImportSource,
  importStatements,
  createLrsSource,
} from './import/index.js';
export { pruneAttachments } from './prune-attachments.js';
