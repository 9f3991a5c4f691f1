import { createLogger, endLog, LotseError, readConfiguration, type Configuration, type Logger } from '../base/index.js';

/** What a running program can end in order. */
export interface Running {
  /** Finishes what has begun, then resolves. */
  stop(): Promise<void>;
}

/** How long the last lines of the log may take to be written, in milliseconds. */
const logPatience = 2_000;

/**
 * Runs a program with the environment's configuration until SIGTERM or SIGINT, then stops it in order; a second signal
 * ends it at once. A start that fails is told in one sentence, without a stack trace, where the sentence says all there
 * is to know.
 */
export async function runUntilSignal(start: (configuration: Configuration, logger: Logger) => Promise<Running>): Promise<void> {
  let running: Running;
  let logger: Logger;
  try {
    const configuration = readConfiguration(process.env);
    logger = createLogger(configuration.logLevel);
    running = await start(configuration, logger);
    // Whoever waits for it sees at once that it is ready.
    logger.flush();
  } catch (caught) {
    reportFailedStart(caught);
    process.exitCode = 1;
    return;
  }
  let stopping = false;
  const end = (signal: NodeJS.Signals): void => {
    if (stopping) process.exit(1);
    stopping = true;
    logger.info({ signal }, 'stopping');
    running.stop().then(
      () => logger.info('stopped'),
      (caught: unknown) => {
        logger.error({ detail: caught instanceof Error ? caught.stack : String(caught) }, 'could not stop in order');
        process.exitCode = 1;
      },
    ).finally(() => endLog(logPatience).then(() => process.exit()));
  };
  process.on('SIGTERM', end);
  process.on('SIGINT', end);
}

/** Says on standard error why a program did not start. */
function reportFailedStart(caught: unknown): void {
  const text = caught instanceof LotseError ? caught.message : caught instanceof Error ? (caught.stack ?? caught.message) : String(caught);
  process.stderr.write(`${text}\n`);
}
