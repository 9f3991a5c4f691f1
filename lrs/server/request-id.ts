import type { RequestHandler, Response } from 'express';
import { newUuid } from '../base/index.js';

const ids = new WeakMap<Response, string>();

/** Gives every request an id: in the answer's `X-Request-Id`, in every log line and in every error. */
export function requestId(): RequestHandler {
  return (_request, response, next) => {
    response.setHeader('X-Request-Id', requestIdOf(response));
    next();
  };
}

/** The id of the request that this answer belongs to. */
export function requestIdOf(response: Response): string {
  let id = ids.get(response);
  if (id === undefined) ids.set(response, (id = newUuid()));
  return id;
}
