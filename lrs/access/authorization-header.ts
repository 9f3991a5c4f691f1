/** What an `Authorization` header carries: a credential's key and secret, or the token of a grant. */
export type Presented =
  | { readonly kind: 'credential'; readonly key: string; readonly secret: string }
  | { readonly kind: 'token'; readonly token: string };

const basicPattern = /^basic +([a-z0-9+/_-]+={0,2}) *$/i;
const bearerPattern = /^bearer +([a-z0-9\-._~+/]+=*) *$/i;

/**
 * A credential as a bearer token, for clients that know no other way: its key, a dot, its secret. Tokens of grants have
 * no dot.
 */
export function credentialToken({ key, secret }: { readonly key: string; readonly secret: string }): string {
  return `${key}.${secret}`;
}

/** Reads an `Authorization` header (RFC 7617, RFC 6750); `undefined` where it is neither. */
export function readAuthorization(header: string): Presented | undefined {
  const token = bearerPattern.exec(header)?.[1];
  if (token !== undefined) {
    const dot = token.indexOf('.');
    return dot < 1
      ? { kind: 'token', token }
      : { kind: 'credential', key: token.slice(0, dot), secret: token.slice(dot + 1) };
  }
  const basic = basicPattern.exec(header);
  if (basic === null) return undefined;
  const text = Buffer.from(basic[1]!, 'base64').toString('utf8');
  const colon = text.indexOf(':');
  return colon < 1 ? undefined : { kind: 'credential', key: text.slice(0, colon), secret: text.slice(colon + 1) };
}
