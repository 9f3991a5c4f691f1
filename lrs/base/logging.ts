import { pino, type Logger } from 'pino';

export type { Logger };

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
  });
}
