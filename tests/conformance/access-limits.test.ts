import { expect, test } from '@jest/globals';
import { createLogger, newUuid } from '../../base/index.js';
import { credentialToken } from '../../lrs/access/index.js';
import { createLrs } from '../../lrs/index.js';
import type { Agent } from '../../lrs/statement/index.js';
import { organisationId, type Scope } from '../../lrs/store/index.js';
import { describeLrs } from '../support/every-store.js';
import {
  basic,
  type LrsClient,
  type LrsServer,
  person,
  publicUrl,
  statement,
  testClock,
  vocabulary,
  voiding,
} from '../support/lrs-server.js';
import { lrsModel } from '../support/model/lrs.js';

const anna = person('anna');
const course = 'http://lotse.test/activities/course';
const inCourse = `${course}/unit-1`;
const elsewhere = 'http://lotse.test/activities/course-2';

interface Limits {
  readonly actor?: Agent;
  readonly activity?: string;
}

async function limited(
  { lrs: { access }, client }: LrsServer,
  limits: Limits,
  scopes: readonly Scope[] = ['all'],
): Promise<LrsClient> {
  const { key, secret } = await access.createCredential({
    organisation: 'nordwerk',
    scopes,
    label: 'limited',
    ...limits,
  });
  return client.with({ Authorization: basic(key, secret) });
}

const about = (activity: string, actor: Agent = anna) =>
  statement({ actor, object: { objectType: 'Activity', id: activity } });
const state = (activity: string, agent: Agent = anna) => ({ activityId: activity, agent, stateId: 's' });
const put = (client: LrsClient, path: string, query: object) =>
  client
    .send('put', path, { ...query })
    .set('Content-Type', 'text/plain')
    .set('If-None-Match', '*')
    .send('x');

describeLrs('a credential with limits', (lrs) => {
  test('of an activity writes about it and what is below it alone', async () => {
    const client = await limited(lrs(), { activity: course });
    expect((await client.statements([about(course), about(inCourse), about(`${course}?part=1`)])).status).toBe(200);
    for (const refused of [
      about(elsewhere),
      about('http://lotse.test/activities'),
      voiding(newUuid()),
      statement({
        object: {
          objectType: 'SubStatement',
          actor: anna,
          verb: { id: 'http://e.example/v' },
          object: { id: inCourse },
        },
      }),
    ]) {
      const answer = await client.statements([about(inCourse), refused]);
      expect([answer.status, answer.body.error.code]).toEqual([403, 'foreign-statement']);
    }
    const slash = await limited(lrs(), { activity: `${course}/` });
    expect((await slash.statements([about(inCourse)])).status).toBe(200);
    expect((await slash.statements([about(course)])).status).toBe(403);
  });

  test('of an actor writes about that actor alone', async () => {
    const client = await limited(lrs(), { actor: anna });
    expect((await client.statements([about(elsewhere)])).status).toBe(200);
    expect((await client.statements([about(course, person('ben'))])).status).toBe(403);
    expect((await client.statements([statement({ actor: { objectType: 'Group', member: [anna] } })])).status).toBe(403);
  });

  test('reads what its limits leave, by query and by id, whatever filter it asks for', async () => {
    const server = lrs();
    const carla = person('carla');
    const [own, foreign, mention] = [
      about(inCourse, carla),
      about(elsewhere, carla),
      statement({ actor: person('ben'), object: carla }),
    ];
    await server.client.store(own, foreign, mention);
    const byActivity = await limited(server, { activity: course }, ['all/read']);
    const byActor = await limited(server, { actor: carla }, ['statements/read']);
    const byBoth = await limited(server, { actor: carla, activity: course }, ['all']);
    const mine = await limited(server, { actor: carla }, ['statements/read/mine']);
    expect(await byActivity.ids({ agent: carla })).toEqual([own.id]);
    expect(await byActivity.ids({ activity: elsewhere })).toEqual([]);
    expect(await byActor.ids()).toEqual([foreign.id, own.id]);
    expect(await byActor.ids({ agent: person('ben'), related_agents: true })).toEqual([]);
    expect(await byBoth.ids()).toEqual([own.id]);
    expect(await mine.ids()).toEqual([]);
    const status = async (client: LrsClient, { id }: { id: string }) =>
      (await client.get('/statements', { statementId: id })).status;
    expect([
      await status(byActivity, own),
      await status(byActivity, foreign),
      await status(byActor, foreign),
      await status(byActor, mention),
      await status(byBoth, foreign),
      await status(mine, own),
    ]).toEqual([200, 404, 200, 404, 404, 404]);
  });

  test('reaches no documents beyond them', async () => {
    const server = lrs();
    const byActivity = await limited(server, { activity: course });
    const byActor = await limited(server, { actor: anna });
    expect((await put(byActivity, '/activities/state', state(inCourse))).status).toBe(204);
    expect((await put(byActivity, '/activities/state', state(elsewhere))).status).toBe(403);
    expect((await byActivity.get('/activities/state', state(elsewhere))).status).toBe(403);
    expect((await put(byActivity, '/activities/profile', { activityId: inCourse, profileId: 'p' })).status).toBe(204);
    expect((await put(byActivity, '/agents/profile', { agent: anna, profileId: 'p' })).status).toBe(403);
    expect((await put(byActor, '/activities/state', state(elsewhere))).status).toBe(204);
    expect((await put(byActor, '/activities/state', state(elsewhere, person('ben')))).status).toBe(403);
    expect((await put(byActor, '/agents/profile', { agent: anna, profileId: 'p' })).status).toBe(204);
    expect((await put(byActor, '/activities/profile', { activityId: elsewhere, profileId: 'p' })).status).toBe(403);
  });
});

describeLrs('a credential as a bearer token', (lrs) => {
  const bearer = (token: string): string => `Bearer ${token}`;

  test('has its scopes, its limits, its authority and its end', async () => {
    const {
      lrs: { access },
      client,
    } = lrs();
    const credential = await access.createCredential({
      organisation: 'nordwerk',
      scopes: ['statements/write', 'statements/read/mine'],
      label: 'token',
      activity: course,
    });
    const holder = client.with({ Authorization: bearer(credentialToken(credential)) });
    const written = about(inCourse);
    expect((await holder.statements([written])).status).toBe(200);
    expect((await holder.statements([about(elsewhere)])).status).toBe(403);
    expect((await put(holder, '/activities/state', state(inCourse))).status).toBe(403);
    const { body } = await holder.get('/statements', { statementId: written.id });
    expect(body.authority).toEqual({ objectType: 'Agent', account: { homePage: publicUrl, name: credential.key } });
    const next = await access.rotateCredential(organisationId('nordwerk')!, credential.key, 0);
    expect((await holder.statements([about(inCourse)])).status).toBe(401);
    expect(
      (await client.with({ Authorization: bearer(credentialToken(next)) }).statements([about(inCourse)])).status,
    ).toBe(200);
  });

  test('is nothing in half, and wrong ones slow their address down like wrong secrets', async () => {
    const {
      lrs: { access },
    } = lrs();
    const { key, secret } = await access.createCredential({
      organisation: 'nordwerk',
      scopes: ['all'],
      label: 'token',
    });
    for (const wrong of [key, secret, `${key}.`, `.${secret}`, `${secret}.${key}`, `${key}.${secret}.`]) {
      await expect(access.authenticate(bearer(wrong), '192.0.2.90')).rejects.toMatchObject({ code: 'unauthorized' });
    }
    for (let guess = 0; guess < 5; guess += 1)
      await access.authenticate(bearer(`${key}.guess-${guess}`), '192.0.2.91').catch(() => undefined);
    await expect(access.authenticate(bearer(`${key}.guess`), '192.0.2.91')).rejects.toMatchObject({
      code: 'too-many-requests',
    });
  });
});

describeLrs('a rotated credential', (lrs) => {
  test('has two secrets for a while, then one', async () => {
    const {
      lrs: { access },
      client,
      clock,
      organisation,
    } = lrs();
    const first = await access.createCredential({ organisation: 'nordwerk', scopes: ['all'], label: 'rotated' });
    const status = async (secret: string) =>
      (await client.with({ Authorization: basic(first.key, secret) }).get('/statements')).status;
    expect(await status(first.secret)).toBe(200);
    const second = await access.rotateCredential(organisation, first.key, 3_600_000);
    expect([await status(first.secret), await status(second.secret)]).toEqual([200, 200]);
    clock.advance(3_601_000);
    expect([await status(first.secret), await status(second.secret)]).toEqual([401, 200]);
    const third = await access.rotateCredential(organisation, first.key, 3_600_000);
    const fourth = await access.rotateCredential(organisation, first.key, 0);
    expect([await status(second.secret), await status(third.secret), await status(fourth.secret)]).toEqual([
      401, 401, 200,
    ]);
    await access.revokeCredential(organisation, first.key);
    expect(await status(fourth.secret)).toBe(401);
    await expect(access.rotateCredential(organisation, first.key, 0)).rejects.toMatchObject({ code: 'not-found' });
    await expect(access.rotateCredential(organisationId('other')!, first.key, 0)).rejects.toMatchObject({
      code: 'not-found',
    });
  });
});

describeLrs('wrong secrets', (lrs) => {
  test('slow down their address over HTTP, with 429 and Retry-After, and a right one after the wait ends that', async () => {
    const {
      lrs: { access },
      client,
      clock,
    } = lrs();
    const { key, secret } = await access.createCredential({
      organisation: 'nordwerk',
      scopes: ['all'],
      label: 'guessed',
    });
    const answer = (given: string) => client.with({ Authorization: basic(key, given) }).get('/statements');
    for (let index = 0; index < 5; index += 1) expect((await answer(`wrong ${index}`)).status).toBe(401);
    const slowed = await answer(secret);
    expect([
      slowed.status,
      slowed.body.error.code,
      slowed.headers['retry-after'],
      slowed.headers['www-authenticate'],
    ]).toEqual([429, 'too-many-requests', '1', undefined]);
    expect((await client.get('/statements')).status).toBe(200);
    clock.advance(1_000);
    expect((await answer('wrong again')).status).toBe(401);
    clock.advance(1_000);
    expect((await answer(secret)).headers['retry-after']).toBe('1');
    clock.advance(1_000);
    expect((await answer(secret)).status).toBe(200);
    expect((await answer('wrong')).status).toBe(401);
    expect((await answer(secret)).status).toBe(200);
  });
});

async function access(requestRate = 0) {
  const clock = testClock();
  const lrs = createLrs({
    store: lrsModel(),
    clock,
    logger: createLogger('silent'),
    vocabulary,
    publicUrl,
    bodyLimit: 1000,
    requestRate,
  });
  await lrs.access.createOrganisation({ id: 'nordwerk', name: 'Nordwerk' });
  const credential = await lrs.access.createCredential({ organisation: 'nordwerk', scopes: ['all'], label: '' });
  const come = (given: string, address?: string, key = credential.key): Promise<string> =>
    lrs.access.authenticate(basic(key, given), address).then(
      () => 'in',
      (caught: { code: string; retryAfter?: number }) => `${caught.code} ${caught.retryAfter ?? ''}`.trimEnd(),
    );
  return { clock, come, ...credential, access: lrs.access };
}

test('nobody locks out the owner of a key from elsewhere, however much they guess', async () => {
  const { come, secret } = await access();
  for (let attacker = 0; attacker < 300; attacker += 1)
    for (let guess = 0; guess < 7; guess += 1) await come('guess', `198.51.${attacker >> 8}.${attacker & 255}`);
  expect(await come('guess', '198.51.1.43')).toMatch(/^too-many-requests/);
  expect(await come(secret, '203.0.113.5')).toBe('in');
});

test('an address that tries many keys waits for all of them but those it knows', async () => {
  const { come, secret, access: opened, clock } = await access();
  const other = await opened.createCredential({ organisation: 'nordwerk', scopes: ['all'], label: '' });
  expect(await come(secret, '203.0.113.5')).toBe('in');
  for (let guess = 0; guess < 30; guess += 1)
    expect(await come('guess', '203.0.113.5', `key-${guess}`)).toBe('unauthorized');
  expect(await come('guess', '203.0.113.5', 'key-x')).toBe('too-many-requests 1');
  expect(await come(other.secret, '203.0.113.5', other.key)).toBe('too-many-requests 1');
  expect(await come(secret, '203.0.113.5')).toBe('in');
  clock.advance(16 * 60_000);
  expect(await come('guess', '203.0.113.5', 'key-x')).toBe('unauthorized');
});

test('the wait doubles up to a minute, and a whole IPv6 network is one address', async () => {
  const { come, clock } = await access();
  const waits: string[] = [];
  for (let guess = 0; guess < 14; guess += 1) {
    const outcome = await come('guess', guess % 2 === 0 ? '2001:db8:1:2::1' : '2001:0db8:0001:0002:ffff:0:0:9');
    waits.push(outcome);
    if (outcome.startsWith('too-many')) {
      clock.advance(Number(outcome.split(' ')[1]) * 1000);
      waits.push(await come('guess', '2001:db8:1:2:3::'));
    }
  }
  expect(waits.filter((each) => each.startsWith('too-many'))).toEqual(
    [1, 2, 4, 8, 16, 32, 60, 60, 60].map((seconds) => `too-many-requests ${seconds}`),
  );
  expect(await come('guess', '2001:db8:1:3::1')).toBe('unauthorized');
  for (let guess = 0; guess < 9; guess += 1) await come('guess', '::ffff:192.0.2.1');
  expect(await come('guess', '192.0.2.1')).toMatch(/^too-many/);
  expect(await come('guess')).toBe('unauthorized');
});

test('a credential over its rate is told when to come again, and others are not held up', async () => {
  const { come, secret, clock, access: opened } = await access(2);
  const other = await opened.createCredential({ organisation: 'nordwerk', scopes: ['all'], label: '' });
  const outcomes: string[] = [];
  for (let request = 0; request < 30; request += 1) outcomes.push(await come(secret, '192.0.2.1'));
  expect(outcomes.slice(0, 20)).toEqual(Array.from({ length: 20 }, () => 'in'));
  expect(outcomes.at(-1)).toBe('too-many-requests 1');
  expect(await come(other.secret, '192.0.2.1', other.key)).toBe('in');
  clock.advance(1_000);
  expect([await come(secret), await come(secret), await come(secret)]).toEqual(['in', 'in', 'too-many-requests 1']);
});
