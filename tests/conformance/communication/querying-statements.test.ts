import { expect, test } from '@jest/globals';
import { newUuid } from '../../../base/index.js';
import { describeLrs } from '../../support/every-store.js';
import { person, statement, voiding } from '../../support/lrs-server.js';

const activity = (name: string) => ({ objectType: 'Activity', id: `http://x.example/activities/${name}` });
const verb = (name: string) => ({ id: `http://x.example/verbs/${name}` });

// xAPI 1.0.3 Communication §2.1.3; xAPI 2.0 §4.1.6.1
describeLrs('querying statements', (lrs) => {
  test('answers a StatementResult, newest first, oldest first if ascending', async () => {
    const mark = verb(newUuid());
    const ids = await lrs().client.store(
      statement({ verb: mark }),
      statement({ verb: mark }),
      statement({ verb: mark }),
    );
    expect(await lrs().client.ids({ verb: mark.id })).toEqual([...ids].reverse());
    expect(await lrs().client.ids({ verb: mark.id, ascending: 'true' })).toEqual(ids);
    const none = await lrs().client.get('/statements', { verb: 'http://x.example/verbs/never' });
    expect([none.status, none.body]).toEqual([200, { statements: [], more: '' }]);
  });

  test('filters by agent: actor, object, or member of either', async () => {
    const { client } = lrs();
    const who = person(newUuid());
    const group = { objectType: 'Group', member: [who, person('b')] };
    const ids = await client.store(
      statement({ actor: who }),
      statement({ object: who }),
      statement({ actor: group }),
      statement({ context: { instructor: who } }),
      statement({ actor: person('b') }),
    );
    expect(await client.ids({ agent: who, ascending: 'true' })).toEqual(ids.slice(0, 3));
    expect(await client.ids({ agent: { ...who, name: 'another name' }, ascending: 'true' })).toEqual(ids.slice(0, 3));
    expect(await client.ids({ agent: who, related_agents: 'true', ascending: 'true' })).toEqual(ids.slice(0, 4));
    expect(await client.ids({ agent: who, related_agents: 'false', ascending: 'true' })).toEqual(ids.slice(0, 3));
  });

  test('related_agents finds whoever a statement or its SubStatement names in contextAgents and contextGroups', async () => {
    const { client } = lrs();
    const who = person(newUuid());
    const group = { objectType: 'Group', account: { homePage: 'https://lms.example', name: newUuid() }, member: [who] };
    const asAgent = {
      contextAgents: [{ objectType: 'contextAgent', agent: who, relevantTypes: ['http://x.example/coach'] }],
    };
    const asMember = { contextGroups: [{ objectType: 'contextGroup', group }] };
    const inner = {
      objectType: 'SubStatement',
      actor: person('b'),
      verb: verb('v'),
      object: activity('a'),
      context: asAgent,
    };
    const ids = await client.store(
      statement({ context: asAgent }),
      statement({ context: asMember }),
      statement({ object: inner }),
    );
    expect(await client.ids({ agent: who })).toEqual([]);
    expect(await client.ids({ agent: who, related_agents: 'true', ascending: 'true' })).toEqual(ids);
    expect(
      await client.ids({ agent: { objectType: 'Group', account: group.account }, related_agents: 'true' }),
    ).toEqual([ids[1]]);
  });

  test('filters by activity, directly or related', async () => {
    const { client } = lrs();
    const about = activity(newUuid());
    const inner = { objectType: 'SubStatement', actor: person('a'), verb: verb('v'), object: about };
    const ids = await client.store(
      statement({ object: about }),
      statement({ context: { contextActivities: { parent: [about] } } }),
      statement({ context: { contextActivities: { category: about } } }),
      statement({ object: inner }),
      statement(),
    );
    expect(await client.ids({ activity: about.id })).toEqual([ids[0]]);
    expect(await client.ids({ activity: about.id, related_activities: 'true', ascending: 'true' })).toEqual(
      ids.slice(0, 4),
    );
  });

  test('filters by registration, and by everything together', async () => {
    const { client } = lrs();
    const registration = newUuid();
    const matching = statement({
      actor: person('all'),
      verb: verb('all'),
      object: activity('all'),
      context: { registration },
    });
    await client.store(
      matching,
      statement({ actor: person('all'), verb: verb('all'), object: activity('all') }),
      statement({ context: { registration } }),
    );
    expect(await client.ids({ registration: registration.toUpperCase() })).toHaveLength(2);
    expect(
      await client.ids({ registration, agent: person('all'), verb: verb('all').id, activity: activity('all').id }),
    ).toEqual([matching.id]);
  });

  test('filters by stored: since is exclusive, until inclusive', async () => {
    const { client } = lrs();
    const mark = verb(newUuid());
    const ids: string[] = [];
    const stored: string[] = [];
    for (let count = 0; count < 3; count += 1) {
      const [id] = await client.store(statement({ verb: mark }));
      ids.push(id!);
      stored.push(((await client.get('/statements', { statementId: id })).body as { stored: string }).stored);
    }
    expect(await client.ids({ verb: mark.id, since: stored[1], ascending: 'true' })).toEqual([ids[2]]);
    expect(await client.ids({ verb: mark.id, until: stored[1], ascending: 'true' })).toEqual([ids[0], ids[1]]);
    expect(await client.ids({ verb: mark.id, since: stored[0], until: stored[1] })).toEqual([ids[1]]);
    const offset = `${new Date(Date.parse(stored[1]!) + 3_600_000).toISOString().slice(0, -1)}+01:00`;
    expect(await client.ids({ verb: mark.id, since: offset })).toEqual([ids[2]]);
  });

  test('limits, and goes on behind a page by its more link until all were seen once', async () => {
    const { client } = lrs();
    const mark = verb(newUuid());
    const ids = await client.store(
      ...Array.from({ length: 7 }, () => statement({ verb: mark, actor: person('ä & b=c') })),
    );
    for (const ascending of ['true', 'false']) {
      const seen: string[] = [];
      let path: string | undefined;
      let pages = 0;
      do {
        const answer =
          path === undefined
            ? await client.get('/statements', { verb: mark.id, agent: person('ä & b=c'), limit: 3, ascending })
            : await client.get(path.replace(/^\/xapi/, ''));
        expect(answer.status).toBe(200);
        const { statements, more } = answer.body as { statements: { id: string }[]; more: string };
        expect(statements.length).toBeLessThanOrEqual(3);
        seen.push(...statements.map(({ id }) => id));
        expect(more === '' || more.startsWith('/xapi/statements?')).toBe(true);
        path = more === '' ? undefined : more;
        pages += 1;
        // What comes in between moves no page.
        if (ascending === 'false') await client.store(statement({ verb: mark, actor: person('ä & b=c') }));
      } while (path !== undefined);
      expect(pages).toBe(3);
      expect(seen).toEqual(ascending === 'true' ? ids : [...ids].reverse());
    }
    expect(await client.ids({ verb: mark.id, limit: 0, ascending: 'true' })).toEqual(expect.arrayContaining([...ids]));
    const full = await client.get('/statements', { verb: mark.id, limit: 10 });
    expect((full.body as { more: string }).more).toBe('');
  });

  test('finds StatementRefs by what they point at', async () => {
    const { client } = lrs();
    const who = person(newUuid());
    const [target] = await client.store(statement({ actor: who }));
    const [reference] = await client.store(
      statement({ actor: person('other'), object: { objectType: 'StatementRef', id: target } }),
    );
    const [second] = await client.store(
      statement({ actor: person('other'), object: { objectType: 'StatementRef', id: reference } }),
    );
    expect(await client.ids({ agent: who })).toEqual([second, reference, target]);
    expect(await client.ids({ agent: who, limit: 1 })).toEqual([second]);
  });

  test('applies since and until to the StatementRef itself, and passes over references in the context', async () => {
    const { client } = lrs();
    const who = person(newUuid());
    const [target] = await client.store(statement({ actor: who }));
    const { stored } = (await client.get('/statements', { statementId: target })).body as { stored: string };
    const reference = { objectType: 'StatementRef', id: target };
    const [pointing] = await client.store(statement({ actor: person('other'), object: reference }));
    await client.store(statement({ actor: person('other'), context: { statement: reference } }));
    expect(await client.ids({ agent: who, since: stored })).toEqual([pointing]);
    expect(await client.ids({ agent: who, until: stored })).toEqual([target]);
    expect(await client.ids({ agent: who })).toEqual([pointing, target]);
  });

  test('answers a single statement with Last-Modified from its stored, to the second', async () => {
    const { client } = lrs();
    const [id] = await client.store(statement());
    const answer = await client.get('/statements', { statementId: id!.toUpperCase() });
    const { stored } = answer.body as { stored: string };
    expect(answer.headers['last-modified']).toBe(new Date(stored).toUTCString());
    expect((await client.get('/statements', { statementId: newUuid() })).status).toBe(404);
  });

  test('answers many with Last-Modified from the latest stored among them, in every form and direction', async () => {
    const { client, older, clock } = lrs();
    const mark = verb(newUuid());
    for (let count = 0; count < 3; count += 1) {
      await client.store(statement({ verb: mark }));
      clock.advance(5_000);
    }
    for (const reader of [client, older]) {
      for (const more of [
        {},
        { ascending: 'true' },
        { format: 'ids' },
        { format: 'canonical', ascending: 'true' },
        { limit: 2 },
        { limit: 2, ascending: 'true' },
      ]) {
        const answer = await reader.get('/statements', { verb: mark.id, ...more });
        const stored = (answer.body as { statements: { stored: string }[] }).statements
          .map((each) => each.stored)
          .sort();
        expect([more, answer.headers['last-modified']]).toEqual([more, new Date(stored.at(-1)!).toUTCString()]);
      }
    }
    const newest = (await client.get('/statements', { verb: mark.id })).headers['last-modified'];
    for (const method of ['get', 'head'] as const)
      expect(
        (await client.send(method, '/statements', { verb: mark.id, attachments: 'true' })).headers['last-modified'],
      ).toBe(newest);
    expect((await client.send('head', '/statements', { verb: mark.id })).headers['last-modified']).toBe(newest);
    expect(
      (await client.get('/statements', { verb: 'http://x.example/verbs/never' })).headers['last-modified'],
    ).toBeUndefined();
  });

  test('refuses an unknown form of the answer, also where there is nothing to answer', async () => {
    for (const query of [{ format: 'full' }, { attachments: 'yes' }])
      expect((await lrs().client.get('/statements', { statementId: newUuid(), ...query })).status).toBe(400);
  });

  test.each(['exact', 'ids', 'canonical'])('answers in the format %s, one or many', async (format) => {
    const { client } = lrs();
    const named = {
      ...activity(newUuid()),
      definition: { name: { de: 'Einheit', 'en-US': 'unit' }, type: 'http://x.example/type' },
    };
    const sent = statement({
      actor: { ...person('f'), name: 'F' },
      object: named,
      verb: { ...verb('f'), display: { de: 'tat', en: 'did' } },
    });
    await client.store(sent);
    const expected = {
      exact: { object: named, actor: { ...person('f'), name: 'F' } },
      ids: { object: { id: named.id }, actor: person('f'), verb: verb('f') },
      canonical: {
        object: { ...named, definition: { ...named.definition, name: { 'en-US': 'unit' } } },
        verb: { ...verb('f'), display: { en: 'did' } },
      },
    }[format]!;
    const english = client.with({ 'Accept-Language': 'en, de;q=0.5' });
    const one = (await english.get('/statements', { statementId: sent.id, format })).body as Record<string, unknown>;
    const many = (
      (await english.get('/statements', { activity: named.id, format })).body as {
        statements: Record<string, unknown>[];
      }
    ).statements[0]!;
    for (const read of [one, many])
      for (const [name, value] of Object.entries(expected)) expect(read[name]).toEqual(value);
  });

  test.each([
    ['limit', '-1'],
    ['limit', 'x'],
    ['limit', '1.5'],
    ['limit', ''],
    ['since', 'yesterday'],
    ['since', '2026-13-01T00:00:00Z'],
    ['until', ''],
    ['verb', 'no iri'],
    ['activity', 'x'],
    ['registration', 'x'],
    ['agent', '{'],
    ['agent', '{}'],
    ['agent', '[]'],
    ['agent', '{"objectType":"Group","member":[]}'],
    ['related_agents', 'yes'],
    ['related_activities', 'TRUE'],
    ['ascending', '1'],
    ['format', 'full'],
    ['attachments', 'x'],
    ['statementId', 'x'],
    ['voidedStatementId', 'x'],
    ['continue', 'x'],
    ['foo', 'bar'],
    ['Verb', 'http://x.example/v'],
    ['LIMIT', '1'],
    ['statementid', newUuid()],
    ['__proto__', '1'],
    ['', '1'],
  ])('refuses %s=%s', async (name, value) => {
    const answer = await lrs().client.get('/statements', { [name]: value });
    expect(answer.status).toBe(400);
    expect(answer.body).toMatchObject({ error: { code: 'invalid-parameter' } });
  });

  test('refuses a parameter that comes twice', async () => {
    expect((await lrs().client.get('/statements?limit=1&limit=2')).status).toBe(400);
  });

  test.each(['statementId', 'voidedStatementId'])(
    'refuses %s together with a filter, and takes it with format and attachments',
    async (name) => {
      const { client } = lrs();
      const [id] = await client.store(statement());
      if (name === 'voidedStatementId') await client.store(voiding(id!));
      const filters: Record<string, unknown> = {
        agent: person('a'),
        verb: 'http://x.example/v',
        activity: 'http://x.example/a',
        registration: newUuid(),
        related_activities: 'true',
        related_agents: 'true',
        since: '2026-01-01T00:00:00Z',
        until: '2027-01-01T00:00:00Z',
        limit: 1,
        ascending: 'true',
        continue: 1,
        [name === 'statementId' ? 'voidedStatementId' : 'statementId']: newUuid(),
      };
      for (const [filter, value] of Object.entries(filters)) {
        const answer = await client.get('/statements', { [name]: id, [filter]: value });
        expect([filter, answer.status]).toEqual([filter, 400]);
      }
      expect((await client.get('/statements', { [name]: id, format: 'ids', attachments: 'false' })).status).toBe(200);
    },
  );

  test('X-Experience-API-Consistent-Through is on every answer, refusals included, and never before what can be read', async () => {
    const { client, older } = lrs();
    const [id] = await client.store(statement());
    const { stored } = (await client.get('/statements', { statementId: id })).body as { stored: string };
    const answers = [
      await client.get('/statements'),
      await client.get('/statements', { statementId: id }),
      await client.get('/statements', { foo: 1 }),
      await client.get('/statements', { statementId: newUuid() }),
      await client.with({ 'X-Experience-API-Version': undefined }).get('/statements'),
      await client.send('head', '/statements'),
      await older.get('/statements'),
      await client.statements(statement()),
      await client.statements({}),
    ];
    for (const answer of answers) {
      const through = answer.headers['x-experience-api-consistent-through'] as string;
      expect(through).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
      expect(Date.parse(through)).toBeGreaterThanOrEqual(Date.parse(stored));
    }
    const stranger = await client.with({ Authorization: undefined }).get('/statements');
    expect([stranger.status, Date.parse(stranger.headers['x-experience-api-consistent-through'] as string)]).toEqual([
      401, 0,
    ]);
    const unread = [
      await client.send('options', '/statements'),
      await client.send('delete', '/statements'),
      await older.send('post', '/statements', { method: 'PATCH' }).type('form').send('a=b'),
    ];
    for (const answer of unread)
      expect(answer.headers['x-experience-api-consistent-through']).toMatch(/^\d{4}-\d\d-\d\dT.*Z$/);
  });
});
