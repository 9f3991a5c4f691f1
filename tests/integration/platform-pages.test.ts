import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import express from 'express';
import request, { type Response } from 'supertest';
import { createLogger, isoNow, newSecret, newUuid, systemClock, vocabularyFor } from '../../base/index.js';
import { createLrs, type Lrs } from '../../lrs/index.js';
import { organisationId, type OrganisationId } from '../../lrs/store/index.js';
import { createPlatforms } from '../../lti-tool/platform/index.js';
import type { LtiStore, Platform } from '../../lti-tool/store/index.js';
import { adminBase, adminSignIn } from '../../pages/admin/index.js';
import { platformsPages } from '../../pages/platforms/index.js';
import { createPageErrorHandler } from '../../web/index.js';
import { requestId } from '../support/express-door.js';
import { temporaryStores } from '../support/sqlite.js';

const nord = organisationId('nordwerk')!;
const sued = organisationId('suedwerk')!;

/** Two administrators of one organisation, and one of another, at the same list of LMSs. */
describe('deployments that administrators decide about', () => {
  let server: Server;
  let url: string;
  let lrs: Lrs;
  let store: LtiStore;
  let close: () => Promise<void>;
  let cookies: readonly [string, string, string];
  let platform: Platform;

  const post = (path: string, form: object, cookie = ''): PromiseLike<Response> =>
    request(url)
      .post(`${adminBase}${path}`)
      .set({ Origin: url, 'Sec-Fetch-Site': 'same-origin', Accept: 'text/html', Cookie: cookie })
      .type('form')
      .send(form);
  const decide = (cookie: string, deployment: string, decision: 'accept' | 'decline'): PromiseLike<Response> =>
    post(`/platforms/${platform.id}/deployment`, { deployment, decision, language: 'de' }, cookie);
  const listSays = async (answer: Response): Promise<string> =>
    (
      await request(url)
        .get(answer.headers['location'] as unknown as string)
        .set({ Cookie: cookies[0], Accept: 'text/html' })
    ).text;
  const deployments = async (): Promise<Pick<Platform, 'deploymentIds' | 'requestedDeploymentIds'>> => {
    const { deploymentIds, requestedDeploymentIds } = (await store.platforms.findPlatform(nord, platform.id))!;
    return { deploymentIds, ...(requestedDeploymentIds === undefined ? {} : { requestedDeploymentIds }) };
  };
  async function signedIn(organisation: OrganisationId): Promise<string> {
    const { key, secret } = await lrs.access.createCredential({ organisation, scopes: ['all'], label: '' });
    return ((await post('/sign-in', { key, secret })).headers['set-cookie'] as unknown as string[])[0]!.split(';')[0]!;
  }

  beforeAll(async () => {
    const opened = await temporaryStores();
    ({ close } = opened);
    const application = express();
    server = createServer(application);
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const logger = createLogger('silent');
    const records = opened.stores.lrs;
    store = opened.stores.lti;
    lrs = createLrs({
      store: records,
      clock: systemClock,
      logger,
      vocabulary: vocabularyFor(url),
      publicUrl: url,
      bodyLimit: 1_000_000,
    });
    for (const id of [nord, sued]) await lrs.access.createOrganisation({ id, name: id });
    const platforms = createPlatforms({
      store,
      clock: systemClock,
      encryptionKey: newSecret(),
      network: { allowInternal: true },
      adapters: [],
    });
    const signIn = adminSignIn({
      access: lrs.access,
      people: opened.stores.people,
      clock: systemClock,
      publicUrl: url,
    });
    application.use(requestId());
    application.use(
      adminBase,
      signIn.router,
      platformsPages({ signIn, platforms, tool: store, store: records, clock: systemClock, logger, publicUrl: url }),
    );
    application.use(createPageErrorHandler(logger));
    cookies = [await signedIn(nord), await signedIn(nord), await signedIn(sued)];
  });
  afterAll(async () => {
    server.closeAllConnections();
    server.close();
    await close();
  });
  beforeEach(async () => {
    const id = newUuid();
    platform = {
      id,
      organisation: nord,
      issuer: 'https://lms.example',
      clientId: id,
      deploymentIds: ['1'],
      authenticationEndpoint: 'https://lms.example/auth',
      tokenEndpoint: 'https://lms.example/token',
      jwksUri: 'https://lms.example/jwks',
      name: 'Moodle',
      kind: 'moodle',
      active: true,
      created: isoNow(systemClock),
    };
    await store.platforms.addPlatform(platform);
  });

  test('at the same time all hold: what is accepted, what is refused, and that the LMS is switched off', async () => {
    const asked = ['2', '3', '4', '5', '6', '7'];
    for (const deployment of asked)
      await store.platforms.meetDeployment(nord, platform.id, deployment, isoNow(systemClock));
    const answers = await Promise.all([
      ...asked.map((deployment, index) =>
        decide(cookies[index % 2]!, deployment, index % 2 === 0 ? 'accept' : 'decline'),
      ),
      post(`/platforms/${platform.id}/active`, { active: 'off', language: 'de' }, cookies[1]),
    ]);
    expect(answers.map(({ headers }) => headers['location'])).toEqual(
      answers.map(() => '/admin/platforms?language=de&changed=1'),
    );
    const { deploymentIds, requestedDeploymentIds } = await deployments();
    expect([[...deploymentIds].sort(), requestedDeploymentIds]).toEqual([['1', '2', '4', '6'], undefined]);
    expect((await store.platforms.findPlatform(nord, platform.id))!.active).toBe(false);
  });

  test('both ways at the same time: the first counts, and the other is told so', async () => {
    await store.platforms.meetDeployment(nord, platform.id, '2', isoNow(systemClock));
    const answers = await Promise.all([decide(cookies[0], '2', 'accept'), decide(cookies[1], '2', 'decline')]);
    const told = await Promise.all(answers.map(listSays));
    const late = told.findIndex((page) => page.includes('Darüber war schon entschieden.'));
    expect(told[1 - late]).toContain('Gespeichert.');
    expect(await deployments()).toEqual({ deploymentIds: late === 1 ? ['1', '2'] : ['1'] });
  });

  test("one of a name with blanks around it can be decided about; of another organisation's none", async () => {
    for (const deployment of [' 2 ', '3'])
      await store.platforms.meetDeployment(nord, platform.id, deployment, isoNow(systemClock));
    await decide(cookies[0], ' 2 ', 'accept');
    expect((await decide(cookies[2], '3', 'accept')).status).toBe(403);
    expect(await deployments()).toEqual({ deploymentIds: ['1', ' 2 '], requestedDeploymentIds: ['3'] });
  });
});
