import { createServer, type Server } from 'node:http';
import { join } from 'node:path';
import express, { type RequestHandler } from 'express';
import { blobFolder } from '../../adapters/files/index.js';
import { type BlobPlaces, createLogger, uuidFrom, type Vocabulary, vocabularyFor } from '../../base/index.js';
import { createH5pContent, type H5pContent } from '../../h5p-content/index.js';
import type { PlayModel } from '../../h5p-content/play/index.js';
import type { ContentStore } from '../../h5p-content/store/index.js';
import { createLrs, type Lrs } from '../../lrs/index.js';
import { type Agent, agentKey } from '../../lrs/statement/index.js';
import { organisationId, type OrganisationId } from '../../lrs/store/index.js';
import { type VisitRecord, parsePlayedUnit } from '../../people/visit/index.js';
import { html, jsonScript, raw } from '../../web/index.js';
import { person, publicUrl, testClock, type TestClock } from './lrs-server.js';
import { projectRoot } from './project-root.js';
import { temporaryFolder, temporaryStores } from './sqlite.js';
import { putPixel, tinyDraft, writeTinyType } from './tiny-type.js';

/** A launch as lti-tool would make it. */
export interface TestLaunch {
  readonly token: string;
  readonly registration: string;
  readonly actor: Agent;
  readonly organisation: OrganisationId;
  /** The person's id in H5P's learner state. */
  readonly personId: string;
}

/** What tells one launch from another. */
export interface LaunchWish {
  readonly organisation?: OrganisationId;
  readonly learner?: string;
  readonly content?: string;
  readonly placement?: string;
  readonly language?: 'de' | 'en';
  readonly course?: { readonly id: string; readonly title?: string; readonly platformId: string };
  /** Seconds that the token lives. */
  readonly seconds?: number;
}

/** Player, LRS and a bare page, over HTTP. */
export interface PlayServer {
  readonly server: Server;
  readonly port: number;
  readonly lrs: Lrs;
  readonly content: H5pContent;
  readonly store: ContentStore;
  readonly blobs: Pick<BlobPlaces, 'contents' | 'libraries'>;
  readonly clock: TestClock;
  readonly vocabulary: Vocabulary;
  readonly one: OrganisationId;
  readonly two: OrganisationId;
  launch(wish?: LaunchWish): Promise<TestLaunch>;
  /** Statements of an organisation, oldest first. */
  statements(organisation?: OrganisationId): Promise<readonly Record<string, unknown>[]>;
  close(): Promise<void>;
}

/** As little of a page as playing needs; lti-tool has the real one. */
function page(model: PlayModel): string {
  return html`<!doctype html>
    <html lang="de">
      <head>
        <meta charset="utf-8" />
        <title>${model.title}</title>
        ${model.styles.map((style) => html`<link rel="stylesheet" href="${style}" />`)}
        ${jsonScript('play-data', model.integration)}
        ${model.scripts.map((script) => html`<script src="${script}" defer></script>`)}
      </head>
      <body>
        <main lang="${model.language}">${raw(model.contentHtml)}</main>
        <p id="play-status"></p>
      </body>
    </html>`.text;
}

/**
 * Two organisations, `one` and `two`, each with the content `tiny`; `one` also with `other`.
 * @param options.builtTypes play with the installation's own content types instead of the tiny one
 * @param options.before a handler before all others, e.g. to let requests fail
 */
export async function servePlay({
  builtTypes = false,
  realTime = false,
  before,
}: {
  readonly builtTypes?: boolean;
  readonly realTime?: boolean;
  readonly before?: RequestHandler;
} = {}): Promise<PlayServer> {
  const database = await temporaryStores();
  const libraries = await temporaryFolder();
  await writeTinyType(libraries.path);
  const clock = testClock(realTime ? Date.now() : undefined);
  const vocabulary = vocabularyFor(publicUrl);
  const logger = createLogger('silent');
  const lrs = createLrs({
    store: database.stores.lrs,
    clock,
    logger,
    vocabulary,
    publicUrl,
    bodyLimit: 1_000_000,
  });
  const store = database.stores.content;
  const places = await temporaryFolder();
  const blobs = {
    contents: blobFolder(join(places.path, 'contents')),
    libraries: blobFolder(join(places.path, 'libraries')),
  };
  const content = createH5pContent({
    store,
    blobs,
    lrs,
    vocabulary,
    publicUrl,
    logger,
    clock,
    readSession: parsePlayedUnit,
    filesSecret: 'the secret of a test installation',
    ...(builtTypes ? {} : { librariesFolder: libraries.path }),
  });
  const [one, two] = [organisationId('one')!, organisationId('two')!];
  for (const id of [one, two]) {
    await lrs.access.createOrganisation({ id, name: id });
    await putPixel(blobs, id);
    await store.contents.publishVersion(id, tinyDraft('tiny'), '2026-11-21T08:00:00.000Z');
  }
  await store.contents.publishVersion(one, tinyDraft('other', { edition: 'other' }), '2026-11-21T08:00:00.000Z');

  const application = express();
  if (before !== undefined) application.use(before);
  application.use('/assets', express.static(join(projectRoot, 'dist', 'client')));
  application.use('/h5p', content.router);
  application.get('/play', async (request, response) => {
    const token = String(request.query['launch']);
    const principal = await lrs.access.resolveToken(token);
    response
      .set({ 'Cache-Control': 'no-store', 'Referrer-Policy': 'no-referrer' })
      .type('html')
      .send(page(await content.play.model({ principal, session: parsePlayedUnit(principal.session), token })));
  });
  const server = createServer(application);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The server has no port.');

  return {
    server,
    port: address.port,
    lrs,
    content,
    store,
    blobs,
    clock,
    vocabulary,
    one,
    two,
    async launch({
      organisation = one,
      learner = 'anna',
      content: contentId = 'tiny',
      placement = 'link-1',
      language = 'de',
      course,
      seconds = 3600,
    } = {}) {
      const actor = person(learner);
      const attempt = await content.attempts.ensure({ organisation, actor: agentKey(actor), contentId, placement });
      const personId = uuidFrom(organisation, learner);
      const visit: VisitRecord = {
        person: personId,
        identity: { issuer: actor.account!.homePage, subject: actor.account!.name },
        roles: ['learner'],
        unit: { registration: attempt.registration, content: { id: contentId, version: attempt.version } },
        placement,
        platform: 'Moodle Nordwerk',
        language,
        ...(course === undefined ? {} : { course }),
      };
      const session = JSON.stringify(visit);
      const { token } = await lrs.access.issueGrant({
        organisation,
        scopes: ['statements/write', 'statements/read/mine', 'state'],
        actor,
        activity: vocabulary.activity(contentId),
        session,
        expires: new Date(clock.now() + seconds * 1000).toISOString(),
      });
      return { token, registration: attempt.registration, actor, organisation, personId };
    },
    async statements(organisation = one) {
      const { statements } = await lrs.statements.page({ organisation, filter: {}, ascending: true, limit: 500 });
      return statements.map(({ text }) => JSON.parse(text) as Record<string, unknown>);
    },
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await database.close();
      await libraries.remove();
      await places.remove();
    },
  };
}
