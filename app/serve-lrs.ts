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
import { createForwarding, createLrs, type Forwarding, type Lrs, watchStore } from '../lrs/index.js';
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
import { openStores, type Stores } from './stores.js';

/** The LRS alone: `/xapi`, `/browser`, `/healthz`, `/readyz`. */
async function start(configuration: Configuration, logger: Logger): Promise<Running> {
  const stores = await openStores(configuration, 'serve');
  try {
    return await serve(configuration, logger, stores);
  } catch (caught) {
    await stores.close();
    throw caught;
  }
}

/** What `/metrics` tells. */
function measured({ health, lrs: { stream } }: Stores, forwarding: Forwarding): Metrics {
  const metrics = createMetrics();
  measureProcess(metrics);
  watchStore(metrics, { health, stream, consumers: { forwarding: (partition) => forwarding.slowest(partition) } });
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

async function serve(configuration: Configuration, logger: Logger, stores: Stores): Promise<Running> {
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
  const door = frontDoor({
    watch: watchAnswers(accessLog(logger), measureRequests(metrics)),
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
