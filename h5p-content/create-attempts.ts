import { type Clock, isoNow, LotseError, newUuid } from '../base/index.js';
import type { AgentKey, OrganisationId } from '../lrs/index.js';
import type { Attempt, ContentStore } from './store/index.js';

/** The learner, the content and the place of an attempt. */
export interface AttemptRequest {
  readonly organisation: OrganisationId;
  /** The learner, as in the statements. */
  readonly actor: AgentKey;
  readonly contentId: string;
  /** Distinguishes the places of one content, e.g. platform and resource link. */
  readonly placement: string;
}

/** Attempts of learners at contents. */
export interface Attempts {
  /**
   * The current attempt at this place, finished or not, or a new one: a finished unit opens with its result.
   * Simultaneous launches get the same.
   * @param registration what a new one is called, a UUID; left out: one is made
   * @throws LotseError `unknown-content`
   */
  ensure(request: AttemptRequest, registration?: string): Promise<Attempt>;
  /** The current attempt at this place, finished or not. Nothing is written. */
  findCurrent(request: AttemptRequest): Promise<Attempt | undefined>;
  /**
   * Begins a new attempt in place of the current one, on the content's current version.
   * @throws LotseError `unknown-content`
   */
  startOver(request: AttemptRequest): Promise<Attempt>;
  find(organisation: OrganisationId, registration: string): Promise<Attempt | undefined>;
  /** All attempts of a person, wherever they were made; `actors` are all keys of the person. */
  list(organisation: OrganisationId, actors: readonly AgentKey[]): Promise<readonly Attempt[]>;
}

/** Attempts over a store. */
export function createAttempts(store: ContentStore, clock: Clock): Attempts {
  const begin =
    (operation: 'ensureAttempt' | 'restartAttempt') =>
    async ({ organisation, ...place }: AttemptRequest, registration = newUuid()): Promise<Attempt> => {
      const attempt = await store.attempts[operation](organisation, place, { registration, now: isoNow(clock) });
      if (attempt === undefined)
        throw new LotseError('unknown-content', 'This learning unit does not exist (any more).', {
          detail: place.contentId,
        });
      return attempt;
    };
  return {
    ensure: begin('ensureAttempt'),
    startOver: (request) => begin('restartAttempt')(request),
    findCurrent: ({ organisation, ...place }) => store.attempts.findCurrentAttempt(organisation, place),
    find: (organisation, registration) => store.attempts.findAttempt(organisation, registration),
    list: (organisation, actors) => store.attempts.listAttempts(organisation, actors),
  };
}
