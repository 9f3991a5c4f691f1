import type { RequestListener } from 'node:http';
import express, { type Express } from 'express';
import { iliasAdapter } from '../adapters/ilias/index.js';
import { createIliasXapi, iliasDialect, type IliasXapi } from '../adapters/ilias/xapi/index.js';
import { moodleAdapter } from '../adapters/moodle/index.js';
import { moodleDialect } from '../adapters/moodle/xapi/index.js';
import { type Configuration, type Logger, readEncryptionKey, systemClock, vocabularyFor } from '../base/index.js';
import { type CompetencyService, createCompetency } from '../competency/index.js';
import { createH5pContent, type H5pContent } from '../h5p-content/index.js';
import {
  type Actor,
  actorKey,
  createForwarding,
  createLrs,
  type Forwarding,
  type Lrs,
  type LrsStore,
  type OrganisationId,
  createProcessLeases,
  measureStore,
} from '../lrs/index.js';
import {
  courseNames,
  createDeepLinking,
  createGrades,
  createKeyRotation,
  createLaunch,
  createPlatforms,
  createRoster,
  type Grades,
  type InvitationLink,
  invite,
  type KeyRotation,
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
  matrixAction,
} from '../pages/index.js';
import { createErasure, createVisits, type Erasure, type PeopleStore, parsePlayedUnit } from '../people/index.js';
import {
  createAccessLog,
  assets,
  createMetrics,
  createFrontDoor,
  createHealthRouter,
  measureProcess,
  measureRequests,
  type Metrics,
  createMetricsRouter,
  handleNotFound,
  createPageErrorHandler,
  securityHeaders,
  observeRequests,
} from '../web/index.js';
import { type EraseCounts, eraseElsewhere } from './erasure.js';
import { createOrganisations, type Organisations } from './organisations/index.js';
import { openConfiguredStores, type Stores, type StoreUse } from './stores.js';

/** Lotse's parts, joined over one store; nothing listens or runs yet. */
export interface Lotse {
  readonly configuration: Configuration;
  readonly lrs: Lrs;
  readonly store: LrsStore;
  readonly people: PeopleStore;
  readonly content: H5pContent;
  /** The only way to provision organisations. */
  readonly organisations: Organisations;
  readonly competency: CompetencyService;
  readonly platforms: Platforms;
  /** Replaces signing keys in time, while it runs. */
  readonly keyRotation: KeyRotation;
  /** Creates a link by which one LMS can register with an organisation, once. */
  readonly invite: (organisation: OrganisationId) => Promise<InvitationLink>;
  readonly grades: Grades;
  /** Erases people from all of them. */
  readonly erasure: Erasure<EraseCounts>;
  readonly browser: StatementBrowser;
  readonly forwarding: Forwarding;
  /** ILIAS's own requests to the LRS, beyond xAPI. */
  readonly iliasXapi: IliasXapi;
  /** Everything behind Lotse's own address. */
  readonly application: RequestListener;
  /** Closes the store; everything running must have been stopped before. */
  close(): Promise<void>;
}

/** The stores, and the dependencies of every part. */
function openParts(configuration: Configuration, logger: Logger, stores: Stores) {
  const encryptionKey = readEncryptionKey(configuration.data);
  return {
    configuration,
    logger,
    clock: systemClock,
    vocabulary: vocabularyFor(configuration.publicUrl),
    publicUrl: configuration.publicUrl,
    encryptionKey,
    blobs: stores.blobs,
    health: stores.health,
    store: stores.lrs,
    people: stores.people,
    tool: { ...stores.lti, placements: sealedPlacements(stores.lti.placements, encryptionKey) },
    contents: stores.content,
    competencies: stores.competency,
  };
}

type Parts = ReturnType<typeof openParts>;

/** The LRS, and the parts that work with its statements. */
function joinLearning(parts: Parts) {
  const { configuration, logger, clock, vocabulary, publicUrl, encryptionKey, store } = parts;
  const { bodyLimit, attachmentLimit, requestRate, launchHours: hours } = configuration;
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
  const content = createH5pContent({
    store: parts.contents,
    blobs: parts.blobs,
    lrs,
    vocabulary,
    publicUrl,
    logger,
    clock,
    readSession: parsePlayedUnit,
    filesSecret: encryptionKey,
  });
  const processLeases = createProcessLeases(store.leases, clock);
  const competency = createCompetency({
    store: parts.competencies,
    stream: lrs.stream,
    clock,
    vocabulary,
    logger,
    leases: processLeases,
    agentKeyOf: (agent) => actorKey(agent as Actor),
  });
  return {
    lrs,
    iliasXapi: createIliasXapi({ access: lrs.access, store, clock, logger }),
    content,
    visits: createVisits({ access: lrs.access, clock, publicUrl, hours }),
    processLeases,
    competency,
    forwarding: createForwarding({ store, encryptionKey, clock, logger }),
  };
}

type Learning = ReturnType<typeof joinLearning>;

/** The services of LTI. */
function joinPlatforms(parts: Parts, { lrs, content, visits, processLeases }: Learning) {
  const { configuration, logger, clock, vocabulary, publicUrl, store, people, tool } = parts;
  const { allowInternalPlatforms: allowInternal, launchRate } = configuration;
  const platforms = createPlatforms({
    store: tool,
    clock,
    encryptionKey: parts.encryptionKey,
    adapters: [moodleAdapter, iliasAdapter],
    network: { allowInternal, ownOrigins: configuration.demo ? [configuration.demoUrl] : [] },
  });
  const common = { platforms, clock, logger, publicUrl };
  return {
    platforms,
    launch: createLaunch({ ...common, store: tool, people, visits, content, pages: pageAddresses, launchRate }),
    deepLinking: createDeepLinking(common),
    roster: createRoster({ ...common, store: tool, people }),
    grades: createGrades({
      ...common,
      store: tool,
      stream: lrs.stream,
      statements: lrs.statements,
      attempts: content.attempts,
      catalogue: content.catalogue,
      vocabulary,
      leases: processLeases,
    }),
    registration: registrationRouter({ ...common, store: tool, organisations: store.access, allowInternal }),
    keyRotation: createKeyRotation(platforms.signingKeys, configuration.keyRotationDays, logger),
  };
}

type PlatformParts = ReturnType<typeof joinPlatforms>;

/** The administrators' pages. */
function joinAdministration(parts: Parts, { lrs, content }: Learning, { platforms }: PlatformParts) {
  const { logger, clock, vocabulary, publicUrl, store, people, tool } = parts;
  return {
    browser: createStatementBrowser({
      store,
      access: lrs.access,
      people,
      vocabulary,
      clock,
      logger,
      publicUrl,
      courseNames: courseNames(platforms, vocabulary),
      areas: administratorAreas,
    }),
    organisations: createOrganisations({
      access: lrs.access,
      organisations: store.access,
      content,
      store: tool,
      clock,
      logger,
    }),
    erasure: createErasure({ store, people, eraseElsewhere: eraseElsewhere({ content, tool }), clock }),
  };
}

type Rooms = Learning & PlatformParts & ReturnType<typeof joinAdministration>;

/** The metrics. */
function measured({ health, store, competencies, tool }: Parts, { forwarding }: Rooms): Metrics {
  const metrics = createMetrics();
  measureProcess(metrics);
  measureStore(metrics, {
    health,
    stream: store.stream,
    consumers: {
      competency: async (partition) => (await competencies.findProjectionState(partition)).position,
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
  return metrics;
}

/** The pages for administrators, behind their sign-in. */
function mountAdministration(application: Express, parts: Parts, rooms: Rooms): void {
  const { logger, clock, publicUrl, store, people, tool } = parts;
  const { lrs, content, platforms, grades } = rooms;
  const signIn = adminSignIn({ access: lrs.access, people, clock, publicUrl });
  application.use(
    adminBase,
    signIn.router,
    platformsPages({ signIn, platforms, tool, store, clock, logger, publicUrl }),
  );
  application.use(adminBase, gradesPages({ signIn, grades, platforms, content, store, clock, logger }));
}

/** The pages for visitors. */
function mountPages(application: Express, parts: Parts, rooms: Rooms): void {
  const { logger, clock, vocabulary, store, people, tool } = parts;
  const { lrs, content, visits, competency, grades, roster, launch } = rooms;
  const { followAttempt } = launch;
  application.use(playPages({ visits, followAttempt, content, competency }));
  application.use(pathPages({ visits, followAttempt, content, competency, people }));
  const attempts = { content, placements: tool.placements, vocabulary };
  const organisations = store.access;
  application.use(attemptPages({ ...attempts, visits, lrs, competency, people, grades, roster, logger }));
  application.use(matrixPages({ ...attempts, visits, lrs, competency, people, organisations }));
  application.use(teamPages({ ...attempts, visits, lrs, competency, people, organisations, roster, clock, logger }));
}

/** Everything behind Lotse's own address, in order of precedence. */
function joinApplication(parts: Parts, rooms: Rooms): RequestListener {
  const { configuration, logger, publicUrl } = parts;
  const { lrs, content, visits, launch, deepLinking, competency } = rooms;
  const metrics = measured(parts, rooms);
  const application = express();
  application.disable('x-powered-by');
  // One proxy, our own: what stands further left in X-Forwarded-For is the client's word.
  application.set('trust proxy', configuration.trustProxy ? 1 : false);
  application.use('/xapi', lrs.router);
  application.use('/api', rooms.iliasXapi.router);
  application.use(createHealthRouter(() => parts.health.checkStore()));
  application.use(createMetricsRouter(metrics, { token: configuration.metricsToken, publicUrl }));
  application.use('/h5p', content.router);
  application.use(securityHeaders, assets());
  application.use('/browser', rooms.browser.router);
  mountAdministration(application, parts, rooms);
  application.use(visits.resume);
  application.use(
    '/lti',
    launch.router,
    pickerPages({ visits, deepLinking, content, frameworks: competency.frameworks, logger }),
    rooms.registration,
  );
  application.get('/', startRoute({ publicUrl, demoUrl: configuration.demo ? configuration.demoUrl : undefined }));
  mountPages(application, parts, rooms);
  application.use(handleNotFound);
  application.use(
    createPageErrorHandler(logger, {
      actions: matrixAction,
      scripts: (error, request) => visits.scriptsOfError(error, request),
    }),
  );
  return createFrontDoor({
    observe: observeRequests(createAccessLog(logger), measureRequests(metrics)),
    direct: { base: '/xapi', handle: lrs.handle },
    application,
    trustProxy: configuration.trustProxy,
  });
}

/**
 * Composes the parts.
 * @throws LotseError `store-unavailable` if the data folder or the database cannot be opened
 */
export async function composeLotse(configuration: Configuration, logger: Logger, use: StoreUse): Promise<Lotse> {
  const stores = await openConfiguredStores(configuration, use);
  try {
    const parts = openParts(configuration, logger, stores);
    const { store, people, tool, clock, publicUrl } = parts;
    const learning = joinLearning(parts);
    const lms = joinPlatforms(parts, learning);
    const administration = joinAdministration(parts, learning, lms);
    const { lrs, content, competency, forwarding, iliasXapi } = learning;
    const { platforms, grades, keyRotation } = lms;
    return {
      configuration,
      lrs,
      store,
      people,
      content,
      competency,
      platforms,
      grades,
      forwarding,
      iliasXapi,
      ...administration,
      application: joinApplication(parts, { ...learning, ...lms, ...administration }),
      keyRotation,
      invite: (organisation) => invite({ store: tool, clock, publicUrl }, organisation),
      close: () => platforms.launches.flush().then(() => stores.close()),
    };
  } catch (caught) {
    await stores.close();
    throw caught;
  }
}
