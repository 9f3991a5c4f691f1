import type { Agent } from '../statement/index.js';
import type { OrganisationId, Scope } from '../store/index.js';

/** An identity that the LRS itself gives out: who vouches for a statement (xAPI 2.0 §4.2.2.9). */
export interface Authority {
  readonly objectType: 'Agent';
  readonly account: { readonly homePage: string; readonly name: string };
}

/** Whoever is behind a request, and what they may do. */
export type Principal =
  | {
      readonly kind: 'credential';
      readonly organisation: OrganisationId;
      readonly key: string;
      readonly scopes: readonly Scope[];
      /** Whom everything must be about; left out: anybody. */
      readonly actor?: Agent;
      /** What everything must be about: this activity, or one below it; left out: anything. */
      readonly activity?: string;
      /** The software that the credential was handed out for, where that speaks a dialect. */
      readonly software?: string;
      readonly authority: Authority;
    }
  | {
      readonly kind: 'grant';
      readonly organisation: OrganisationId;
      readonly scopes: readonly Scope[];
      /** Whom statements and documents must be about. */
      readonly actor: Agent;
      /** What they must be about: this activity, or one below it; see `isWithin`. */
      readonly activity?: string;
      /** JSON text of whoever issued the grant. */
      readonly session: string;
      readonly authority: Authority;
    };

/** A credential that a request was sent with. */
export type CredentialPrincipal = Extract<Principal, { kind: 'credential' }>;

/** What each scope brings along, besides itself and besides `all`, which brings everything. */
const includes: Partial<Record<Scope, readonly Scope[]>> = {
  'all/read': ['statements/read', 'statements/read/mine'],
  'statements/read': ['statements/read/mine'],
};

/** Whether a principal may do what a scope names (xAPI 1.0.3 Communication §4.2). */
export function allows(principal: Principal, scope: Scope): boolean {
  return principal.scopes.some(
    (held) => held === scope || held === 'all' || (includes[held]?.includes(scope) ?? false),
  );
}

/**
 * Whether an activity is the one that a grant or a credential names, or a part of it: the same IRI, or that followed by
 * `?`, `#` or `/`, or by anything where it ends with one of these itself.
 */
export function isWithin(activity: string, iri: string): boolean {
  return (
    iri === activity ||
    (iri.startsWith(activity) && (/[?#/]$/.test(activity) || /^[?#/]/.test(iri.slice(activity.length))))
  );
}

/** Whether a principal reaches only what is about a certain person or activity. */
export function isLimited({ actor, activity }: Principal): boolean {
  return actor !== undefined || activity !== undefined;
}
