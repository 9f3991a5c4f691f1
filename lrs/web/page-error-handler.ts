import type { ErrorRequestHandler, RequestHandler } from 'express';
import { LotseError, type Logger } from '../base/index.js';
import { errorHandler, logError, requestError, requestIdOf, setErrorHeaders } from '../server/index.js';
import { contentSecurityPolicy } from './assets.js';
import { errorPage } from './error-page.js';
import { languageOf } from './language.js';

/** For whatever no route has answered. */
export const notFound: RequestHandler = () => {
  throw new LotseError('not-found', 'There is nothing at this address.');
};

/** Errors as a page where a person's browser asked, as JSON where a program did. */
export function pageErrorHandler(logger: Logger): ErrorRequestHandler {
  const forMachines = errorHandler(logger);
  return (caught: unknown, request, response, next) => {
    if (response.headersSent || request.accepts(['json', 'html']) !== 'html') {
      forMachines(caught, request, response, next);
      return;
    }
    const error = requestError(caught);
    const requestId = requestIdOf(response);
    logError(logger, error, requestId);
    setErrorHeaders(response, error);
    // Whoever comes with an expired launch is in the LMS's frame, and nobody knows any more which LMS that is. There is
    // nothing on this page that a click could be stolen for. Every other page keeps the policy it began with.
    if (error.code === 'session-lost') response.setHeader('Content-Security-Policy', contentSecurityPolicy('*'));
    response.status(error.status).type('html').setHeader('Cache-Control', 'no-store').send(errorPage(error, requestId, languageOf(request)));
  };
}
