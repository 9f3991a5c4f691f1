import type { OrganisationId } from '../../lrs/index.js';

/**
 * How far the launches of one LMS have come: of each kind the latest instant (ISO 8601 UTC with milliseconds), and nothing
 * about who launched.
 */
export interface LaunchTrace {
  /** The LMS began a login. */
  readonly begun?: string;
  /** An id_token came for a login that had been begun, whatever it was worth. */
  readonly arrived?: string;
  /** Such an id_token was genuine. */
  readonly confirmed?: string;
  /** The LMS answered with an error instead: its code, of a closed list. */
  readonly refused?: { readonly at: string; readonly error: string };
}

/** What changes launch traces. */
export interface LaunchTraceCommands {
  /** Keeps of each kind the later of what is known and what is given, so that several processes may tell what they saw in any order. */
  note(organisation: OrganisationId, platform: string, seen: LaunchTrace): Promise<void>;
}

/** What reads launch traces. */
export interface LaunchTraceQueries {
  /** By the ids of an organisation's platforms; those that nothing has been seen of are missing. */
  list(organisation: OrganisationId): Promise<ReadonlyMap<string, LaunchTrace>>;
}
