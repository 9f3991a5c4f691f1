import { destination, pino, type Logger } from 'pino';

export type { Logger };

/**
 * Standard output of the process. Lines are gathered and written beside the event loop: one write for each would
 * cost every request, and a reader that stalls would stop the server. They wait a twentieth of a second at most, and
 * go out at the latest when the process ends, unless it is killed. Behind a stalled reader, lines beyond 16 MiB are dropped.
 */
let output: ReturnType<typeof destination> | undefined;
const openOutput = () => destination({ dest: 1, sync: false, minLength: 12_288, maxLength: 16 * 2 ** 20, periodicFlush: 50 });

/**
 * The structured log: JSON lines on standard output. It never carries names, e-mail addresses,
 * tokens or secrets; the paths below are a net under that rule, not a replacement for it.
 */
export function createLogger(level: string): Logger {
  return pino({
    level,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    redact: { paths: ['authorization', '*.authorization', 'cookie', '*.cookie', 'secret', '*.secret', 'token', '*.token', 'id_token', '*.id_token'], censor: '[redacted]' },
  }, (output ??= openOutput()));
}
