import { omitUndefined } from '../../base/index.js';
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
 * The progress of the launches of one LMS: of each kind the latest instant (ISO 8601 UTC with milliseconds), and
 * nothing
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

const later = (existing: string | undefined, seen: string | undefined): string | undefined =>
  (seen ?? '') > (existing ?? '') ? seen : existing;

/** Of each kind the later instant of the stored and the new trace, in whatever order several processes write them. */
export function mergedLaunchTrace(existing: LaunchTrace, seen: LaunchTrace): LaunchTrace {
  return omitUndefined({
    begun: later(existing.begun, seen.begun),
    arrived: later(existing.arrived, seen.arrived),
    confirmed: later(existing.confirmed, seen.confirmed),
    refused: (seen.refused?.at ?? '') > (existing.refused?.at ?? '') ? seen.refused : existing.refused,
  });
}

/** Commands of launch traces. */
export interface LaunchTraceCommands {
  /** Adds what was seen, see `mergedLaunchTrace`. Repeated it changes nothing. */
  recordLaunchTrace(organisation: OrganisationId, platform: string, seen: LaunchTrace): Promise<void>;
}

/** Queries of launch traces. */
export interface LaunchTraceQueries {
  /** By the ids of an organisation's platforms; those that nothing has been seen of are missing. */
  listLaunchTraces(organisation: OrganisationId): Promise<ReadonlyMap<string, LaunchTrace>>;
}
