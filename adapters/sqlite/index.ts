import type { LrsStore } from '../../lrs/store/index.js';
import { accessStore } from './access.js';
import { documentStore } from './documents.js';
import type { SqliteEngine } from './engine/index.js';
import { forwardingStore } from './forwarding.js';
import { statementStore } from './statements.js';
import { streamStore } from './stream.js';

export { competencyStore } from './competency.js';
export { contentStore } from './content.js';
export { sqliteFile } from './file.js';
export { openSqlite, type SqliteEngine, type SqliteOptions } from './engine/index.js';
export { toolStore } from './tool.js';

/** The LRS's port on SQLite. */
export function lrsStore(engine: SqliteEngine): LrsStore {
  return {
    statements: statementStore(engine),
    documents: documentStore(engine),
    access: accessStore(engine),
    stream: streamStore(engine),
    forwarding: forwardingStore(engine),
  };
}
