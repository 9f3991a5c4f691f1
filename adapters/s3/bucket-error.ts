import { LotseError } from '../../base/index.js';

/** The client's description of an unsuccessful response. */
interface Refused {
  readonly name: string;
  readonly $metadata: { readonly httpStatusCode?: number };
}

function isRefused(caught: unknown): caught is Refused {
  return typeof caught === 'object' && caught !== null && '$metadata' in caught && 'name' in caught;
}

/** The status of a refusal; `undefined` if there was no answer at all. */
export function statusOf(caught: unknown): number | undefined {
  return isRefused(caught) ? caught.$metadata.httpStatusCode : undefined;
}

/** True if an object, or the bucket, does not exist. */
export function isObjectMissing(caught: unknown): boolean {
  return statusOf(caught) === 404;
}

/**
 * Translates a failure of the bucket: it cannot be reached, or refuses us. The detail names the
 * refusal and never the request, whose headers are made with the secret.
 */
export function bucketError(caught: unknown): LotseError {
  if (caught instanceof LotseError) return caught;
  const status = statusOf(caught);
  const name = caught instanceof Error ? caught.name : 'unknown';
  const code = typeof caught === 'object' && caught !== null && 'code' in caught ? ` ${String(caught.code)}` : '';
  return new LotseError('store-unavailable', 'Files cannot be stored or read right now.', {
    detail: `S3: ${name}${code}${status === undefined ? '' : `, status ${status}`}`,
    retryAfter: 5,
    cause: caught,
  });
}
