import { parseAuthorization } from '../../base/index.js';

/** The secret of a request: a credential's key and secret, or the token of a grant. */
export type PresentedSecret =
  | { readonly kind: 'credential'; readonly key: string; readonly secret: string }
  | { readonly kind: 'token'; readonly token: string };

/**
 * A credential as a bearer token, for clients that know no other way: its key, a dot, its secret. Tokens of grants have
 * no dot.
 */
export function credentialToken({ key, secret }: { readonly key: string; readonly secret: string }): string {
  return `${key}.${secret}`;
}

/** Parses an `Authorization` header; `undefined` if it is neither Basic nor Bearer. */
export function parsePresentedSecret(header: string): PresentedSecret | undefined {
  const read = parseAuthorization(header);
  if (read === undefined) return undefined;
  if (read.scheme === 'basic') return { kind: 'credential', key: read.user, secret: read.password };
  const { token } = read;
  const dot = token.indexOf('.');
  return dot < 1
    ? { kind: 'token', token }
    : { kind: 'credential', key: token.slice(0, dot), secret: token.slice(dot + 1) };
}
