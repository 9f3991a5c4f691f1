import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

/** Who may come in. */
export interface S3Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

const hash = (data: string | Uint8Array): string => createHash('sha256').update(data).digest('hex');
const hmac = (key: string | Buffer, data: string): Buffer => createHmac('sha256', key).update(data).digest();

/**
 * Checks an AWS Signature Version 4 in the Authorization header, from the request as it came, by Amazon's description
 * alone: none of the client's code is used.
 * @returns why it is refused; `undefined` if it is right
 */
export function signatureFault(
  { method, url, headers }: IncomingMessage,
  body: Uint8Array,
  { accessKeyId, secretAccessKey }: S3Credentials,
): string | undefined {
  const match =
    /^AWS4-HMAC-SHA256 Credential=([^/]+)\/(\d{8})\/([^/]+)\/s3\/aws4_request, SignedHeaders=([a-z0-9;-]+), Signature=([0-9a-f]{64})$/.exec(
      headers.authorization ?? '',
    );
  if (match === null) return 'AccessDenied';
  const [, key, day, region, signed, signature] = match as unknown as [string, string, string, string, string, string];
  if (key !== accessKeyId) return 'InvalidAccessKeyId';
  const names = signed.split(';');
  const content = headers['x-amz-content-sha256'] as string | undefined;
  const time = headers['x-amz-date'] as string | undefined;
  if (content === undefined || time === undefined || !time.startsWith(day)) return 'AccessDenied';
  for (const name of ['host', 'x-amz-content-sha256', 'x-amz-date']) if (!names.includes(name)) return 'AccessDenied';
  if (content !== hash(body)) return 'XAmzContentSHA256Mismatch';

  const [path = '', query = ''] = url!.split('?');
  const pairs = query
    .split('&')
    .filter((pair) => pair !== '')
    .map((pair) => (pair.includes('=') ? pair : `${pair}=`))
    .sort();
  const canonical = [
    method,
    path,
    pairs.join('&'),
    ...names.map((name) => `${name}:${String(headers[name]).trim().replace(/ +/g, ' ')}`),
    '',
    signed,
    content,
  ].join('\n');
  const scope = `${day}/${region}/s3/aws4_request`;
  const derived = [day, region, 's3', 'aws4_request'].reduce(
    (previous: string | Buffer, part) => hmac(previous, part),
    `AWS4${secretAccessKey}`,
  );
  const expected = hmac(derived, ['AWS4-HMAC-SHA256', time, scope, hash(canonical)].join('\n'));
  return timingSafeEqual(expected, Buffer.from(signature, 'hex')) ? undefined : 'SignatureDoesNotMatch';
}
