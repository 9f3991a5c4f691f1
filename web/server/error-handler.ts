import type { ServerResponse } from 'node:http';
import type { ErrorRequestHandler } from 'express';
import { toLotseError, errorBody, type ErrorCode, type Logger, LotseError } from '../../base/index.js';
import { formatErrorResponse } from './error-form.js';
import { requestIdOf } from './request-id.js';

const codeByStatus: Readonly<Record<number, ErrorCode>> = {
  400: 'bad-request',
  404: 'not-found',
  405: 'method-not-allowed',
  413: 'too-large',
  415: 'unsupported-media-type',
};

const messageByCode: Partial<Record<ErrorCode, string>> = {
  'bad-request': 'The request could not be read to its end, or is not well formed.',
  'too-large': 'The body is over the limit of this server.',
  'unsupported-media-type':
    'The body has a Content-Encoding that this server does not take. It takes identity, gzip, deflate and br.',
};

/** The status of client errors found by Express and its parsers. */
function clientStatus(caught: unknown): number | undefined {
  if (typeof caught !== 'object' || caught === null || !('status' in caught)) return undefined;
  const { status } = caught;
  return typeof status === 'number' && status >= 400 && status < 500 ? status : undefined;
}

/**
 * Turns a caught value into an error fit for the outside: our own errors as they are, faults of the request that
 * Express or its parsers found as their 4xx, everything else as `internal`.
 */
export function requestError(caught: unknown): LotseError {
  if (caught instanceof LotseError) return caught;
  const status = clientStatus(caught);
  if (status === undefined) return toLotseError(caught);
  const code = codeByStatus[status] ?? 'bad-request';
  return new LotseError(code, messageByCode[code] ?? 'The request is not well formed.', { cause: caught });
}

/** Logs an error: our own faults with all details, the client's in one line. */
export function logError(logger: Logger, error: LotseError, requestId: string): void {
  const line = { requestId, code: error.code, path: error.path, detail: error.detail };
  if (error.status < 500) logger.info(line, error.message);
  else logger.error({ ...line, cause: error.cause instanceof Error ? error.cause.stack : error.cause }, error.message);
}

/** Sets the headers of an error response. */
export function setErrorHeaders(response: ServerResponse, error: LotseError): void {
  if (error.retryAfter !== undefined) response.setHeader('Retry-After', String(error.retryAfter));
  else if (error.status === 503) response.setHeader('Retry-After', '5');
}

/**
 * The one place where errors become answers to machines: `{ error: { code, message, path?, requestId } }`, or the same
 * in words where the request likes `text/html` or `text/plain` better.
 */
export function sendError(logger: Logger, caught: unknown, response: ServerResponse): void {
  const error = requestError(caught);
  const requestId = requestIdOf(response);
  logError(logger, error, requestId);
  if (response.headersSent) {
    response.destroy();
    return;
  }
  setErrorHeaders(response, error);
  response.statusCode = error.status;
  response.removeHeader('ETag');
  response.removeHeader('Last-Modified');
  response.setHeader('X-Request-Id', requestId);
  const { contentType, text } = formatErrorResponse(errorBody(error, requestId), response.req.headers.accept);
  response.appendHeader('Vary', 'Accept');
  response.setHeader('Content-Type', contentType);
  response.end(text);
}

/** `sendError` as an error handler of Express. */
export function createErrorHandler(logger: Logger): ErrorRequestHandler {
  // Express recognises an error handler by its four parameters.
  return (caught: unknown, _request, response, next) => {
    void next;
    sendError(logger, caught, response);
  };
}
