import type { Clock, Logger, Vocabulary } from '../../base/index.js';
import type { AcceptStatements, Access } from '../access/index.js';
import type { Documents } from '../document/index.js';
import type { LrsStore } from '../store/index.js';
import type { Dialect } from './dialect.js';
import type { SpokenVersions } from './spoken-versions.js';

/** Dependencies of the resources. */
export interface Services {
  readonly store: LrsStore;
  readonly access: Access;
  readonly accept: AcceptStatements;
  readonly documents: Documents;
  readonly vocabulary: Vocabulary;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly publicUrl: string;
  /** Most bytes of a request's body. */
  readonly bodyLimit: number;
  /** Most bytes of a request with attachments. */
  readonly attachmentLimit: number;
  readonly spokenVersions: SpokenVersions;
  readonly dialects: readonly Dialect[];
}
