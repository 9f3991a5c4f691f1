import type { ServerResponse } from 'node:http';
import { newUuid } from '../../base/index.js';

const key = Symbol('request id');

/** The id of the request that this response belongs to. */
export function requestIdOf(response: ServerResponse & { [key]?: string | undefined }): string {
  return (response[key] ??= newUuid());
}

/** Assigns an id to a request: in the response's `X-Request-Id`, in every log line and in every error. */
export function assignRequestId(response: ServerResponse): void {
  if (!response.hasHeader('x-request-id')) response.setHeader('X-Request-Id', requestIdOf(response));
}
