import { BoundedMap } from '../../base/index.js';
import type { Principal } from '../access/index.js';
import type { XapiVersion } from '../statement/index.js';

/** Number of credentials remembered; the least recently seen one is dropped first. */
const maxCredentials = 10_000;

/**
 * The version each credential last used. A request without a version is refused, in 1.0.3 and in 2.0, and its
 * answer must name "the latest patch version" of the version that the client knows, which only earlier requests of
 * the same client tell. It is no more than a courtesy, so it lives in memory.
 */
export class SpokenVersions {
  readonly #versions = new BoundedMap<XapiVersion>(maxCredentials);

  note(principal: Principal, version: XapiVersion): void {
    if (principal.kind === 'credential') this.#versions.set(principal.key, version);
  }

  last(principal: Principal): XapiVersion | undefined {
    return principal.kind === 'credential' ? this.#versions.get(principal.key) : undefined;
  }
}
