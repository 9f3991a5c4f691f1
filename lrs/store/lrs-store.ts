import type { BlobStore } from '../../base/index.js';
import type { AccessCommands, AccessQueries } from './access.js';
import type { ActivityQueries } from './activities.js';
import type { DocumentCommands, DocumentQueries } from './documents.js';
import type { ForwardingCommands, ForwardingQueries } from './forwarding.js';
import type { LeaseCommands } from './leases.js';
import type { StatementCommands, StatementQueries } from './statements.js';
import type { StreamQueries } from './stream.js';

/**
 * The LRS's port to its store: what it asks for, never how. Every adapter passes the same contract suite
 * (`tests/contract/`) and answers like the model in `tests/support/`.
 */
export interface LrsStore {
  readonly statements: StatementCommands & StatementQueries;
  readonly activities: ActivityQueries;
  /**
   * The data of attachments, under the hash by which statements name it; durable before the statement is. The owner is
   * the organisation. It is a port of its own, since it can lie elsewhere than all else.
   */
  readonly attachments: BlobStore;
  readonly documents: DocumentCommands & DocumentQueries;
  readonly access: AccessCommands & AccessQueries;
  readonly stream: StreamQueries;
  readonly forwarding: ForwardingCommands & ForwardingQueries;
  readonly leases: LeaseCommands;
}
