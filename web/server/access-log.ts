import type { Logger } from '../../base/index.js';
import type { RequestObserver } from './observe-requests.js';

/**
 * One line per answer: method, path, status, milliseconds. The path goes without its query; neither addresses nor
 * headers are logged.
 */
export function createAccessLog(logger: Logger): RequestObserver {
  // None of these fields needs redaction, and looking for such fields costs every request.
  const plain = logger.child({}, { redact: [] });
  return {
    onEnd: ({ requestId, method, path, status, intendedStatus, milliseconds }) => {
      const line = {
        requestId,
        method,
        path,
        status: intendedStatus,
        milliseconds: Math.round(milliseconds * 100) / 100,
      };
      plain.info(line, status === 0 ? 'ended before the answer was complete' : 'answered');
    },
  };
}
