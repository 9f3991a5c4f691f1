export * from './backup/index.js';
export * from './export/index.js';
export * from './forward/index.js';
export * from './import/index.js';
export { pruneAttachments, type PruneRequest, type Pruned } from './prune-attachments.js';
