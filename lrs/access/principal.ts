import type { Agent } from '../statement/index.js';
import type { OrganisationId, Scope } from '../store/index.js';

/** An identity that the LRS itself gives out: who vouches for a statement (xAPI 2.0 §4.2.2.9). */
export interface Authority {
  readonly objectType: 'Agent';
  readonly account: { readonly homePage: string; readonly name: string };
}

/** The party behind a request, with its rights. */
export type Principal =
  | {
      readonly kind: 'credential';
      readonly organisation: OrganisationId;
      readonly key: string;
      readonly scopes: readonly Scope[];
      /** The actor everything must be about; left out: anybody. */
      readonly actor?: Agent;
      /** The activity everything must be about, or one below it; left out: any. */
      readonly activity?: string;
      /** The software that the credential was handed out for, if that speaks a dialect. */
      readonly software?: string;
      readonly authority: Authority;
    }
  | {
      readonly kind: 'grant';
      readonly organisation: OrganisationId;
      readonly scopes: readonly Scope[];
      /** The actor that statements and documents must be about. */
      readonly actor: Agent;
      /** The activity they must be about, or one below it; see `isWithin`. */
      readonly activity?: string;
      /** JSON text of whoever issued the grant. */
      readonly session: string;
      readonly authority: Authority;
    };

/** A credential that a request was sent with. */
export type CredentialPrincipal = Extract<Principal, { kind: 'credential' }>;

/** Scopes included in a scope, besides itself and besides `all`, which includes everything. */
const includes: Partial<Record<Scope, readonly Scope[]>> = {
  'all/read': ['statements/read', 'statements/read/mine'],
  'statements/read': ['statements/read/mine'],
};

/** True if a scope lets a principal do something (xAPI 1.0.3 Communication §4.2). */
export function allows(principal: Principal, scope: Scope): boolean {
  return principal.scopes.some(
    (grantedScope) =>
      grantedScope === scope || grantedScope === 'all' || (includes[grantedScope]?.includes(scope) ?? false),
  );
}

/**
 * True if an activity is the one that a grant or a credential names, or a part of it: the same IRI, or that followed by
 * `?`, `#` or `/`, or by anything where it ends with one of these itself.
 */
export function isWithin(activity: string, iri: string): boolean {
  return (
    iri === activity ||
    (iri.startsWith(activity) && (/[?#/]$/.test(activity) || /^[?#/]/.test(iri.slice(activity.length))))
  );
}

/** True if a principal is limited to a certain person or activity. */
export function isLimited({ actor, activity }: Principal): boolean {
  return actor !== undefined || activity !== undefined;
}
