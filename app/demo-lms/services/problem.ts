import type { ErrorRequestHandler } from 'express';
import { toLotseError, errorBody, type Logger, newUuid } from '../../../base/index.js';

/** Errors of the services, as JSON. */
export function serviceErrors(logger: Logger): ErrorRequestHandler {
  return (caught: unknown, _request, response, next) => {
    // A response that has begun can only be aborted, which Express does.
    if (response.headersSent) {
      next(caught);
      return;
    }
    const tooLarge = (caught as { type?: unknown } | undefined)?.type === 'entity.too.large';
    const error = toLotseError(caught);
    const requestId = newUuid();
    const status = tooLarge ? 413 : error.status;
    logger[status >= 500 ? 'error' : 'info'](
      { requestId, code: tooLarge ? 'too-large' : error.code, detail: error.detail, path: error.path, status },
      'demo LMS: service request refused',
    );
    if (error.retryAfter !== undefined) response.set('Retry-After', String(error.retryAfter));
    response
      .status(status)
      .json(
        tooLarge
          ? { error: { code: 'too-large', message: 'The body is over the limit.', requestId } }
          : errorBody(error, requestId),
      );
  };
}
