import { expect, test } from '@jest/globals';
import { newUuid } from '../../base/index.js';
import { organisationId, type Scope } from '../../lrs/store/index.js';
import { describeLrs } from '../support/every-store.js';
import {
  basic,
  type LrsClient,
  type LrsServer,
  person,
  statement,
  vocabulary,
  voiding,
  without,
} from '../support/lrs-server.js';

const unit = 'http://lotse.test/activities/unit';
const anna = person('anna');
const state = { activityId: unit, agent: anna, stateId: 's' };

const put = (client: LrsClient, path: string, query: object, body = 'x') =>
  client
    .send('put', path, { ...query })
    .set('Content-Type', 'text/plain')
    .set('If-None-Match', '*')
    .send(body);

// xAPI 1.0.3 Communication §4.0; xAPI 2.0 §4.1.8
describeLrs('authentication', (lrs) => {
  test.each([
    undefined,
    '',
    'Basic',
    'Basic ',
    'Basic:abc',
    'Basic %%%',
    basic('x', 'y'),
    basic('', 'y'),
    `Basic ${Buffer.from('no colon').toString('base64')}`,
    'Bearer',
    'Bearer ',
    'Bearer x',
    'Bearer a b',
    'Digest x',
    'x',
    `Basic ${Buffer.from([255, 254, 58, 0]).toString('base64')}`,
  ])('refuses the Authorization header %j', async (header) => {
    const answer = await lrs().client.with({ Authorization: header }).get('/statements');
    expect(answer.status).toBe(401);
    expect(answer.body).toMatchObject({ error: { code: 'unauthorized' } });
    expect(answer.headers['www-authenticate']).toMatch(/^bearer/i.test(header ?? '') ? /^Bearer / : /^Basic /);
  });

  test('refuses a right key with a wrong secret, and the secret of another key', async () => {
    const {
      lrs: { access },
      client,
    } = lrs();
    const one = await access.createCredential({ organisation: 'nordwerk', scopes: ['all'], label: 'one' });
    const two = await access.createCredential({ organisation: 'nordwerk', scopes: ['all'], label: 'two' });
    const status = async (key: string, secret: string) =>
      (await client.with({ Authorization: basic(key, secret) }).get('/statements')).status;
    expect([
      await status(one.key, one.secret),
      await status(one.key, two.secret),
      await status(one.key, `${one.secret}x`),
      await status(one.key, ''),
    ]).toEqual([200, 401, 401, 401]);
  });

  test('a revoked credential ends within seconds, at once in the process that revokes it', async () => {
    const {
      lrs: { access },
      store,
      client,
      clock,
      organisation,
    } = lrs();
    const own = await access.createCredential({ organisation: 'nordwerk', scopes: ['all'], label: 'own' });
    const elsewhere = await access.createCredential({ organisation: 'nordwerk', scopes: ['all'], label: 'elsewhere' });
    const status = async ({ key, secret }: { key: string; secret: string }) =>
      (await client.with({ Authorization: basic(key, secret) }).get('/statements')).status;
    expect([await status(own), await status(elsewhere)]).toEqual([200, 200]);
    expect(await access.revokeCredential(organisation, own.key)).toBe(true);
    expect(await status(own)).toBe(401);
    await store.access.revokeCredential(organisation, elsewhere.key, new Date(clock.now()).toISOString());
    clock.advance(5_000);
    expect(await status(elsewhere)).toBe(401);
    expect(await access.revokeCredential(organisationId('other')!, own.key)).toBe(false);
  });

  test('a launch token works until it expires, and not a moment longer', async () => {
    const {
      launch,
      clock,
      lrs: { access },
    } = lrs();
    const launched = await launch({ scopes: ['statements/read/mine'], actor: anna, activity: unit, seconds: 60 });
    const token = launched.headers['Authorization']!.slice('Bearer '.length);
    expect((await launched.get('/statements')).status).toBe(200);
    expect((await access.resolveToken(token)).session).toBe('{}');
    clock.advance(61_000);
    expect((await launched.get('/statements')).status).toBe(401);
    await expect(access.resolveToken(token)).rejects.toMatchObject({ code: 'session-lost' });
    await expect(access.resolveToken('x')).rejects.toMatchObject({ code: 'session-lost' });
  });

  test('a revoked launch token ends at once', async () => {
    const launched = await lrs().launch({ scopes: ['all'], actor: anna });
    expect((await launched.get('/statements')).status).toBe(200);
    await lrs().lrs.access.revokeToken(launched.headers['Authorization']!.slice('Bearer '.length));
    expect((await launched.get('/statements')).status).toBe(401);
  });

  test('neither secret nor token is kept', async () => {
    const {
      lrs: { access },
      store,
      organisation,
      launch,
    } = lrs();
    const { key, secret } = await access.createCredential({
      organisation: 'nordwerk',
      scopes: ['all'],
      label: 'kept?',
    });
    const kept = JSON.stringify(await store.access.listCredentials(organisation));
    expect(kept).toContain(key);
    expect(kept).not.toContain(secret);
    const token = (await launch({ scopes: ['all'], actor: anna })).headers['Authorization']!.slice('Bearer '.length);
    expect(await store.access.findGrant(token)).toBeUndefined();
  });

  test('organisations and credentials are made only where they can be', async () => {
    const { access } = lrs().lrs;
    await expect(access.createOrganisation({ id: 'Not A Name', name: 'x' })).rejects.toMatchObject({
      code: 'invalid-parameter',
    });
    await expect(
      access.createCredential({ organisation: 'nobody', scopes: ['all'], label: 'x' }),
    ).rejects.toMatchObject({ code: 'not-found' });
    expect(await access.createOrganisation({ id: 'nordwerk', name: 'another name' })).toMatchObject({
      id: 'nordwerk',
      name: 'nordwerk',
    });
  });
});

describeLrs('scopes', (lrs) => {
  const requests: Record<string, (client: LrsClient) => Promise<{ status: number }>> = {
    'read statements': (client) => client.get('/statements'),
    'write statements': (client) => client.statements(statement()),
    'put a statement': (client) =>
      client
        .send('put', '/statements', { statementId: newUuid() })
        .set('Content-Type', 'application/json')
        .send(JSON.stringify({ ...statement(), id: undefined })),
    'read state': (client) => client.get('/activities/state', { activityId: unit, agent: anna }),
    'write state': (client) => put(client, '/activities/state', { ...state, stateId: newUuid() }),
    'delete state': (client) => client.send('delete', '/activities/state', { ...state, agent: person('nobody') }),
    'read profile': (client) => client.get('/agents/profile', { agent: anna }),
    'write profile': (client) => put(client, '/activities/profile', { activityId: unit, profileId: newUuid() }),
  };
  const permitted: Record<Scope, readonly string[]> = {
    'statements/write': ['write statements', 'put a statement'],
    'statements/read/mine': ['read statements'],
    'statements/read': ['read statements'],
    state: ['read state', 'write state', 'delete state'],
    define: [],
    profile: ['read profile', 'write profile'],
    'all/read': ['read statements', 'read state', 'read profile'],
    all: Object.keys(requests),
  };

  test.each(Object.keys(permitted) as Scope[])('%s permits what it says and nothing else', async (scope) => {
    const client = await lrs().clientFor('nordwerk', [scope]);
    for (const [name, send] of Object.entries(requests)) {
      const { status } = await send(client);
      expect([scope, name, status === 403]).toEqual([scope, name, !permitted[scope].includes(name)]);
      expect(status).toBeLessThan(500);
    }
  });

  test('statements/read/mine fills its pages, however many of others lie between', async () => {
    const { client, clientFor } = lrs();
    const mine = await clientFor('nordwerk', ['statements/write', 'statements/read/mine']);
    const actor = person('between');
    const own: string[] = [];
    for (let round = 0; round < 3; round++) {
      own.unshift(...(await mine.store(statement({ actor }))));
      await client.store(...Array.from({ length: 30 }, () => statement({ actor })));
    }
    const { statements, more } = (await mine.get('/statements', { agent: actor, limit: 2 })).body as {
      statements: { id: string }[];
      more: string;
    };
    expect(statements.map(({ id }) => id)).toEqual(own.slice(0, 2));
    expect(
      ((await mine.get(more.replace(/^\/xapi/, ''))).body as { statements: { id: string }[] }).statements.map(
        ({ id }) => id,
      ),
    ).toEqual(own.slice(2));
  });

  test("statements/read/mine finds the credential's own statements alone, whatever is asked", async () => {
    const { clientFor, client } = lrs();
    const mine = await clientFor('nordwerk', ['statements/write', 'statements/read/mine']);
    const verb = { id: `http://x.example/verbs/${newUuid()}` };
    const own: string[] = [];
    const others: string[] = [];
    for (let count = 0; count < 4; count += 1) {
      own.push((await mine.store(statement({ verb })))[0]!);
      others.push((await client.store(statement({ verb })))[0]!);
    }
    const { authority } = (await mine.get('/statements', { statementId: own[0]! })).body as { authority: object };
    // Somebody else's statement that names the credential as an agent is not the credential's own.
    others.push(
      (await client.store(statement({ verb, context: { instructor: authority } })))[0]!,
      (await client.store(statement({ verb, actor: authority })))[0]!,
    );
    expect(await mine.ids({ ascending: 'true' })).toEqual(own);
    expect(await mine.ids({ agent: anna, ascending: 'true' })).toEqual(own);
    expect(await mine.ids({ agent: authority, related_agents: 'true', ascending: 'true' })).toEqual(own);
    expect(await client.ids({ verb: verb.id })).toHaveLength(own.length + others.length);
    for (const id of others) expect((await mine.get('/statements', { statementId: id })).status).toBe(404);

    const seen: string[] = [];
    let more = '/xapi/statements?limit=1&ascending=true';
    while (more !== '') {
      const { body } = (await mine.get(more.replace(/^\/xapi/, ''))) as {
        body: { statements: { id: string }[]; more: string };
      };
      seen.push(...body.statements.map(({ id }) => id));
      more = body.more;
    }
    expect(seen).toEqual(own);
  });
});

describeLrs('a launch token', (lrs) => {
  const launch = (changes: { activity?: string } = { activity: unit }) =>
    lrs().launch({ scopes: ['statements/write', 'statements/read/mine', 'state', 'profile'], actor: anna, ...changes });

  test('writes statements of its own actor about its own activity and its parts', async () => {
    const launched = await launch();
    const ids = await launched.store(
      statement(),
      statement({ actor: { ...anna, name: 'Anna' } }),
      ...[`${unit}?subContentId=1`, `${unit}#x`, `${unit}/x`].map((id) => statement({ object: { id } })),
    );
    expect(await launched.ids({ ascending: 'true' })).toEqual(ids);
    const { body } = await lrs().client.get('/statements', { statementId: ids[0] });
    expect(body).toMatchObject({
      actor: anna,
      authority: { account: { homePage: 'http://lotse.test', name: 'launch' } },
    });
  });

  test.each([
    ['another actor', statement({ actor: person('bernd') }), 'actor'],
    ["a Group with the actor's identifier", statement({ actor: { ...anna, objectType: 'Group' } }), 'actor'],
    ['a Group with the actor in it', statement({ actor: { objectType: 'Group', member: [anna] } }), 'actor'],
    ['another activity', statement({ object: { id: 'http://lotse.test/activities/other' } }), 'object.id'],
    ['an activity that only begins alike', statement({ object: { id: `${unit}2` } }), 'object.id'],
    ['an agent as object', statement({ object: { ...person('bernd') } }), 'object'],
    [
      'a SubStatement',
      statement({
        object: { objectType: 'SubStatement', actor: person('bernd'), verb: statement()['verb'], object: { id: unit } },
      }),
      'object',
    ],
    ['a voiding statement', voiding(newUuid()), 'object'],
  ])('refuses %s, and the batch with it', async (_name, foreign, path) => {
    const own = statement();
    const answer = await (await launch()).statements([own, foreign]);
    expect(answer.status).toBe(403);
    expect(answer.body).toMatchObject({ error: { code: 'foreign-statement', path: `statements[1].${path}` } });
    expect((await lrs().client.get('/statements', { statementId: own.id })).status).toBe(404);
  });

  test('awards no competencies, which Lotse itself may', async () => {
    const {
      lrs: { access, statements },
      organisation,
    } = lrs();
    const launched = await launch();
    const competency = vocabulary.competency('lotse', 'D1');
    const awards = [
      { extensions: { [vocabulary.extensions.competencies]: [{ competency, level: 4 }] } },
      { extensions: { [vocabulary.extensions.contentVersion]: 1 } },
      { contextActivities: { category: [{ id: competency }] } },
      { contextActivities: { grouping: { id: competency } } },
    ];
    const token = launched.headers['Authorization']!.slice('Bearer '.length);
    const principal = access.principalOf(await access.resolveToken(token));
    for (const context of awards) {
      const answer = await launched.statements(statement({ context }));
      expect([answer.status, answer.body]).toMatchObject([403, { error: { code: 'foreign-statement' } }]);
      const sent = statement({ context });
      expect(await statements.accept(principal, [sent], { version: '2.0.0' })).toEqual([sent.id]);
      expect(await statements.find(organisation, sent.id)).toMatchObject({ id: sent.id });
    }
  });

  test('without an activity speaks about any, but still for its actor alone', async () => {
    const launched = await launch({});
    expect((await launched.statements(statement({ object: { id: 'http://x.example/any' } }))).status).toBe(200);
    expect((await launched.statements(statement({ actor: person('bernd') }))).status).toBe(403);
  });

  test('sees the statements of its own actor alone', async () => {
    const bernd = person(newUuid());
    const launched = await lrs().launch({ scopes: ['statements/read/mine'], actor: bernd, activity: unit });
    const [own, about, foreign] = await lrs().client.store(
      statement({ actor: bernd }),
      statement({ object: bernd }),
      statement(),
    );
    expect(await launched.ids()).toEqual([own]);
    expect(await launched.ids({ agent: anna })).toEqual([]);
    for (const id of [about, foreign])
      expect((await launched.get('/statements', { statementId: id })).status).toBe(404);
  });

  test('reaches the documents of its own actor and activity alone', async () => {
    const launched = await launch();
    const part = { ...state, activityId: `${unit}?subContentId=1` };
    expect((await put(launched, '/activities/state', state)).status).toBe(204);
    expect((await put(launched, '/activities/state', part)).status).toBe(204);
    const foreign: readonly (readonly [string, object])[] = [
      ['/activities/state', { ...state, agent: person('bernd') }],
      ['/activities/state', { ...state, activityId: 'http://x.example/other' }],
      ['/agents/profile', { agent: person('bernd'), profileId: 'p' }],
      ['/activities/profile', { activityId: `${unit}2`, profileId: 'p' }],
    ];
    for (const [path, query] of foreign) {
      const answers = [
        await put(launched, path, query),
        await launched.get(path, { ...query }),
        await launched.send('post', path, { ...query }).send('x'),
        await launched.send('delete', path, { ...query }),
      ];
      expect([path, answers.map(({ status }) => status)]).toEqual([path, [403, 403, 403, 403]]);
    }
    const all = without(state, 'stateId');
    expect((await launched.send('delete', '/activities/state', { ...all, agent: person('bernd') })).status).toBe(403);
    expect((await launched.get('/activities/state', all)).body).toEqual(['s']);
  });
});

describeLrs('organisations never see each other', (lrs) => {
  const setUp = async ({ client, clientFor }: LrsServer) => ({
    ours: client,
    theirs: await clientFor('suedwerk', ['all']),
  });

  test('by id, by filter, or by the more link of another', async () => {
    const { ours, theirs } = await setUp(lrs());
    const registration = newUuid();
    const context = { registration };
    const mine = await ours.store(statement({ context }), statement({ context }), statement({ context }));
    const [voided] = await ours.store(statement());
    await ours.store(voiding(voided!));
    const other = await theirs.store(statement({ context }), statement({ context }), statement({ context }));

    expect((await theirs.get('/statements', { statementId: mine[0] })).status).toBe(404);
    expect((await theirs.get('/statements', { voidedStatementId: voided })).status).toBe(404);
    for (const query of [
      { registration },
      { agent: anna },
      { activity: unit },
      { verb: (statement()['verb'] as { id: string }).id },
      {},
    ]) {
      expect([...(await theirs.ids({ ...query, ascending: 'true' }))]).toEqual(other);
    }
    const { more } = (await ours.get('/statements', { registration, limit: 1, ascending: 'true' })).body as {
      more: string;
    };
    const bent = await theirs.get(more.replace(/^\/xapi/, ''));
    expect((bent.body as { statements: { id: string }[] }).statements.every(({ id }) => other.includes(id))).toBe(true);
    expect((await ours.with({ Authorization: undefined }).get(more.replace(/^\/xapi/, ''))).status).toBe(401);
  });

  test('by ids: both may use the same one, and neither voids for the other', async () => {
    const { ours, theirs } = await setUp(lrs());
    const sent = statement();
    await ours.store(sent);
    await theirs.store({ ...sent, actor: person('theirs') });
    await theirs.store(voiding(sent.id));
    expect((await ours.get('/statements', { statementId: sent.id })).body).toMatchObject({ actor: anna });
    expect((await theirs.get('/statements', { voidedStatementId: sent.id })).body).toMatchObject({
      actor: person('theirs'),
    });
  });

  test('by documents', async () => {
    const { ours, theirs } = await setUp(lrs());
    const places: readonly (readonly [string, object])[] = [
      ['/activities/state', state],
      ['/activities/profile', { activityId: unit, profileId: 'p' }],
      ['/agents/profile', { agent: anna, profileId: 'p' }],
    ];
    for (const [path, query] of places) {
      expect((await put(ours, path, query, 'ours')).status).toBe(204);
      expect((await theirs.get(path, { ...query })).status).toBe(404);
      expect((await put(theirs, path, query, 'theirs')).status).toBe(204);
      expect((await theirs.send('delete', path, { ...query })).status).toBe(204);
      expect((await ours.get(path, { ...query })).text).toBe('ours');
    }
    await theirs.send('delete', '/activities/state', { activityId: unit, agent: anna });
    expect((await ours.get('/activities/state', { activityId: unit, agent: anna })).body).toEqual(['s']);
  });

  test('by launch tokens', async () => {
    const suedwerk = (await lrs().lrs.access.createOrganisation({ id: 'suedwerk', name: 'x' })).id;
    const launched = await lrs().launch({ scopes: ['all'], actor: anna, organisation: suedwerk });
    const [id] = await lrs().client.store(statement());
    expect((await launched.get('/statements', { statementId: id })).status).toBe(404);
  });
});
