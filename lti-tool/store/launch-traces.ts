import { present } from '../../base/index.js';
import type { OrganisationId } from '../../lrs/index.js';

/**
 * The errors that an LMS can answer a login with (OAuth 2.0 §4.1.2.1, OpenID Connect Core §3.1.2.6); `other`: a word that
 * neither of them knows.
 */
export const loginErrors = [
  'invalid_request',
  'unauthorized_client',
  'access_denied',
  'unsupported_response_type',
  'invalid_scope',
  'server_error',
  'temporarily_unavailable',
  'interaction_required',
  'login_required',
  'account_selection_required',
  'consent_required',
  'other',
] as const;
export type LoginError = (typeof loginErrors)[number];

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
  /** The LMS answered with an error instead. */
  readonly refused?: { readonly at: string; readonly error: LoginError };
}

const later = (known: string | undefined, seen: string | undefined): string | undefined =>
  (seen ?? '') > (known ?? '') ? seen : known;

/** Of each kind the later of what is known and what was seen, in whatever order several processes tell it. */
export function mergedLaunchTrace(known: LaunchTrace, seen: LaunchTrace): LaunchTrace {
  return present({
    begun: later(known.begun, seen.begun),
    arrived: later(known.arrived, seen.arrived),
    confirmed: later(known.confirmed, seen.confirmed),
    refused: (seen.refused?.at ?? '') > (known.refused?.at ?? '') ? seen.refused : known.refused,
  });
}

/** What changes launch traces. */
export interface LaunchTraceCommands {
  /** Adds what was seen, see `mergedLaunchTrace`. Repeated it changes nothing. */
  recordLaunchTrace(organisation: OrganisationId, platform: string, seen: LaunchTrace): Promise<void>;
}

/** What reads launch traces. */
export interface LaunchTraceQueries {
  /** By the ids of an organisation's platforms; those that nothing has been seen of are missing. */
  listLaunchTraces(organisation: OrganisationId): Promise<ReadonlyMap<string, LaunchTrace>>;
}
