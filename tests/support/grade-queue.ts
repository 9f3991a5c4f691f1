import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import { createLogger, isoNow, newUuid, systemClock, vocabularyFor } from '../../base/index.js';
import { createLrs, type Lrs } from '../../lrs/index.js';
import { organisationId, type OrganisationId } from '../../lrs/store/index.js';
import type { Grade, GradeOutcome, LtiStore, Platform } from '../../lti-tool/store/index.js';
import { adminBase, adminSignIn } from '../../pages/admin/index.js';
import { gradesPages } from '../../pages/grades/index.js';
import { assets, createPageErrorHandler, securityHeaders } from '../../web/index.js';
import { requestId } from './express-door.js';
import { temporaryStores } from './sqlite.js';

export const nord = organisationId('nordwerk')!;
export const sued = organisationId('suedwerk')!;

/** A queue with pages over it, on a server of its own. */
export interface GradeQueueSite {
  readonly url: string;
  readonly store: LtiStore;
  readonly lrs: Lrs;
  /** Puts a grade into the queue, and lets its first try end like this. */
  add(subject: string, outcome?: GradeOutcome, about?: Partial<Grade>): Promise<string>;
  close(): Promise<void>;
}

const unit = { id: 'd1-entwicklungsgespraech', title: 'Das <Entwicklungsgespräch>' };

function platformOf(organisation: OrganisationId, id: string, name: string): Platform {
  return {
    id,
    organisation,
    issuer: `https://${id}.example`,
    clientId: id,
    deploymentIds: ['1'],
    authenticationEndpoint: 'https://lms.example/auth',
    tokenEndpoint: 'https://lms.example/token',
    jwksUri: 'https://lms.example/jwks',
    name,
    kind: 'moodle',
    active: true,
    created: isoNow(systemClock),
  };
}

export async function openGradeQueue(): Promise<GradeQueueSite> {
  const { stores, close } = await temporaryStores();
  const store = stores.lti;
  const recordStore = stores.lrs;
  const logger = createLogger('silent');
  const application = express();
  const server: Server = createServer(application);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const lrs = createLrs({
    store: recordStore,
    clock: systemClock,
    logger,
    vocabulary: vocabularyFor(url),
    publicUrl: url,
    bodyLimit: 1_000_000,
  });
  await lrs.access.createOrganisation({ id: nord, name: 'Nordwerk GmbH' });
  await lrs.access.createOrganisation({ id: sued, name: 'Südwerk' });
  await store.platforms.addPlatform(platformOf(nord, 'moodle', 'Moodle der Akademie'));
  await store.platforms.addPlatform(platformOf(nord, 'ilias', 'ILIAS im Werk'));
  const signIn = adminSignIn({ access: lrs.access, people: stores.people, clock: systemClock, publicUrl: url });
  application.use(requestId(), securityHeaders, assets());
  application.use(
    adminBase,
    signIn.router,
    gradesPages({
      signIn,
      platforms: { list: (organisation) => store.platforms.listPlatforms(organisation) },
      store: recordStore,
      clock: systemClock,
      logger,
      grades: {
        page: (organisation, request) => store.grades.listGradePage(organisation, request),
        counts: (organisation) => store.grades.countGrades(organisation),
        replay: (organisation, id) =>
          store.grades.replayGrade(organisation, id, { id: newUuid(), now: isoNow(systemClock) }),
        replayFailed: (organisation, platform) =>
          store.grades.replayFailedGrades(organisation, platform, { id: newUuid(), now: isoNow(systemClock) }),
      },
      content: {
        catalogue: {
          list: () =>
            Promise.resolve([
              {
                ...unit,
                kind: 'unit',
                language: 'de',
                summary: '',
                minutes: 5,
                competencies: [],
                mainLibrary: { machineName: 'A', majorVersion: 1, minorVersion: 0 },
                translations: {},
                version: 1,
                published: isoNow(systemClock),
              },
            ]),
        },
        attempts: {
          find: (_organisation, registration) =>
            Promise.resolve(
              registration.startsWith('gone')
                ? undefined
                : {
                    registration,
                    contentId: unit.id,
                    actor: 'account:x' as never,
                    placement: '',
                    version: 1,
                    started: '',
                  },
            ),
        },
      },
    }),
  );
  // If there are the pages about learning platforms, these are what stands at the base.
  application.get(adminBase, (_request, response) => response.redirect(303, `${adminBase}/grades`));
  application.use(createPageErrorHandler(logger));

  return {
    url,
    store,
    lrs,
    async add(subject, outcome, about = {}) {
      const id = newUuid();
      const from = await store.grades.findGradeCursor(0);
      const now = isoNow(systemClock);
      await store.grades.takeGrades({
        partition: 0,
        from,
        to: from + 1,
        withdrawn: [],
        now,
        scores: [
          {
            id,
            organisation: nord,
            platform: 'moodle',
            deploymentId: '1',
            lineItem: 'https://moodle.example/lineitem/3',
            subject,
            registration: newUuid(),
            statement: newUuid(),
            scoreGiven: 80,
            scoreMaximum: 100,
            activityProgress: 'Completed',
            gradingProgress: 'FullyGraded',
            timestamp: now,
            ...about,
          },
        ],
      });
      if (outcome !== undefined) {
        const lease = newUuid();
        const claimed = await store.grades.claimGrades({
          lease: { id: lease, until: new Date(systemClock.now() + 1_001).toISOString() },
          limit: 1_000,
          now: new Date(systemClock.now() + 1_000).toISOString(),
        });
        const mine = claimed.find((each) => each.id === id)!;
        await store.grades.settleGrade(mine.organisation, id, lease, mine.revision, outcome);
      }
      return id;
    },
    async close() {
      server.closeAllConnections();
      server.close();
      await close();
    },
  };
}
