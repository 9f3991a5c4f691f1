import type { IncomingMessage, ServerResponse } from 'node:http';
import { requestIdOf } from './request-id.js';

/** The outcome of a request. */
export interface CompletedRequest {
  readonly requestId: string;
  readonly method: string;
  /** The path without its query, which may carry agents and launch tokens. */
  readonly path: string;
  /** 0 if it ended before the answer was complete. */
  readonly status: number;
  /** The status the response was about to have. */
  readonly intendedStatus: number;
  readonly milliseconds: number;
}

/** Observes every request. */
export interface RequestObserver {
  onStart?(): void;
  /** The response is sent, or the connection is lost. */
  onEnd(answer: CompletedRequest): void;
}

/** Observes one request. */
export type ObserveRequest = (request: IncomingMessage, response: ServerResponse) => void;

function pathOf(url: string): string {
  const mark = url.indexOf('?');
  return mark < 0 ? url : url.slice(0, mark);
}

/** Observes requests for several observers: with one listener and one time measurement for all of them. */
export function observeRequests(...observers: readonly RequestObserver[]): ObserveRequest {
  return (request, response) => {
    const started = performance.now();
    const method = request.method!;
    const path = pathOf(request.url!);
    for (const watcher of observers) watcher.onStart?.();
    response.once('close', () => {
      const { statusCode, writableFinished } = response;
      const answer = {
        requestId: requestIdOf(response),
        method,
        path,
        status: writableFinished ? statusCode : 0,
        intendedStatus: statusCode,
        milliseconds: performance.now() - started,
      };
      for (const watcher of observers) watcher.onEnd(answer);
    });
  };
}
