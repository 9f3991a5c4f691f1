import { LotseError } from '../../base/index.js';

/** What the client says of an answer that is no success. */
interface Refused {
  readonly name: string;
  readonly $metadata: { readonly httpStatusCode?: number };
}

function isRefused(caught: unknown): caught is Refused {
  return typeof caught === 'object' && caught !== null && '$metadata' in caught && 'name' in caught;
}

/** The status of a refusal; `undefined` where there was no answer at all. */
export function statusOf(caught: unknown): number | undefined {
  return isRefused(caught) ? caught.$metadata.httpStatusCode : undefined;
}

/** Whether an object, or the bucket, is not there. */
export function isMissing(caught: unknown): boolean {
  return statusOf(caught) === 404;
}

/**
 * What a failure of the bucket means to whoever asked: it cannot be reached, or refuses us. The detail names the
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
