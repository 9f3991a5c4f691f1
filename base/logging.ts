import { createRequire } from 'node:module';
import type * as Pino from 'pino';
import type { destination, Logger } from 'pino';
import type { Milliseconds } from './clock.js';

export type { Logger };

/** Loaded with the first log that is opened: most commands of the command line open none. */
const loadPino = (): typeof Pino => createRequire(import.meta.url)('pino') as typeof Pino;

/**
 * Standard output or standard error of the process, by its number. Lines are gathered and written beside the event
 * loop: one write for each would cost every request, and a reader that stalls would stop the server. They wait a
 * twentieth of a second at most, and go out at the latest when the process ends, unless it is killed. Behind a stalled
 * reader, lines beyond 16 MiB are dropped.
 */
const outputs = new Map<1 | 2, ReturnType<typeof destination>>();
function outputTo(number: 1 | 2): ReturnType<typeof destination> {
  const output =
    outputs.get(number) ??
    loadPino().destination({
      dest: number,
      sync: false,
      minLength: 12_288,
      maxLength: 16 * 2 ** 20,
      periodicFlush: 50,
    });
  outputs.set(number, output);
  return output;
}

/**
 * The structured log: JSON lines on standard output, or on standard error if that belongs to a command's answer. It
 * never carries names, e-mail addresses, tokens or secrets; the paths below are a net under that rule, not a
 * replacement for it.
 */
export function createLogger(level: string, to: 'stdout' | 'stderr' = 'stdout'): Logger {
  const { pino } = loadPino();
  return pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      redact: {
        paths: [
          'authorization',
          '*.authorization',
          'cookie',
          '*.cookie',
          'secret',
          '*.secret',
          'token',
          '*.token',
          'id_token',
          '*.id_token',
        ],
        censor: '[redacted]',
      },
    },
    outputTo(to === 'stdout' ? 1 : 2),
  );
}

/**
 * Flushes the log. If its reader has stalled, it gives up after a while: a process that has
 * finished its work must not wait for whoever reads its log.
 * @param deadline how long it may take
 */
export async function flushLog(deadline: Milliseconds): Promise<void> {
  await Promise.all([...outputs.values()].map((stream) => endOutput(stream, deadline)));
}

async function endOutput(stream: ReturnType<typeof destination>, deadline: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const written = new Promise<true>((resolve) => stream.flush(() => resolve(true)));
  const late = new Promise<false>((resolve) => (timer = setTimeout(() => resolve(false), deadline)));
  if (!(await Promise.race([written, late]))) stream.destroy();
  clearTimeout(timer);
}
