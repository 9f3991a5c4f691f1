import { dirname, join } from 'node:path';
import type { BlobStore } from '../../base/index.js';
import type { LrsStore } from '../../lrs/store/index.js';
import { blobFolder } from '../files/index.js';
import { accessStore } from './access.js';
import { activityStore } from './activities.js';
import { documentStore } from './documents.js';
import { forwardingStore } from './forwarding.js';
import { leaseStore } from './leases.js';
import type { SqliteEngine } from './open.js';
import { statementStore } from './statements.js';
import { streamStore } from './stream.js';

/**
 * The LRS's port on SQLite.
 * @param attachments where attachment data lies; left out: the folder `attachments` beside the database
 */
export function lrsStore(
  engine: SqliteEngine,
  attachments: BlobStore = blobFolder(join(dirname(engine.path), 'attachments')),
): LrsStore {
  return {
    statements: statementStore(engine),
    activities: activityStore(engine),
    attachments,
    documents: documentStore(engine),
    access: accessStore(engine),
    stream: streamStore(engine),
    forwarding: forwardingStore(engine),
    leases: leaseStore(engine),
  };
}
