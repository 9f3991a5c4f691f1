import type { ErrorRequestHandler, RequestHandler } from 'express';
import { toLotseError, type Logger, newUuid } from '../../base/index.js';
import { demoErrorPage } from './pages/index.js';
import { DemoError } from './demo-error.js';
import { demoLanguageOf } from './session.js';
import { demoTexts } from './texts.js';

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
    const language = demoLanguageOf(request);
    if (caught instanceof DemoError) {
      logger.info({ requestId, status: caught.status, detail: caught.detail }, 'demo LMS: refused');
      response.status(caught.status).send(demoErrorPage(language, caught.sentence[language], requestId));
      return;
    }
    const error = toLotseError(caught);
    const status = httpStatusOf(caught) ?? error.status;
    logger[status >= 500 ? 'error' : 'info']({ requestId, status, detail: error.detail }, 'demo LMS: page failed');
    response.status(status).send(demoErrorPage(language, demoTexts(language)('broken'), requestId));
  };
}

/** An unknown address. */
export const handleDemoNotFound: RequestHandler = (request, response) => {
  const language = demoLanguageOf(request);
  response.status(404).send(demoErrorPage(language, demoTexts(language)('notFound'), newUuid()));
};
