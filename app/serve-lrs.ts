import { join } from 'node:path';
import express, { type Express } from 'express';
import { createIliasXapi, iliasDialect, type IliasXapi } from '../adapters/ilias/xapi/index.js';
import { moodleDialect } from '../adapters/moodle/xapi/index.js';
import { openBlobs } from '../adapters/s3/index.js';
import { holdFolder, lrsStore, openSqlite, peopleStore } from '../adapters/sqlite/index.js';
import {
  type Configuration,
  type Logger,
  LotseError,
  readEncryptionKey,
  systemClock,
  vocabularyFor,
} from '../base/index.js';
import { createForwarding, createLrs, type Forwarding, type Lrs, type LrsStore, watchStore } from '../lrs/index.js';
import { createStatementBrowser, type StatementBrowser } from '../pages/index.js';
import {
  accessLog,
  assets,
  createMetrics,
  errorHandler,
  frontDoor,
  health,
  listen,
  measureProcess,
  measureRequests,
  type Metrics,
  metricsRoute,
  type Running,
  runUntilSignal,
  securityHeaders,
  watchAnswers,
} from '../web/index.js';

/** The LRS alone: `/xapi`, `/browser`, `/healthz`, `/readyz`. */
async function start(configuration: Configuration, logger: Logger): Promise<Running> {
  const release = holdFolder(configuration.data);
  return serve(configuration, logger, release).catch((caught: unknown) => {
    release();
    throw caught;
  });
}

/** What `/metrics` tells. */
function measured(
  { writer }: Awaited<ReturnType<typeof openSqlite>>,
  { stream }: Pick<LrsStore, 'stream'>,
  forwarding: Forwarding,
): Metrics {
  const metrics = createMetrics();
  measureProcess(metrics);
  watchStore(metrics, { writer, stream, consumers: { forwarding: (partition) => forwarding.slowest(partition) } });
  return metrics;
}

/** What has routes of its own. */
interface Answering {
  readonly lrs: Pick<Lrs, 'router'>;
  readonly iliasXapi: Pick<IliasXapi, 'router'>;
  readonly browser: Pick<StatementBrowser, 'router'>;
  readonly isReady: () => Promise<void>;
}

/** What answers beside the direct way into the LRS. */
function createApplication(
  configuration: Configuration,
  logger: Logger,
  metrics: Metrics,
  { lrs, iliasXapi, browser, isReady }: Answering,
): Express {
  const application = express();
  application.disable('x-powered-by');
  // One proxy, our own: what stands further left in X-Forwarded-For is the client's word.
  application.set('trust proxy', configuration.trustProxy ? 1 : false);
  application.use('/xapi', lrs.router);
  application.use('/api', iliasXapi.router);
  application.use(health(isReady));
  application.use(metricsRoute(metrics, { token: configuration.metricsToken, publicUrl: configuration.publicUrl }));
  application.use(securityHeaders, assets());
  application.use('/browser', browser.router);
  application.use(() => {
    throw new LotseError(
      'not-found',
      'There is nothing at this address. The LRS is at /xapi, its statement browser at /browser.',
    );
  });
  application.use(errorHandler(logger));
  return application;
}

async function serve(configuration: Configuration, logger: Logger, release: () => void): Promise<Running> {
  const { data, synchronous, publicUrl, bodyLimit, attachmentLimit, requestRate } = configuration;
  const encryptionKey = readEncryptionKey(data);
  const { attachments } = await openBlobs(configuration);
  const engine = await openSqlite({ path: join(data, 'lotse.sqlite'), synchronous });
  const store = lrsStore(engine, attachments);
  const vocabulary = vocabularyFor(publicUrl);
  const lrs = createLrs({
    store,
    clock: systemClock,
    logger,
    vocabulary,
    publicUrl,
    bodyLimit,
    attachmentLimit,
    requestRate,
    dialects: [iliasDialect, moodleDialect],
  });
  const iliasXapi = createIliasXapi({ access: lrs.access, store, clock: systemClock, logger });
  const browser = createStatementBrowser({
    store,
    access: lrs.access,
    people: peopleStore(engine),
    vocabulary,
    clock: systemClock,
    logger,
    publicUrl,
  });

  const forwarding = createForwarding({ store, encryptionKey, clock: systemClock, logger });
  const metrics = measured(engine, store, forwarding);

  const application = createApplication(configuration, logger, metrics, {
    lrs,
    iliasXapi,
    browser,
    isReady: async () => void (await Promise.all([store.stream.listPartitions(), engine.writer.check()])),
  });
  const door = frontDoor({
    watch: watchAnswers(accessLog(logger), measureRequests(metrics)),
    direct: { base: '/xapi', handle: lrs.handle },
    application,
    trustProxy: configuration.trustProxy,
  });
  const server = await listen(door, configuration).catch(async (caught: unknown) => {
    await engine.close();
    throw caught;
  });
  await forwarding.start();
  logger.info({ url: `${server.url}/xapi` }, 'The LRS is ready.');
  return {
    stop: async () => {
      browser.close();
      await server.close();
      await forwarding.stop();
      await iliasXapi.stop();
      await engine.close();
      release();
    },
  };
}

await runUntilSignal(start);
