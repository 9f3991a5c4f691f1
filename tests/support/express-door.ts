import type { RequestHandler } from 'express';
import { type RequestObserver, assignRequestId, observeRequests } from '../../web/server/index.js';

/** What the front door does for every request, for applications of tests that stand without one. */
export function requestId(): RequestHandler {
  return (_request, response, next) => {
    assignRequestId(response);
    next();
  };
}

/** `observeRequests` for Express; before anything that is mounted at a path. */
export function watchedBy(...watchers: readonly RequestObserver[]): RequestHandler {
  const watch = observeRequests(...watchers);
  return (request, response, next) => {
    watch(request, response);
    next();
  };
}
