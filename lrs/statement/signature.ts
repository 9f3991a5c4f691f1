import { verify, X509Certificate, type KeyObject } from 'node:crypto';
import { LotseError } from '../../base/index.js';
import { refuse } from './checks.js';
import { isSameStatement } from './fingerprint.js';
import { parseJson } from './parse-json.js';
import { parseStatement } from './parse-statement.js';
import { toUtcTimestamp } from './timestamp.js';
import type { Attachment, Statement, XapiVersion } from './types.js';

/** The usageType of an attachment that signs the statement it belongs to (Data §2.6). */
export const signatureUsage = 'http://adlnet.gov/expapi/attachments/signature';
const signatureType = 'application/octet-stream';

/** The algorithms that may sign (Data §2.6), with their names in OpenSSL. */
const algorithms: ReadonlyMap<unknown, string> = new Map([
  ['RS256', 'RSA-SHA256'],
  ['RS384', 'RSA-SHA384'],
  ['RS512', 'RSA-SHA512'],
]);

const compact = /^([A-Za-z0-9_-]+)\.([A-Za-z0-9_-]+)\.([A-Za-z0-9_-]+)$/;

/** A signed statement as received, with its position. */
export interface SignedStatement {
  readonly statement: Statement;
  /** The signature attachment. */
  readonly attachment: Attachment;
  /** The attachment's data; `undefined` if none was sent. */
  readonly data: Uint8Array | undefined;
  readonly version: XapiVersion;
  /** The path of the attachment in the request. */
  readonly path: string;
}

/**
 * Refuses a malformed signature (Data §2.6): it must be a JWS in compact serialization, by RS256, RS384 or RS512,
 * over the same statement; and if it contains an X.509 certificate, that must have signed it. Whether the
 * certificate can be trusted is for those who rely on it.
 * @throws LotseError `invalid-statement`
 */
export function checkSignature({ statement, attachment, data, version, path }: SignedStatement): void {
  if (attachment.contentType !== signatureType) refuse(path, `A signature's "contentType" must be "${signatureType}".`);
  if (data === undefined) refuse(path, 'A signature must come with its data, as a part of multipart/mixed.');
  const parts = compact.exec(Buffer.from(data).toString('latin1'));
  if (parts === null) refuse(path, 'A signature must be a JSON web signature (JWS) in compact serialization.');
  const [, header, payload, signature] = parts as unknown as [string, string, string, string];
  checkHeader(readObject(header, path, 'header'), `${header}.${payload}`, Buffer.from(signature, 'base64url'), path);
  checkPayload(readObject(payload, path, 'payload'), statement, version, path);
}

function readObject(encoded: string, path: string, what: string): Readonly<Record<string, unknown>> {
  const value = understood(path, `The ${what} of the signature is not JSON.`, () =>
    parseJson(new TextDecoder('utf-8', { fatal: true }).decode(Buffer.from(encoded, 'base64url'))),
  );
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return refuse(path, `The ${what} of the signature is not a JSON object.`);
  return value as Readonly<Record<string, unknown>>;
}

function checkHeader(
  { alg, crit, x5c }: Readonly<Record<string, unknown>>,
  signed: string,
  signature: Buffer,
  path: string,
): void {
  const algorithm = algorithms.get(alg);
  if (algorithm === undefined) return refuse(path, 'A signature must use the algorithm RS256, RS384 or RS512.');
  // RFC 7515 §4.1.11: what is critical and not understood makes a signature invalid.
  if (crit !== undefined) refuse(path, 'The signature has critical header parameters that are not understood.');
  if (x5c === undefined) return;
  const key = certifiedKey(x5c, path);
  if (key.asymmetricKeyType !== 'rsa' || !verify(algorithm, Buffer.from(signed), key, signature)) {
    refuse(path, 'The signature was not made with the key of the certificate in "x5c".');
  }
}

function certifiedKey(x5c: unknown, path: string): KeyObject {
  const [first] = Array.isArray(x5c) ? (x5c as readonly unknown[]) : [];
  if (typeof first !== 'string') return refuse(path, 'The "x5c" of the signature must be a list of certificates.');
  return understood(
    path,
    'The certificate in "x5c" of the signature cannot be read.',
    () => new X509Certificate(Buffer.from(first, 'base64')).publicKey,
  );
}

function checkPayload(
  payload: Readonly<Record<string, unknown>>,
  statement: Statement,
  version: XapiVersion,
  path: string,
): void {
  const original = understood(path, 'What is signed is not a valid statement.', () =>
    parseStatement(payload, { version }),
  );
  const otherId =
    original.id !== undefined && statement.id !== undefined && original.id.toLowerCase() !== statement.id.toLowerCase();
  const otherTime =
    original.timestamp !== undefined &&
    statement.timestamp !== undefined &&
    instantOf(original.timestamp, version) !== instantOf(statement.timestamp, version);
  if (otherId || otherTime || !isSameStatement(original, statement))
    refuse(path, 'What is signed is another statement than the one that was sent.');
}

/** To the millisecond, which is what must be kept of a timestamp (Data §4.5). */
function instantOf(timestamp: string, version: XapiVersion): string | undefined {
  return toUtcTimestamp(timestamp, version)?.slice(0, 'YYYY-MM-DDTHH:MM:SS.sss'.length);
}

/** The result of `read`; if it throws, a refusal for this reason. */
function understood<Value>(path: string, reason: string, read: () => Value): Value {
  try {
    return read();
  } catch (caught) {
    const why = caught instanceof LotseError ? ` ${caught.message}` : '';
    throw new LotseError('invalid-statement', `${reason}${why}`, { path, cause: caught });
  }
}
