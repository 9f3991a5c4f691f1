export { openFileCursor } from './cursor.js';
export { openFileSource } from './file-source.js';
export { type ImportCounts, type ImportRequest, importStatements, type ImportRefusal } from './import-statements.js';
export { createLrsSource } from './lrs-source.js';
export type { ImportSource } from './source.js';
