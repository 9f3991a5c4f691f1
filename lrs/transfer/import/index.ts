export { fileCursor, type ImportCursor } from './cursor.js';
export { fileSource } from './file-source.js';
export { importStatements, type ImportCounts, type ImportRequest, type Refusal } from './import-statements.js';
export { lrsSource, type Patience, type RemoteLrs } from './lrs-source.js';
export type { ImportItem, ImportSource } from './source.js';
