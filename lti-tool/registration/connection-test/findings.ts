/** The address of the LMS that a finding is about. */
export type ConnectionStep = 'keys' | 'token' | 'login';

/** All findings of connection tests; each has sentences of its own in `texts.ts`. */
export const findingCodes = [
  'bad-address',
  'internal-address',
  'name-not-found',
  'connection-refused',
  'no-answer',
  'certificate',
  'connection-broken',
  'redirected',
  'too-large',
  'not-json',
  'wrong-status',
  'keys-malformed',
  'keys-without-rs256',
  'token-unknown-client',
  'token-key-refused',
  'token-client-or-key-refused',
  'token-scope-refused',
  'token-refused',
  'token-malformed',
  'login-unknown-client',
  'redirect-uri-not-listed',
  'launch-none',
  'launch-confirmed',
  'launch-unanswered',
  'launch-lost',
  'launch-unconfirmed',
  'launch-refused',
  'clock-skew',
  'plain-http',
  'issuer-differs',
  'addresses-differ',
  'switched-off',
  'no-deployment',
  'deployment-requested',
] as const;
export type FindingCode = (typeof findingCodes)[number];

/** The severity of a finding: nothing will work, something may not, or there is something to know. */
export type Severity = 'problem' | 'warning' | 'note';

/** One finding of a connection test. */
export interface Finding {
  readonly code: FindingCode;
  readonly severity: Severity;
  readonly place?: ConnectionStep;
  /** Values for its sentences: a host, a number of seconds, a word of the LMS's; instants as ISO 8601 UTC. */
  readonly values: Readonly<Record<string, string | number>>;
  /** A value of ours that must be entered in the LMS exactly: to be copied. */
  readonly copy?: string;
}

/** The result of a connection test. */
export interface ConnectionTest {
  /** True if there is no problem. */
  readonly works: boolean;
  readonly findings: readonly Finding[];
}
