import type { RequestListener } from 'node:http';
import { join } from 'node:path';
import express from 'express';
import { ilias } from '../adapters/ilias/index.js';
import { createIliasXapi, iliasDialect, type IliasXapi } from '../adapters/ilias/xapi/index.js';
import { moodle } from '../adapters/moodle/index.js';
import { moodleDialect } from '../adapters/moodle/xapi/index.js';
import { openBlobs } from '../adapters/s3/index.js';
import {
  competencyStore,
  contentStore,
  holdFolder,
  lrsStore,
  ltiStore,
  moveContentFiles,
  openSqlite,
  peopleStore,
  sqliteFile,
} from '../adapters/sqlite/index.js';
import { type Configuration, type Logger, readEncryptionKey, systemClock, vocabularyFor } from '../base/index.js';
import { type CompetencyService, createCompetency } from '../competency/index.js';
import { createH5pContent, type H5pContent } from '../h5p-content/index.js';
import {
  type Agent,
  agentKey,
  createForwarding,
  createLrs,
  type Forwarding,
  type Lrs,
  type LrsStore,
  type OrganisationId,
  type StoreFile,
  takeTurns,
  watchStore,
} from '../lrs/index.js';
import {
  courseNames,
  createDeepLinking,
  createGrades,
  createKeyCare,
  createLaunch,
  createPlatforms,
  createRoster,
  type Grades,
  type InvitationLink,
  invite,
  type KeyCare,
  type Platforms,
  registrationRouter,
  sealedPlacements,
} from '../lti-tool/index.js';
import {
  adminBase,
  administratorAreas,
  adminSignIn,
  attemptPages,
  createStatementBrowser,
  gradesPages,
  matrixPages,
  pageAddresses,
  pathPages,
  pickerPages,
  platformsPages,
  playPages,
  startRoute,
  type StatementBrowser,
  teamPages,
  wayToMatrix,
} from '../pages/index.js';
import { createErasure, createVisits, type Erasure, type PeopleStore, readPlayedUnit } from '../people/index.js';
import {
  accessLog,
  assets,
  createMetrics,
  frontDoor,
  health,
  measureProcess,
  measureRequests,
  metricsRoute,
  notFound,
  pageErrorHandler,
  securityHeaders,
  watchAnswers,
} from '../web/index.js';
import { type EraseCounts, eraseElsewhere } from './erasure.js';
import { createOrganisations, type Organisations } from './organisations/index.js';

/** Lotse's parts, joined over one store; nothing listens or runs yet. */
export interface Lotse {
  readonly configuration: Configuration;
  readonly lrs: Lrs;
  readonly store: LrsStore;
  readonly people: PeopleStore;
  readonly content: H5pContent;
  /** The one way in which organisations come to be. */
  readonly organisations: Organisations;
  readonly competency: CompetencyService;
  readonly platforms: Platforms;
  /** Replaces signing keys in time, while it runs. */
  readonly keyCare: KeyCare;
  /** Makes a link by which one LMS can be connected to an organisation, once. */
  readonly invite: (organisation: OrganisationId) => Promise<InvitationLink>;
  readonly grades: Grades;
  /** Erases people from all of it. */
  readonly erasure: Erasure<EraseCounts>;
  readonly browser: StatementBrowser;
  readonly forwarding: Forwarding;
  /** ILIAS's own requests to the LRS, beyond xAPI. */
  readonly iliasXapi: IliasXapi;
  /** Everything that answers on Lotse's own address. */
  readonly application: RequestListener;
  /** Closes the store; whatever runs must have been stopped before. */
  close(): Promise<void>;
}

/**
 * Joins the parts.
 * @throws LotseError `store-unavailable` where the data folder or the database cannot be opened
 */
export async function composeLotse(configuration: Configuration, logger: Logger): Promise<Lotse> {
  const { data, synchronous, publicUrl, bodyLimit, attachmentLimit, launchHours, launchRate, requestRate } =
    configuration;
  const clock = systemClock;
  const vocabulary = vocabularyFor(publicUrl);
  const blobs = await openBlobs(configuration);
  const engine = await openSqlite({ path: join(data, 'lotse.sqlite'), synchronous });
  try {
    await moveContentFiles(engine, blobs.contents);
    const store = lrsStore(engine, blobs.attachments);
    const encryptionKey = readEncryptionKey(data);
    const bareTool = ltiStore(engine);
    const people = peopleStore(engine);
    const tool = { ...bareTool, placements: sealedPlacements(bareTool.placements, encryptionKey) };
    const lrs = createLrs({
      store,
      clock,
      logger,
      vocabulary,
      publicUrl,
      bodyLimit,
      attachmentLimit,
      requestRate,
      dialects: [iliasDialect, moodleDialect],
    });
    const iliasXapi = createIliasXapi({ access: lrs.access, store, clock, logger });
    const content = createH5pContent({
      store: contentStore(engine),
      blobs,
      lrs,
      vocabulary,
      publicUrl,
      logger,
      clock,
      readSession: readPlayedUnit,
      filesSecret: encryptionKey,
    });
    const visits = createVisits({ access: lrs.access, clock, publicUrl, hours: launchHours });
    const turns = takeTurns(store.leases, clock);
    const competencies = competencyStore(engine);
    const competency = createCompetency({
      store: competencies,
      stream: lrs.stream,
      clock,
      vocabulary,
      logger,
      turns,
      agentKeyOf: (agent) => agentKey(agent as Agent),
    });
    const platforms = createPlatforms({
      store: tool,
      clock,
      encryptionKey,
      adapters: [moodle, ilias],
      network: {
        allowInternal: configuration.allowInternalPlatforms,
        ownOrigins: configuration.demo ? [configuration.demoUrl] : [],
      },
    });
    const forwarding = createForwarding({ store, encryptionKey, clock, logger });
    const launch = createLaunch({
      store: tool,
      people,
      platforms,
      visits,
      content,
      pages: pageAddresses,
      clock,
      logger,
      publicUrl,
      launchRate,
    });
    const deepLinking = createDeepLinking({ platforms, logger, publicUrl });
    const roster = createRoster({ store: tool, people, platforms, clock, logger });
    const grades = createGrades({
      store: tool,
      platforms,
      stream: lrs.stream,
      statements: lrs.statements,
      attempts: content.attempts,
      catalogue: content.catalogue,
      vocabulary,
      clock,
      logger,
      turns,
    });
    const browser = createStatementBrowser({
      store,
      access: lrs.access,
      people,
      vocabulary,
      clock,
      logger,
      publicUrl,
      courseNames: courseNames(platforms, vocabulary),
      areas: administratorAreas,
    });
    const organisations = createOrganisations({
      access: lrs.access,
      organisations: store.access,
      content,
      store: tool,
      clock,
      logger,
    });
    const erasure = createErasure({ store, people, eraseElsewhere: eraseElsewhere({ content, tool }), clock });
    const keyCare = createKeyCare(platforms.signingKeys, configuration.keyRotationDays, logger);
    const registration = registrationRouter({
      store: tool,
      organisations: store.access,
      platforms,
      clock,
      logger,
      publicUrl,
      allowInternal: configuration.allowInternalPlatforms,
    });

    const metrics = createMetrics();
    measureProcess(metrics);
    watchStore(metrics, {
      writer: engine.writer,
      stream: store.stream,
      consumers: {
        competency: async (partition) => (await competencies.state(partition)).position,
        grades: (partition) => tool.grades.findGradeCursor(partition),
        forwarding: (partition) => forwarding.slowest(partition),
      },
    });
    metrics.gauge(
      'lotse_grades',
      'Grades on their way to an LMS: waiting for the next try, or failed for good.',
      async () =>
        Object.entries(await tool.grades.countQueuedGrades()).map(([state, value]) => ({ labels: { state }, value })),
    );

    const application = express();
    application.disable('x-powered-by');
    // One proxy, our own: what stands further left in X-Forwarded-For is the client's word.
    application.set('trust proxy', configuration.trustProxy ? 1 : false);
    application.use('/xapi', lrs.router);
    application.use('/api', iliasXapi.router);
    application.use(health(async () => void (await Promise.all([store.stream.listPartitions(), engine.writer.check()]))));
    application.use(metricsRoute(metrics, { token: configuration.metricsToken, publicUrl }));
    application.use('/h5p', content.router);
    application.use(securityHeaders, assets());
    application.use('/browser', browser.router);
    const signIn = adminSignIn({ access: lrs.access, people, clock, publicUrl });
    application.use(
      adminBase,
      signIn.router,
      platformsPages({ signIn, platforms, tool, store, clock, logger, publicUrl }),
    );
    application.use(adminBase, gradesPages({ signIn, grades, platforms, content, store, clock, logger }));
    application.use(visits.resume);
    application.use(
      '/lti',
      launch.router,
      pickerPages({ visits, deepLinking, content, frameworks: competency.frameworks, logger }),
      registration,
    );
    application.get('/', startRoute({ publicUrl, demoUrl: configuration.demo ? configuration.demoUrl : undefined }));
    const { followAttempt } = launch;
    application.use(playPages({ visits, followAttempt, content, competency }));
    application.use(pathPages({ visits, followAttempt, content, competency, people }));
    const attempts = { content, placements: tool.placements, vocabulary };
    application.use(attemptPages({ ...attempts, visits, lrs, competency, people, grades, roster, logger }));
    application.use(matrixPages({ ...attempts, visits, lrs, competency, people, organisations: store.access }));
    application.use(
      teamPages({ ...attempts, visits, lrs, competency, people, organisations: store.access, roster, clock, logger }),
    );
    application.use(notFound);
    application.use(pageErrorHandler(logger, { waysOn: wayToMatrix, scripts: visits.scriptsOfError }));

    const door = frontDoor({
      watch: watchAnswers(accessLog(logger), measureRequests(metrics)),
      direct: { base: '/xapi', handle: lrs.handle },
      application,
      trustProxy: configuration.trustProxy,
    });
    return {
      configuration,
      lrs,
      store,
      people,
      content,
      organisations,
      competency,
      platforms,
      grades,
      erasure,
      forwarding,
      iliasXapi,
      browser,
      application: door,
      keyCare,
      invite: (organisation) => invite({ store: tool, clock, publicUrl }, organisation),
      close: () => platforms.launches.keep().then(() => engine.close()),
    };
  } catch (caught) {
    await engine.close();
    throw caught;
  }
}

/** Holds an installation's data for the one process that serves it. */
export function holdData({ data }: Configuration): () => void {
  return holdFolder(data);
}

/** The file that an installation keeps its data in, for backups. */
export function storeFileOf({ data }: Configuration): StoreFile {
  return sqliteFile(data);
}
