import type { RequestHandler } from 'express';
import { type AnswerWatcher, giveRequestId, watchAnswers } from '../../web/server/index.js';

/** What the front door does for every request, for applications of tests that stand without one. */
export function requestId(): RequestHandler {
  return (_request, response, next) => {
    giveRequestId(response);
    next();
  };
}

/** `watchAnswers` for Express; before anything that is mounted at a path. */
export function watchedBy(...watchers: readonly AnswerWatcher[]): RequestHandler {
  const watch = watchAnswers(...watchers);
  return (request, response, next) => {
    watch(request, response);
    next();
  };
}
