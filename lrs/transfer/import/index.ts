export { fileCursor } from './cursor.js';
export { fileSource } from './file-source.js';
export { type ImportCounts, type ImportRequest, importStatements, type Refusal } from './import-statements.js';
export { lrsSource } from './lrs-source.js';
export type { ImportSource } from './source.js';
