import type { ErrorRequestHandler, RequestHandler } from 'express';
import { asLotseError, type Logger, newUuid } from '../../base/index.js';
import { errorPage } from './pages/index.js';
import { Refusal } from './refusal.js';
import { languageOf } from './session.js';
import { texts } from './texts.js';

function httpStatusOf(caught: unknown): number | undefined {
  const status = (caught as { status?: unknown } | undefined)?.status;
  return typeof status === 'number' && status >= 400 && status < 500 ? status : undefined;
}

/** Shows any error as a page with a reference, and logs it with the same reference. */
export function pageErrors(logger: Logger): ErrorRequestHandler {
  return (caught: unknown, request, response, next) => {
    // A response that has begun can only be aborted, which Express does.
    if (response.headersSent) {
      next(caught);
      return;
    }
    const requestId = newUuid();
    const language = languageOf(request);
    if (caught instanceof Refusal) {
      logger.info({ requestId, status: caught.status, detail: caught.detail }, 'demo LMS: refused');
      response.status(caught.status).send(errorPage(language, caught.sentence[language], requestId));
      return;
    }
    const error = asLotseError(caught);
    const status = httpStatusOf(caught) ?? error.status;
    logger[status >= 500 ? 'error' : 'info']({ requestId, status, detail: error.detail }, 'demo LMS: page failed');
    response.status(status).send(errorPage(language, texts(language)('broken'), requestId));
  };
}

/** An unknown address. */
export const notFound: RequestHandler = (request, response) => {
  const language = languageOf(request);
  response.status(404).send(errorPage(language, texts(language)('notFound'), newUuid()));
};
