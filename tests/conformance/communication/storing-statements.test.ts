import { expect, test } from '@jest/globals';
import { describeLrs } from '../../support/every-store.js';
import { type LrsClient, person, statement, voiding, without } from '../../support/lrs-server.js';

function put(client: LrsClient, query: Record<string, unknown>, body: unknown) {
  return client.send('put', '/statements', query).set('Content-Type', 'application/json').send(JSON.stringify(body));
}

// xAPI 1.0.3 Communication §2.1.1, §2.1.2; xAPI 2.0 §4.1.6.1
describeLrs('storing statements', (lrs) => {
  test('PUT stores under the id in the address and answers 204 without a body', async () => {
    const { client } = lrs();
    const { id, ...rest } = statement();
    const answer = await put(client, { statementId: id.toUpperCase() }, rest);
    expect([answer.status, answer.text]).toEqual([204, '']);
    expect((await client.get('/statements', { statementId: id })).body).toMatchObject({ id, ...rest });
  });

  test.each([
    ['no statementId', () => ({ query: {}, body: statement() })],
    ['a statementId that is no UUID', () => ({ query: { statementId: 'x' }, body: statement() })],
    ['another id in the statement', () => ({ query: { statementId: statement().id }, body: statement() })],
    ['an id of a wrong type', () => ({ query: { statementId: statement().id }, body: statement({ id: 7 }) })],
    ['a list', () => ({ query: { statementId: statement().id }, body: [statement()] })],
    ['null', () => ({ query: { statementId: statement().id }, body: null })],
  ])('PUT refuses %s', async (_name, make) => {
    const { query, body } = make();
    expect((await put(lrs().client, query, body)).status).toBe(400);
  });

  test('one statement is kept as it was written, alone or in a list, and gets the rest at its end', async () => {
    const { client } = lrs();
    const { id, actor, verb, object } = without(statement(), 'timestamp') as ReturnType<typeof statement>;
    const write = (each: string, score: string): string =>
      `{"actor":${JSON.stringify(actor)}, "verb":${JSON.stringify(verb)},"object":${JSON.stringify(object)},"result":{"score":{"scaled":${score}}}, "id":"${each}"`;
    const other = statement().id;
    for (const [each, text] of [
      [id, `${write(id, '0.50')}}`],
      [other, `[ ${write(other, '5e-1')} }\t]`],
    ] as const) {
      const answer = await client.send('post', '/statements').set('Content-Type', 'application/json').send(text);
      expect([answer.status, answer.text]).toEqual([200, JSON.stringify([each])]);
    }
    for (const [each, score] of [
      [id, '0.50'],
      [other, '5e-1'],
    ] as const) {
      const { text, body } = await client.get('/statements', { statementId: each });
      expect(text).toContain(write(each, score).slice(1));
      expect(body).toMatchObject({
        id: each,
        timestamp: body.stored,
        version: '2.0.0',
        result: { score: { scaled: 0.5 } },
        authority: { account: expect.anything() },
      });
    }
  });

  test('what is sent in many lines is kept in one', async () => {
    const { client } = lrs();
    const sent = statement();
    const answer = await client
      .send('post', '/statements')
      .set('Content-Type', 'application/json')
      .send(JSON.stringify(sent, null, 2).replaceAll('\n', '\r\n'));
    expect(answer.status).toBe(200);
    const { text, body } = await client.get('/statements', { statementId: sent.id });
    expect(text).not.toMatch(/[\r\n]/);
    expect(body).toMatchObject(sent);
  });

  test('POST answers 200 with the ids in order, its own where none was sent', async () => {
    const { client } = lrs();
    const [first, second, third] = [statement(), statement(), statement()];
    const nameless = without(second, 'id');
    const answer = await client.statements([first, nameless, third]);
    expect(answer.status).toBe(200);
    expect(answer.headers['content-type']).toMatch(/^application\/json/);
    const ids = answer.body as string[];
    expect([ids[0], ids[2], ids.length]).toEqual([first.id, third.id, 3]);
    expect((await client.get('/statements', { statementId: ids[1]! })).body).toMatchObject(nameless);
    const one = await client.statements(nameless);
    expect(one.body).toEqual([expect.stringMatching(/^[0-9a-f-]{36}$/)]);
  });

  test('POST takes no parameters, and an empty list stores nothing', async () => {
    const { client } = lrs();
    expect(
      (
        await client
          .send('post', '/statements', { statementId: statement().id })
          .set('Content-Type', 'application/json')
          .send('{}')
      ).status,
    ).toBe(400);
    const empty = await client.statements([]);
    expect([empty.status, empty.body]).toEqual([200, []]);
  });

  test('the same statement again changes nothing and succeeds; a different one with its id is a conflict', async () => {
    const { client } = lrs();
    const sent = statement({ timestamp: '2026-11-20T10:00:00.000Z' });
    await client.store(sent);
    const before = await client.get('/statements', { statementId: sent.id });
    expect((await client.statements(sent)).status).toBe(200);
    expect((await put(client, { statementId: sent.id }, sent)).status).toBe(204);
    const other = { ...sent, actor: person('someone else') };
    const fresh = statement();
    const conflict = await client.statements([fresh, other]);
    expect(conflict.status).toBe(409);
    expect(conflict.body).toMatchObject({ error: { code: 'conflict', path: 'statements[1].id' } });
    expect((await put(client, { statementId: sent.id }, other)).status).toBe(409);
    expect((await client.get('/statements', { statementId: sent.id })).text).toBe(before.text);
    expect((await client.get('/statements', { statementId: fresh.id })).status).toBe(404);
  });

  test('a batch with the same id twice is refused', async () => {
    const sent = statement();
    for (const client of [lrs().client, lrs().older]) {
      const answer = await client.statements([sent, statement(), { ...sent, id: sent.id.toUpperCase() }]);
      expect(answer.status).toBe(400);
      expect(answer.body).toMatchObject({ error: { path: 'statements[2].id' } });
    }
    expect((await lrs().client.get('/statements', { statementId: sent.id })).status).toBe(404);
  });

  test('one statement that is wrong rolls back the whole batch, and the answer says which', async () => {
    const { client } = lrs();
    const [first, second] = [statement(), statement({ verb: { id: 'no IRI' } })];
    const answer = await client.statements([first, second]);
    expect(answer.status).toBe(400);
    expect(answer.body).toMatchObject({ error: { code: 'invalid-statement', path: 'statements[1].verb.id' } });
    expect((await client.get('/statements', { statementId: first.id })).status).toBe(404);
  });

  test('sets stored, authority, timestamp and version itself', async () => {
    const { client } = lrs();
    const sent = statement({ stored: '2001-01-01T00:00:00.000Z', authority: person('somebody important') });
    await client.store(sent);
    const read = (await client.get('/statements', { statementId: sent.id })).body as Record<string, unknown>;
    expect(read['authority']).toMatchObject({ objectType: 'Agent', account: { homePage: 'http://lotse.test' } });
    expect(read['stored']).toMatch(/^2026-11-21T/);
    expect(Date.parse(read['timestamp'] as string)).not.toBeNaN();
    expect(read['version']).toBe('2.0.0');
  });

  test('a statement without a timestamp has what it has as stored, also where the clock has gone back', async () => {
    const { client, older, clock } = lrs();
    await client.store(statement());
    clock.advance(-60_000);
    try {
      for (const writer of [client, older]) {
        const sent = [statement(), statement({ timestamp: '2026-11-20T10:00:00.000Z' })] as const;
        await writer.store(...sent);
        const alone = statement();
        await writer.store(alone);
        for (const { id } of [sent[0], alone]) {
          const { stored, timestamp } = (await client.get('/statements', { statementId: id })).body as Record<
            string,
            string
          >;
          expect(timestamp).toBe(stored);
        }
        expect((await client.get('/statements', { statementId: sent[1].id })).body).toMatchObject({
          timestamp: '2026-11-20T10:00:00.000Z',
        });
      }
    } finally {
      clock.advance(60_000);
    }
  });

  test('a type that goes without saying makes no other statement (2.0 §4.2.2.3)', async () => {
    const { client, older } = lrs();
    const account = { homePage: 'https://lms.example', name: 'anna' };
    const course = 'http://x.example/activities/course';
    const bare = {
      actor: { objectType: 'Group', member: [{ account }] },
      object: { id: 'http://x.example/activities/bare' },
      context: { instructor: { account }, contextActivities: { parent: { id: course } } },
    };
    const full = {
      actor: { objectType: 'Group', member: [{ objectType: 'Agent', account }] },
      object: { objectType: 'Activity', id: 'http://x.example/activities/bare' },
      context: {
        instructor: { objectType: 'Agent', account },
        contextActivities: { parent: [{ objectType: 'Activity', id: course }] },
      },
    };
    for (const [first, second] of [
      [bare, full],
      [full, bare],
    ] as const) {
      const [one, other] = [statement(first), statement(first)];
      await client.store(one, other);
      const before = (await client.get('/statements', { statementId: one.id })).text;
      expect((await put(older, { statementId: one.id }, { ...one, ...second })).status).toBe(204);
      const fresh = statement();
      expect((await client.statements([{ ...one, ...second }, fresh, { ...other, ...second }])).body).toEqual([
        one.id,
        fresh.id,
        other.id,
      ]);
      expect((await client.get('/statements', { statementId: one.id })).text).toBe(before);
      const unlike = statement();
      const conflict = await client.statements([
        { ...one, ...second },
        unlike,
        { ...other, ...second, actor: person('else') },
      ]);
      expect([conflict.status, conflict.body.error?.path]).toEqual([409, 'statements[2].id']);
      expect((await client.get('/statements', { statementId: unlike.id })).status).toBe(404);
    }
  });

  test('a voiding statement is never voided itself', async () => {
    const { client } = lrs();
    const [target] = await client.store(statement());
    const [first] = await client.store(voiding(target!));
    await client.store(voiding(first!));
    expect((await client.get('/statements', { statementId: first })).status).toBe(200);
    expect((await client.get('/statements', { voidedStatementId: target })).status).toBe(200);
  });
});
