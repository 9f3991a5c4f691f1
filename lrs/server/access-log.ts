import type { RequestHandler } from 'express';
import type { Logger } from '../base/index.js';
import { requestIdOf } from './request-id.js';

/**
 * One line per answer: method, path, status, milliseconds. The path goes without its query, which may carry
 * agents and launch tokens; neither addresses nor headers are logged.
 */
export function accessLog(logger: Logger): RequestHandler {
  return (request, response, next) => {
    const started = performance.now();
    const path = request.originalUrl.split('?', 1)[0];
    response.once('close', () => {
      const milliseconds = Math.round((performance.now() - started) * 100) / 100;
      const line = { requestId: requestIdOf(response), method: request.method, path, status: response.statusCode, milliseconds };
      if (response.writableFinished) logger.info(line, 'answered');
      else logger.info(line, 'ended before the answer was complete');
    });
    next();
  };
}
