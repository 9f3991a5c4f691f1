export {
  type AccessCommands,
  type AccessQueries,
  type Credential,
  type Grant,
  type Organisation,
  type Scope,
  scopes,
} from './access.js';
export { isSameCredential, isSameGrant, rotatedCredential } from './access-rules.js';
export type { ActivityQueries } from './activities.js';
export type { NamedFile, RestoringStore, StoreBackup, StoreCopy, StoreFacts } from './backup.js';
export { allowsClearing, putOutcome, removalOutcome } from './document-rules.js';
export type {
  DocumentCollection,
  DocumentCommands,
  DocumentOutcome,
  DocumentQueries,
  ExpectedDocument,
  StoredDocument,
} from './documents.js';
export { forwardStepStanding, isSameTarget } from './forwarding-rules.js';
export type {
  DeadLetter,
  ForwardingCommands,
  ForwardingQueries,
  ForwardProgress,
  ForwardStep,
  ForwardTarget,
} from './forwarding.js';
export { type AgentKey, type OrganisationId, organisationId, type Position } from './identifiers.js';
export type { StoreHealth } from './health.js';
export type { Lease, LeaseCommands } from './leases.js';
export type { LrsStore } from './lrs-store.js';
export { mergedDefinition } from './merged-definition.js';
export { pagesOf } from './pages-of.js';
export {
  type AppendBatch,
  type AppendResult,
  type EraseRequest,
  type EraseResult,
  maxInheritedTerms,
  type Page,
  type PageRequest,
  type PreparedStatement,
  type RelationScope,
  type StatementCommands,
  type StatementFilter,
  type StatementQueries,
  type StoredStatement,
  type VoidedStatement,
  type PageText,
} from './statements.js';
export type { Partition, StoredEvent, StreamQueries } from './stream.js';
