import express, { type Express } from 'express';
import { createIliasXapi, iliasDialect, type IliasXapi } from '../adapters/ilias/xapi/index.js';
import { moodleDialect } from '../adapters/moodle/xapi/index.js';
import {
  type Configuration,
  type Logger,
  LotseError,
  readEncryptionKey,
  systemClock,
  vocabularyFor,
} from '../base/index.js';
import { createForwarding, createLrs, type Forwarding, type Lrs, measureStore } from '../lrs/index.js';
import { createStatementBrowser, type StatementBrowser } from '../pages/index.js';
import {
  createAccessLog,
  assets,
  createMetrics,
  createErrorHandler,
  createFrontDoor,
  createHealthRouter,
  listen,
  measureProcess,
  measureRequests,
  type Metrics,
  createMetricsRouter,
  type RunningProgram,
  runUntilSignal,
  securityHeaders,
  observeRequests,
} from '../web/index.js';
import { openConfiguredStores, type Stores } from './stores.js';

/** The LRS alone: `/xapi`, `/browser`, `/healthz`, `/readyz`. */
async function start(configuration: Configuration, logger: Logger): Promise<RunningProgram> {
  const stores = await openConfiguredStores(configuration, 'serve');
  try {
    return await serve(configuration, logger, stores);
  } catch (caught) {
    await stores.close();
    throw caught;
  }
}

/** The metrics. */
function measured({ health, lrs: { stream } }: Stores, forwarding: Forwarding): Metrics {
  const metrics = createMetrics();
  measureProcess(metrics);
  measureStore(metrics, { health, stream, consumers: { forwarding: (partition) => forwarding.slowest(partition) } });
  return metrics;
}

/** The parts with routes of their own. */
interface Answering {
  readonly lrs: Pick<Lrs, 'router'>;
  readonly iliasXapi: Pick<IliasXapi, 'router'>;
  readonly browser: Pick<StatementBrowser, 'router'>;
  readonly isReady: () => Promise<void>;
}

/** The routes besides the direct one of the LRS. */
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
  application.use(createHealthRouter(isReady));
  application.use(
    createMetricsRouter(metrics, { token: configuration.metricsToken, publicUrl: configuration.publicUrl }),
  );
  application.use(securityHeaders, assets());
  application.use('/browser', browser.router);
  application.use(() => {
    throw new LotseError(
      'not-found',
      'There is nothing at this address. The LRS is at /xapi, its statement browser at /browser.',
    );
  });
  application.use(createErrorHandler(logger));
  return application;
}

async function serve(configuration: Configuration, logger: Logger, stores: Stores): Promise<RunningProgram> {
  const { data, publicUrl, bodyLimit, attachmentLimit, requestRate } = configuration;
  const encryptionKey = readEncryptionKey(data);
  const store = stores.lrs;
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
    people: stores.people,
    vocabulary,
    clock: systemClock,
    logger,
    publicUrl,
  });

  const forwarding = createForwarding({ store, encryptionKey, clock: systemClock, logger });
  const metrics = measured(stores, forwarding);

  const application = createApplication(configuration, logger, metrics, {
    lrs,
    iliasXapi,
    browser,
    isReady: () => stores.health.checkStore(),
  });
  const door = createFrontDoor({
    observe: observeRequests(createAccessLog(logger), measureRequests(metrics)),
    direct: { base: '/xapi', handle: lrs.handle },
    application,
    trustProxy: configuration.trustProxy,
  });
  const server = await listen(door, configuration);
  await forwarding.start();
  logger.info({ url: `${server.url}/xapi` }, 'The LRS is ready.');
  return {
    stop: async () => {
      browser.close();
      await server.close();
      await forwarding.stop();
      await iliasXapi.stop();
      await stores.close();
    },
  };
}

await runUntilSignal(start);
