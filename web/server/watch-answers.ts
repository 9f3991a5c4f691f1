import type { IncomingMessage, ServerResponse } from 'node:http';
import { requestIdOf } from './request-id.js';

/** The outcome of a request. */
export interface EndedAnswer {
  readonly requestId: string;
  readonly method: string;
  /** The path without its query, which may carry agents and launch tokens. */
  readonly path: string;
  /** 0 where it ended before the answer was complete. */
  readonly status: number;
  /** The status the response was about to have. */
  readonly intended: number;
  readonly milliseconds: number;
}

/** Observes every request. */
export interface AnswerWatcher {
  begun?(): void;
  /** The response is sent, or the connection is lost. */
  ended(answer: EndedAnswer): void;
}

/** Observes one request. */
export type Watch = (request: IncomingMessage, response: ServerResponse) => void;

function pathOf(url: string): string {
  const mark = url.indexOf('?');
  return mark < 0 ? url : url.slice(0, mark);
}

/** Observes requests for several observers: with one listener and one time measurement for all of them. */
export function watchAnswers(...watchers: readonly AnswerWatcher[]): Watch {
  return (request, response) => {
    const started = performance.now();
    const method = request.method!;
    const path = pathOf(request.url!);
    for (const watcher of watchers) watcher.begun?.();
    response.once('close', () => {
      const { statusCode, writableFinished } = response;
      const answer = {
        requestId: requestIdOf(response),
        method,
        path,
        status: writableFinished ? statusCode : 0,
        intended: statusCode,
        milliseconds: performance.now() - started,
      };
      for (const watcher of watchers) watcher.ended(answer);
    });
  };
}
