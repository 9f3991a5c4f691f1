import {
  type Configuration,
  createLogger,
  flushLog,
  germanOf,
  type Logger,
  LotseError,
  type Milliseconds,
  readConfiguration,
} from '../../base/index.js';

/** A running program that can be stopped gracefully. */
export interface RunningProgram {
  /** Finishes the running work, then resolves. */
  stop(): Promise<void>;
}

/** Time the last log lines may take to be written. */
const logFlushMs: Milliseconds = 2_000;

/**
 * Runs a program with the environment's configuration until SIGTERM or SIGINT, then stops it in order; a second signal
 * ends it at once. A start that fails is told in both languages, without a stack trace, where the sentences say all there
 * is to know.
 */
export async function runUntilSignal(
  start: (configuration: Configuration, logger: Logger) => Promise<RunningProgram>,
): Promise<void> {
  try {
    const configuration = readConfiguration(process.env);
    const logger = createLogger(configuration.logLevel);
    // One tick later, when the signal handlers are in place.
    const starting = Promise.resolve().then(() => start(configuration, logger));
    endOnSignal(starting, logger);
    await starting;
    // Flushed at once, so that whoever waits for the program sees that it is ready.
    logger.flush();
  } catch (caught) {
    reportFailedStart(caught);
    process.exitCode = 1;
  }
}

/** Installed first: a signal that comes while a program is still starting must not interrupt it halfway. */
function endOnSignal(starting: Promise<RunningProgram>, logger: Logger): void {
  let stopping = false;
  const stopInOrder = async (): Promise<void> => {
    // A start that failed has been reported, and there is nothing to stop.
    const running = await starting.catch(() => undefined);
    if (running === undefined) return;
    try {
      await running.stop();
      logger.info('stopped');
    } catch (caught) {
      logger.error({ detail: caught instanceof Error ? caught.stack : String(caught) }, 'could not stop in order');
      process.exitCode = 1;
    }
  };
  const end = (signal: NodeJS.Signals): void => {
    if (stopping) process.exit(1);
    stopping = true;
    logger.info({ signal }, 'stopping');
    void stopInOrder().finally(() => flushLog(logFlushMs).then(() => process.exit()));
  };
  process.on('SIGTERM', end);
  process.on('SIGINT', end);
}

/** Reports on standard error why a program did not start: in German, in English, and the technical detail. */
function reportFailedStart(caught: unknown): void {
  process.stderr.write(`${linesAbout(caught).join('\n')}\n`);
}

function linesAbout(caught: unknown): readonly string[] {
  if (!(caught instanceof LotseError))
    return [caught instanceof Error ? (caught.stack ?? caught.message) : String(caught)];
  const { message, detail } = caught;
  return [germanOf(caught), message, ...(detail === undefined || message.includes(detail) ? [] : [`(${detail})`])];
}
