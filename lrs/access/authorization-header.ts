/** What an `Authorization` header carries. */
export type Presented = { readonly kind: 'basic'; readonly key: string; readonly secret: string } | { readonly kind: 'bearer'; readonly token: string };

const basicPattern = /^basic +([a-z0-9+/_-]+={0,2}) *$/i;
const bearerPattern = /^bearer +([a-z0-9\-._~+/]+=*) *$/i;

/** Reads an `Authorization` header (RFC 7617, RFC 6750); `undefined` where it is neither. */
export function readAuthorization(header: string): Presented | undefined {
  const bearer = bearerPattern.exec(header);
  if (bearer !== null) return { kind: 'bearer', token: bearer[1]! };
  const basic = basicPattern.exec(header);
  if (basic === null) return undefined;
  const text = Buffer.from(basic[1]!, 'base64').toString('utf8');
  const colon = text.indexOf(':');
  return colon < 1 ? undefined : { kind: 'basic', key: text.slice(0, colon), secret: text.slice(colon + 1) };
}
