import type { ErrorRequestHandler } from 'express';
import type { Logger } from '../../../base/index.js';
import { languageOf } from '../../../web/index.js';
import { sendProblem } from './send-problem.js';

/** Errors of the handshake as pages for people; machines are left to the application's own handler. */
export function problemHandler(logger: Logger): ErrorRequestHandler {
  return (caught: unknown, request, response, next) => {
    if (response.headersSent || request.accepts(['json', 'html']) !== 'html') next(caught);
    else sendProblem(response, logger, { error: caught, language: languageOf(request) });
  };
}
