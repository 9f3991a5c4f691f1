/** The credentials in an `Authorization` header (RFC 7617, RFC 6750). */
export type Authorization =
  | { readonly scheme: 'basic'; readonly user: string; readonly password: string }
  | { readonly scheme: 'bearer'; readonly token: string };

const basicPattern = /^basic +([a-z0-9+/_-]+={0,2}) *$/i;
// More than the b64token of RFC 6750: an operator may have chosen the token.
const bearerPattern = /^bearer +(\S+) *$/i;

/** Reads an `Authorization` header; `undefined` if there is none, or it is neither Basic nor Bearer. */
export function parseAuthorization(header: string | undefined): Authorization | undefined {
  if (header === undefined) return undefined;
  const token = bearerPattern.exec(header)?.[1];
  if (token !== undefined) return { scheme: 'bearer', token };
  const basic = basicPattern.exec(header)?.[1];
  if (basic === undefined) return undefined;
  const text = Buffer.from(basic, 'base64').toString('utf8');
  const colon = text.indexOf(':');
  return colon < 1 ? undefined : { scheme: 'basic', user: text.slice(0, colon), password: text.slice(colon + 1) };
}

/** The token of an `Authorization: Bearer` header. */
export function bearerToken(header: string | undefined): string | undefined {
  const read = parseAuthorization(header);
  return read?.scheme === 'bearer' ? read.token : undefined;
}

/** True if a header uses the Bearer scheme, well formed or not: a challenge answers in the scheme that was tried. */
export function triesBearer(header: string | undefined): boolean {
  return header !== undefined && /^bearer\b/i.test(header);
}

/** An `Authorization: Basic` header. @param credential `user:password` */
export function basicAuthorization(credential: string): string {
  return `Basic ${Buffer.from(credential).toString('base64')}`;
}
