import type { AccessCommands, AccessQueries } from './access.js';
import type { ActivityQueries } from './activities.js';
import type { AttachmentStore } from './attachments.js';
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
  readonly attachments: AttachmentStore;
  readonly documents: DocumentCommands & DocumentQueries;
  readonly access: AccessCommands & AccessQueries;
  readonly stream: StreamQueries;
  readonly forwarding: ForwardingCommands & ForwardingQueries;
  readonly leases: LeaseCommands;
}
