import type { ErrorRequestHandler, Request, RequestHandler } from 'express';
import { type Logger, LotseError } from '../base/index.js';
import { contentSecurityPolicy } from './assets.js';
import { renderErrorPage, actionButtons, type PageAction } from './error-page.js';
import { errorTexts } from './error-texts.js';
import { type Language, languageOf } from './language.js';
import type { PageScript } from './layout.js';
import { createErrorHandler, logError, requestError, requestIdOf, setErrorHeaders } from './server/index.js';

/** Handles requests that no route has answered. */
export const handleNotFound: RequestHandler = () => {
  throw new LotseError('not-found', 'There is nothing at this address.');
};

/** Actions for the reader of an error page; none if there is nothing to offer. */
export type ErrorActions = (error: LotseError, request: Request, language: Language) => readonly PageAction[];

/** Options of error pages. */
export interface ErrorPageOptions {
  /** The reader's actions; if there are none, a wrong address leads to the start page. */
  readonly actions?: ErrorActions;
  /** Scripts of the page. */
  readonly scripts?: (error: LotseError, request: Request) => readonly PageScript[];
}

/** A temporary error can be retried with a click: the empty address is that of the page itself. */
const again: ErrorActions = (error, { method }, language) =>
  method === 'GET' && (error.status >= 500 || error.status === 429)
    ? [{ href: '', label: errorTexts(language)('again') }]
    : [];

/** From an unknown address, the action is the start page. */
const toStart: ErrorActions = ({ code }, _request, language) =>
  code === 'not-found' ? [{ href: `/?language=${language}`, label: errorTexts(language)('start') }] : [];

/** Shows errors as a page to browsers, as JSON to programs. */
export function createPageErrorHandler(
  logger: Logger,
  { actions, scripts }: ErrorPageOptions = {},
): ErrorRequestHandler {
  const forMachines = createErrorHandler(logger);
  return (caught: unknown, request, response, next) => {
    if (response.headersSent || request.accepts(['json', 'html']) !== 'html') {
      forMachines(caught, request, response, next);
      return;
    }
    const error = requestError(caught);
    const requestId = requestIdOf(response);
    logError(logger, error, requestId);
    setErrorHeaders(response, error);
    // Somebody with an expired launch is in the LMS's frame, and there is no way to tell which LMS that is. There is
    // nothing on this page that a click could be stolen for. Every other page keeps the policy it began with.
    if (error.code === 'session-lost') response.setHeader('Content-Security-Policy', contentSecurityPolicy('*'));
    const language = languageOf(request);
    const customActions = actions?.(error, request, language) ?? [];
    const buttons = [
      ...again(error, request, language),
      ...(customActions.length > 0 ? customActions : toStart(error, request, language)),
    ];
    response
      .status(error.status)
      .type('html')
      .setHeader('Cache-Control', 'no-store')
      .send(renderErrorPage(error, requestId, language, actionButtons(buttons), scripts?.(error, request)));
  };
}
