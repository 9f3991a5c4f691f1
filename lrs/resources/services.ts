import { BoundedMap, type Clock, type Logger, type Vocabulary } from '../../base/index.js';
import type { AcceptStatements, Access, Principal } from '../access/index.js';
import type { Documents } from '../document/index.js';
import type { XapiVersion } from '../statement/index.js';
import type { LrsStore } from '../store/index.js';
import type { Dialect } from './dialect.js';

/** Number of credentials remembered; the least recently seen one is dropped first. */
const maxCredentials = 10_000;

/**
 * The version each credential last used. A request without a version is refused, in 1.0.3 and in 2.0, and its
 * answer must name "the latest patch version" of the version that the client knows, which only earlier requests of
 * the same client tell. It is no more than a courtesy, so it lives in memory.
 */
export class RemoteVersions {
  readonly #versions = new BoundedMap<XapiVersion>(maxCredentials);

  note(principal: Principal, version: XapiVersion): void {
    if (principal.kind === 'credential') this.#versions.set(principal.key, version);
  }

  last(principal: Principal): XapiVersion | undefined {
    return principal.kind === 'credential' ? this.#versions.get(principal.key) : undefined;
  }
}

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
  readonly spokenVersions: RemoteVersions;
  readonly dialects: readonly Dialect[];
}
