import { join } from 'node:path';
import express from 'express';
import { createIliasXapi, iliasDialect } from '../adapters/ilias/xapi/index.js';
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
import { createForwarding, createLrs, watchStore } from '../lrs/index.js';
import { createStatementBrowser } from '../pages/index.js';
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

async function serve(configuration: Configuration, logger: Logger, release: () => void): Promise<Running> {
  const encryptionKey = readEncryptionKey(configuration.data);
  const { attachments } = await openBlobs(configuration);
  const engine = await openSqlite({
    path: join(configuration.data, 'lotse.sqlite'),
    synchronous: configuration.synchronous,
  });
  const store = lrsStore(engine, attachments);
  const { publicUrl, bodyLimit, attachmentLimit, requestRate } = configuration;
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
  const metrics = createMetrics();
  measureProcess(metrics);
  watchStore(metrics, {
    writer: engine.writer,
    stream: store.stream,
    consumers: { forwarding: (partition) => forwarding.slowest(partition) },
  });

  const application = express();
  application.disable('x-powered-by');
  // One proxy, our own: what stands further left in X-Forwarded-For is the client's word.
  application.set('trust proxy', configuration.trustProxy ? 1 : false);
  application.use('/xapi', lrs.router);
  application.use('/api', iliasXapi.router);
  application.use(health(async () => void (await Promise.all([store.stream.listPartitions(), engine.writer.check()]))));
  application.use(metricsRoute(metrics, { token: configuration.metricsToken, publicUrl }));
  application.use(securityHeaders, assets());
  application.use('/browser', browser.router);
  application.use(() => {
    throw new LotseError(
      'not-found',
      'There is nothing at this address. The LRS is at /xapi, its statement browser at /browser.',
    );
  });
  application.use(errorHandler(logger));

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
