import { afterAll, beforeAll } from '@jest/globals';
import express from 'express';
import type { JWTPayload } from 'jose';
import { pino } from 'pino';
import request, { type Response, type Test } from 'supertest';
import { iliasAdapter } from '../../adapters/ilias/index.js';
import { moodleAdapter } from '../../adapters/moodle/index.js';
import { moodleDialect } from '../../adapters/moodle/xapi/index.js';
import { Sqlite } from '../../adapters/sqlite/engine/index.js';
import { lrsStore, ltiStore, peopleStore } from '../../adapters/sqlite/index.js';
import { type Clock, LotseError, newSecret, newUuid, vocabularyFor } from '../../base/index.js';
import { starterFrameworks } from '../../competency/framework/index.js';
import type { AttemptRequest, Attempts, H5pContent } from '../../h5p-content/index.js';
import type { Attempt, CatalogueEntry } from '../../h5p-content/store/index.js';
import { createLrs } from '../../lrs/index.js';
import { organisationId, type OrganisationId } from '../../lrs/store/index.js';
import { createDeepLinking } from '../../lti-tool/deep-linking/index.js';
import { createLaunch, type LtiDetails, ltiDetailsOf } from '../../lti-tool/launch/index.js';
import { createPlatforms } from '../../lti-tool/platform/index.js';
import { pickerPages } from '../../pages/picker/index.js';
import { pageAddresses } from '../../pages/shared/index.js';
import { createVisits, type VisitRecord, parseVisit } from '../../people/visit/index.js';
import { createPageErrorHandler } from '../../web/index.js';
import { requestId } from './express-door.js';
import { type LmsPeer, PlatformPeer } from './platform-peer.js';
import { temporarySqlite } from './sqlite.js';

export const publicUrl = 'http://lotse.test';
export const nord = organisationId('nordwerk')!;

export function entry(id: string, title: string): CatalogueEntry {
  return {
    id,
    kind: 'unit',
    title,
    language: 'de',
    summary: `Zusammenfassung von ${title}`,
    minutes: 5,
    competencies: [{ framework: 'lotse', code: 'D1', level: 2 }],
    mainLibrary: { machineName: 'Lotse.MicroUnit', majorVersion: 1, minorVersion: 0 },
    version: 3,
    published: '2026-01-01T00:00:00.000Z',
    translations: {},
  };
}

export const contents = [
  entry('d1-entwicklungsgespraech', 'Das <Entwicklungsgespräch>'),
  entry('d2-lernen-begleiten', 'Lernen begleiten'),
];

/** A clock that follows the machine's until it is stopped, and can be set ahead. */
export interface MovableClock extends Clock {
  advance(milliseconds: number): void;
  stop(): void;
}

function movableClock(): MovableClock {
  let ahead = 0;
  let stopped: number | undefined;
  return {
    now: () => (stopped ?? Date.now()) + ahead,
    advance: (milliseconds) => void (ahead += milliseconds),
    stop: () => void (stopped ??= Date.now()),
  };
}

/** Contents as the launch sees them: two in the catalogue, and attempts that stay until they are started over. */
function contentInMemory(contents: () => readonly CatalogueEntry[]): {
  readonly catalogue: H5pContent['catalogue'];
  readonly attempts: Attempts;
  finish(registration: string): void;
} {
  const attempts = new Map<string, string>();
  const placed = [] as { readonly organisation: OrganisationId; attempt: Attempt }[];
  const keyOf = ({ organisation, actor, contentId, placement }: AttemptRequest): string =>
    JSON.stringify([organisation, actor, contentId, placement]);
  const begin =
    (fresh: boolean): Attempts['ensure'] =>
    async (place, registration = newUuid()) => {
      const { organisation, actor, contentId, placement } = place;
      const key = keyOf(place);
      if (!contents().some(({ id }) => id === contentId))
        throw new LotseError('unknown-content', 'This learning unit does not exist.');
      if (fresh || !attempts.has(key)) {
        attempts.set(key, registration);
        placed.push({
          organisation,
          attempt: {
            actor,
            contentId,
            placement,
            registration,
            version: 3,
            started: `2026-01-01T00:00:00.${String(placed.length).padStart(3, '0')}Z`,
          },
        });
      }
      return {
        actor,
        contentId,
        placement,
        registration: attempts.get(key)!,
        version: 3,
        started: '2026-01-01T00:00:00.000Z',
      };
    };
  return {
    catalogue: {
      find: async (organisation, id) =>
        organisation === nord ? contents().find((content) => content.id === id) : undefined,
      list: async (organisation) => (organisation === nord ? contents() : []),
    },
    finish: (registration) => {
      const found = placed.find(({ attempt }) => attempt.registration === registration);
      if (found !== undefined) found.attempt = { finished: '2026-01-01T01:00:00.000Z', ...found.attempt };
    },
    attempts: {
      ensure: begin(false),
      startOver: begin(true),
      findCurrent: async (place) => (attempts.has(keyOf(place)) ? begin(false)(place) : undefined),
      find: async (organisation, registration) =>
        placed.find((each) => each.organisation === organisation && each.attempt.registration === registration)
          ?.attempt,
      list: async (organisation, actors) =>
        placed
          .filter((each) => each.organisation === organisation && actors.includes(each.attempt.actor))
          .map(({ attempt }) => attempt),
    },
  };
}

/** A login that the tool has answered. */
export interface StartedLogin {
  readonly answer: Response;
  readonly next: URL;
  readonly state: string;
  readonly nonce: string;
  /** `name=value`, as the browser sends it back. */
  readonly cookie: string;
  readonly binding: string;
}

/** What may differ from test to test. */
export interface LtiToolOptions {
  /** Launches a second for one address; no limit unless given. */
  readonly launchRate?: number;
}

/** How many rows there are of each kind that a launch may leave behind: logins come and go, and what is noted of launches is no more than instants: they are not among them. */
function census(path: string): Readonly<Record<string, number>> {
  const database = new Sqlite(path, { readonly: true });
  try {
    const tables = database
      .prepare<[], string>(
        "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name NOT IN ('tool_login', 'tool_launch_trace') ORDER BY name",
      )
      .pluck()
      .all();
    return Object.fromEntries(
      tables.map((table) => [table, database.prepare<[], number>(`SELECT count(*) FROM "${table}"`).pluck().get()!]),
    );
  } finally {
    database.close();
  }
}

async function open(peer: LmsPeer, { launchRate = 0 }: LtiToolOptions = {}) {
  const { engine, path, close } = await temporarySqlite();
  const clock = movableClock();
  const log: Record<string, unknown>[] = [];
  const logger = pino(
    { base: null },
    { write: (line: string) => void log.push(JSON.parse(line) as Record<string, unknown>) },
  );
  const store = ltiStore(engine);
  const people = peopleStore(engine);
  const records = lrsStore(engine);
  const lrs = createLrs({
    store: records,
    clock,
    logger,
    vocabulary: vocabularyFor(publicUrl),
    publicUrl,
    bodyLimit: 1_000_000,
    dialects: [moodleDialect],
  });
  await lrs.access.createOrganisation({ id: nord, name: 'Nordwerk' });
  const catalogue = [...contents];
  const content = contentInMemory(() => catalogue);
  const play = { model: () => Promise.reject(new LotseError('internal', 'Nothing is played here.')) };
  const platforms = createPlatforms({
    store,
    clock,
    encryptionKey: newSecret(),
    network: { allowInternal: true },
    adapters: [moodleAdapter, iliasAdapter],
  });
  const visits = createVisits({ access: lrs.access, clock, publicUrl, hours: 8 });
  const launch = createLaunch({
    store,
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
  const units = { visits, attempts: content.attempts, followAttempt: launch.followAttempt };
  const application = express();
  application.use(requestId());
  application.use('/xapi', lrs.router);
  application.use(visits.resume);
  application.use(
    '/lti',
    launch.router,
    pickerPages({
      visits,
      deepLinking: createDeepLinking({ platforms, logger, publicUrl }),
      content: { ...content, play },
      frameworks: starterFrameworks(),
      logger,
    }),
  );
  application.use(createPageErrorHandler(logger));
  const platform = await platforms.register(nord, peer.registration);
  peer.now = () => clock.now();
  peer.toolKeys = async () => ({ keys: (await platforms.publishedKeys()).map((key) => ({ ...key })) });

  const tool = {
    /** What is in the organisation's catalogue; tests may change it. */
    contents: catalogue,
    catalogue: content.catalogue,
    attempts: content.attempts,
    application,
    store,
    people,
    /** Marks an attempt as finished, as the player's door does. */
    finish: content.finish,
    /** What the LRS keeps. */
    records,
    lrs,
    platforms,
    launch,
    visits,
    /** Dependencies of opening units. */
    units,
    clock,
    platform,
    peer,
    log,
    logger,
    close,

    /** Parameters of a login as the peer would begin it. */
    initiation(overrides: Readonly<Record<string, string | undefined>> = {}): Record<string, string> {
      const all: Readonly<Record<string, string | undefined>> = {
        iss: peer.url,
        login_hint: 'hint-17',
        target_link_uri: `${publicUrl}/lti/launch`,
        client_id: peer.clientId,
        lti_deployment_id: peer.deploymentId,
        lti_message_hint: '{"cmid":5,"launchid":"x y&z"}',
        ...overrides,
      };
      return Object.fromEntries(Object.entries(all).filter((pair): pair is [string, string] => pair[1] !== undefined));
    },

    /** @param parameters `launch`: the token of the visit that asks, sent as its pages' scripts do */
    get(address: string, { launch: token, ...parameters }: Readonly<Record<string, string>> = {}): Test {
      return authorized(request(application).get(address).query(parameters), token);
    },

    /** @param form `launch`: see `get` */
    post(address: string, { launch: token, ...form }: Readonly<Record<string, string | readonly string[]>>): Test {
      return authorized(request(application).post(address).type('form').send(form), token);
    },

    /** Begins a login and reads the page that answers it. */
    async begin(overrides: Readonly<Record<string, string | undefined>> = {}): Promise<StartedLogin> {
      const answer = await tool.get('/lti/login', tool.initiation(overrides)).expect(200);
      const data = pageData(answer.text) as { next: string; binding: string };
      const next = new URL(data.next);
      const cookie = (answer.headers['set-cookie'] as unknown as string[])[0]!.split(';')[0]!;
      return {
        answer,
        next,
        state: next.searchParams.get('state')!,
        nonce: next.searchParams.get('nonce')!,
        cookie,
        binding: data.binding,
      };
    },

    /** Posts what the LMS answers, from the browser that holds the cookie. */
    answer(login: StartedLogin, idToken: string): Test {
      return tool.post('/lti/launch', { id_token: idToken, state: login.state }).set('Cookie', login.cookie);
    },

    /** A whole launch with the claims that are made for its nonce. */
    async launchAs(claims: (nonce: string) => JWTPayload): Promise<Response> {
      const login = await tool.begin();
      return tool.answer(login, await peer.sign(claims(login.nonce)));
    },

    /** A whole launch of the peer's usual learner, but for these claims. */
    launchWith(overrides: Readonly<Record<string, unknown>> = {}): Promise<Response> {
      return tool.launchAs((nonce) => peer.claims(nonce, overrides));
    },

    /** The visit behind the redirect that a launch ends with, with what the launch kept for itself. */
    async sessionOf(answer: Response): Promise<{
      readonly path: string;
      readonly handle: string;
      readonly token: string;
      /** `name=value`, as the browser sends it back. */
      readonly cookie: string;
      readonly session: LaunchedVisit;
      readonly scopes: readonly string[];
      readonly activity: string | undefined;
    }> {
      const location = new URL(answer.headers['location'] as unknown as string);
      const handle = location.searchParams.get('visit')!;
      const cookie = visitCookie(answer, handle);
      const token = cookie.split('=')[1]!;
      const grant = await lrs.access.resolveToken(token);
      return {
        path: location.origin + location.pathname,
        handle,
        token,
        cookie,
        session: launchedVisit(grant.session),
        scopes: grant.scopes,
        activity: grant.activity,
      };
    },

    /** The reasons that the log gives. */
    get reasons(): readonly unknown[] {
      return log.map(({ detail }) => detail).filter((detail) => detail !== undefined);
    },

    /** What launches have left in the store, by table. */
    census: () => census(path),
  };
  return tool;
}

/** The tool's side of LTI on a store of its own, with one platform registered. */
export type LtiTool = Awaited<ReturnType<typeof open>>;
export const LtiTool = { open };

/** A peer and a tool for the tests of a file or block, handed over before the first; both end with the last. */
export function useLtiTool(
  handOver: (opened: { readonly peer: PlatformPeer; readonly tool: LtiTool }) => void,
  options: LtiToolOptions = {},
): void {
  let peer: PlatformPeer | undefined;
  let tool: LtiTool | undefined;
  beforeAll(async () => {
    peer = await PlatformPeer.start();
    tool = await open(peer, options);
    handOver({ peer, tool });
  });
  afterAll(async () => {
    await tool?.close();
    await peer?.close();
  });
}

function authorized(asked: Test, token: string | readonly string[] | undefined): Test {
  return asked.set({ Accept: 'text/html', ...(typeof token === 'string' ? { Authorization: `Bearer ${token}` } : {}) });
}

/** A visit that a launch ended in, with what it is about and what the launch kept with it laid out side by side. */
export type LaunchedVisit = VisitRecord &
  Omit<LtiDetails, 'path'> &
  Partial<NonNullable<VisitRecord['unit']>> &
  VisitRecord['identity'];

export function launchedVisit(session: string): LaunchedVisit {
  const visit = parseVisit(session)!;
  const { path: _, ...details } = ltiDetailsOf(visit)!;
  return { ...visit, ...details, ...visit.unit, ...visit.identity };
}

/** The visit of somebody who was launched from a course of the peer's, as far as its roster looks at it. */
export function courseVisit(
  tool: LtiTool,
  peer: Pick<LmsPeer, 'url'>,
  { contextId, ...details }: { readonly contextId: string } & Partial<LtiDetails>,
): Pick<VisitRecord, 'identity' | 'course' | 'wayIn'> {
  return {
    identity: { issuer: peer.url, subject: 'trainer' },
    course: { id: contextId, platformId: tool.platform.id },
    wayIn: { name: 'lti', details: { platformId: tool.platform.id, deploymentId: '1', ...details } },
  };
}

/** The cookie of a visit that an answer sets, `name=value`. */
export function visitCookie(answer: Response, handle: string): string {
  const cookies = answer.headers['set-cookie'] as unknown as readonly string[];
  return cookies.map((each) => each.split(';')[0]!).find((each) => each.includes(`lotse-visit-${handle}=`))!;
}

/** What a page hands to its script. */
export function pageData(markup: string): unknown {
  return JSON.parse(/<script type="application\/json" id="data">(.*?)<\/script>/s.exec(markup)![1]!);
}
