import { expect, test } from '@jest/globals';
import { newUuid } from '../../../base/index.js';
import { describeLrs } from '../../support/every-store.js';
import { person, statement } from '../../support/lrs-server.js';

const fresh = (): string => `http://x.example/activities/${newUuid()}`;

// xAPI 1.0.3 Communication §2.5; xAPI 2.0 §4.1.6.4
describeLrs('activities resource', (lrs) => {
  const definition = {
    name: { de: 'Einheit' },
    type: 'http://x.example/type',
    extensions: { 'http://x.example/e': [1, { a: null }] },
  };

  test('answers the complete Activity Object, in both versions, with an entity tag', async () => {
    const { client, older } = lrs();
    const object = { objectType: 'Activity', id: fresh(), definition };
    await client.store(statement({ object }));
    for (const reader of [client, older]) {
      const answer = await reader.get('/activities', { activityId: object.id });
      expect([answer.status, answer.body]).toEqual([200, object]);
      expect(answer.headers['content-type']).toMatch(/^application\/json/);
      expect(answer.headers['etag']).toMatch(/^"[0-9a-f]{40}"$/);
      expect((await reader.send('head', '/activities', { activityId: object.id })).status).toBe(200);
    }
  });

  test('puts together what several statements say, wherever they name the activity', async () => {
    const { client } = lrs();
    const id = fresh();
    await client.store(
      statement({ object: { id, definition } }),
      statement({ object: { id, definition: { name: { fr: 'unité' } } } }),
    );
    await client.store(
      statement({ context: { contextActivities: { grouping: { id, definition: { name: { en: 'unit' } } } } } }),
    );
    const inner = {
      objectType: 'SubStatement',
      actor: person('a'),
      verb: { id: 'http://x.example/v' },
      object: { id, definition: { description: { de: 'Text' } } },
    };
    await client.store(statement({ object: inner }));
    expect((await client.get('/activities', { activityId: id })).body).toEqual({
      objectType: 'Activity',
      id,
      definition: { ...definition, name: { de: 'Einheit', fr: 'unité', en: 'unit' }, description: { de: 'Text' } },
    });
  });

  test('answers with an Activity Object also where nothing is known of it', async () => {
    const { client, older } = lrs();
    const id = fresh();
    for (const reader of [client, older]) {
      const answer = await reader.get('/activities', { activityId: id });
      expect([answer.status, answer.body]).toEqual([200, { objectType: 'Activity', id }]);
    }
    await client.store(statement({ object: { id } }));
    expect((await client.get('/activities', { activityId: id })).body).toEqual({ objectType: 'Activity', id });
  });

  test.each([
    [{}],
    [{ activityId: '' }],
    [{ activityId: 'no iri' }],
    [{ activityId: 'http://x.example/a', other: '1' }],
    [{ activityid: 'http://x.example/a' }],
  ])('refuses %j', async (query) => {
    const answer = await lrs().client.get('/activities', query);
    expect([answer.status, answer.body.error?.code]).toEqual([400, 'invalid-parameter']);
  });

  test.each(['put', 'post', 'delete'] as const)('does not know %s', async (method) => {
    expect((await lrs().client.send(method, '/activities', { activityId: 'http://x.example/a' })).status).toBe(405);
  });

  test('compares IRIs as they are written (RFC 3987 §5.3.1)', async () => {
    const { client } = lrs();
    const id = fresh();
    await client.store(statement({ object: { id: id.replace('/activities/', '/activities/../'), definition } }));
    expect((await client.get('/activities', { activityId: id })).body).toEqual({ objectType: 'Activity', id });
  });

  test('keeps organisations apart', async () => {
    const { client, clientFor } = lrs();
    const id = fresh();
    await client.store(statement({ object: { id, definition } }));
    const other = await clientFor('suedwerk', ['all']);
    expect((await other.get('/activities', { activityId: id })).body).toEqual({ objectType: 'Activity', id });
  });

  test('takes definitions only from who may define (1.0.3 §4.2), and keeps the statement as it was sent', async () => {
    const { client, clientFor } = lrs();
    const object = { id: fresh(), definition };
    const writer = await clientFor('nordwerk', ['statements/write', 'statements/read']);
    const [id] = await writer.store(statement({ object }));
    expect((await client.get('/activities', { activityId: object.id })).body).toEqual({
      objectType: 'Activity',
      id: object.id,
    });
    expect((await client.get('/statements', { statementId: id })).body).toMatchObject({ object });
    const definer = await clientFor('nordwerk', ['statements/write', 'define']);
    await definer.store(statement({ object }));
    expect((await client.get('/activities', { activityId: object.id })).body).toMatchObject({ definition });
  });

  test('answers who may read, and a launch only about what was launched', async () => {
    const { clientFor, launch } = lrs();
    const activity = fresh();
    const ask = async (client: Awaited<ReturnType<typeof clientFor>>, id: string): Promise<number> =>
      (await client.get('/activities', { activityId: id })).status;
    for (const scope of ['all/read', 'statements/read', 'statements/read/mine', 'state', 'profile', 'define'] as const)
      expect(await ask(await clientFor('nordwerk', [scope]), activity)).toBe(200);
    expect(await ask(await clientFor('nordwerk', ['statements/write']), activity)).toBe(403);
    const launched = await launch({ scopes: ['state', 'statements/write'], actor: person('anna'), activity });
    expect(await ask(launched, activity)).toBe(200);
    expect(await ask(launched, `${activity}?subContentId=1`)).toBe(200);
    expect(await ask(launched, `${activity}x`)).toBe(403);
  });

  test('gives its definition to statements in the format canonical', async () => {
    const { client } = lrs();
    const id = fresh();
    const [first] = await client.store(statement({ object: { id, definition: { name: { de: 'Einheit' } } } }));
    await client.store(statement({ object: { id, definition: { name: { en: 'unit' } } } }));
    const read = async (language: string): Promise<unknown> =>
      (
        (
          await client
            .with({ 'Accept-Language': language })
            .get('/statements', { statementId: first, format: 'canonical' })
        ).body as { object: unknown }
      ).object;
    expect(await read('en')).toEqual({ id, definition: { name: { en: 'unit' } } });
    expect(await read('de')).toEqual({ id, definition: { name: { de: 'Einheit' } } });
    expect((await client.get('/statements', { statementId: first })).body).toMatchObject({
      object: { id, definition: { name: { de: 'Einheit' } } },
    });
  });
});
