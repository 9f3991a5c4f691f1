import type { Logger } from '../../base/index.js';
import type { AnswerWatcher } from './watch-answers.js';

/**
 * One line per answer: method, path, status, milliseconds. The path goes without its query; neither addresses nor
 * headers are logged.
 */
export function accessLog(logger: Logger): AnswerWatcher {
  // None of these fields needs redaction, and looking for such fields costs every request.
  const plain = logger.child({}, { redact: [] });
  return {
    ended: ({ requestId, method, path, status, intended, milliseconds }) => {
      const line = { requestId, method, path, status: intended, milliseconds: Math.round(milliseconds * 100) / 100 };
      plain.info(line, status === 0 ? 'ended before the answer was complete' : 'answered');
    },
  };
}
