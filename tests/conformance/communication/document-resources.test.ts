import { describe, expect, test } from '@jest/globals';
import { newUuid } from '../../../base/index.js';
import { describeLrs } from '../../support/every-store.js';
import { person, without } from '../../support/lrs-server.js';

const kinds = [
  {
    path: '/activities/state',
    id: 'stateId',
    place: () => ({ activityId: 'http://x.example/activities/ä', agent: person(newUuid()) }),
    wrong: [
      ['activityId', 'x'],
      ['agent', 'x'],
      ['registration', 'x'],
    ],
    missing: ['activityId', 'agent'],
  },
  {
    path: '/activities/profile',
    id: 'profileId',
    place: () => ({ activityId: `http://x.example/activities/${newUuid()}` }),
    wrong: [['activityId', 'x']],
    missing: ['activityId'],
  },
  {
    path: '/agents/profile',
    id: 'profileId',
    place: () => ({ agent: person(newUuid()) }),
    wrong: [
      ['agent', '{}'],
      ['agent', '{"objectType":"Group","mbox":"mailto:a@x.example"}'],
    ],
    missing: ['agent'],
  },
] as const;

// xAPI 1.0.3 Communication §2.2, §2.3, §2.6, §2.7; xAPI 2.0 §4.1.6.2, §4.1.6.5, §4.1.6.6
describeLrs('document resources', (lrs) => {
  describe.each(kinds)('$path', ({ path, id, place, wrong, missing }) => {
    const json = 'application/json';
    const send = (method: 'put' | 'post', query: object, type: string, body: string | Buffer) =>
      lrs()
        .client.send(method, path, { ...query })
        .set('Content-Type', type)
        .send(body);

    test('keeps any bytes with their type, and deletes them', async () => {
      const where = { ...place(), [id]: 'Seite 1/2?&=+ ä' };
      const bytes = Buffer.from([0, 255, 13, 10, 195, 40]);
      const stored = await send('put', where, 'image/x-strange; a=b', bytes);
      expect([stored.status, stored.text]).toEqual([204, '']);
      const read = await lrs()
        .client.get(path, where)
        .buffer(true)
        .parse((response, done) => {
          const chunks: Buffer[] = [];
          response.on('data', (chunk: Buffer) => chunks.push(chunk));
          response.on('end', () => done(null, Buffer.concat(chunks)));
        });
      expect([read.status, read.headers['content-type'], read.body]).toEqual([200, 'image/x-strange; a=b', bytes]);
      expect((await lrs().client.send('delete', path, where)).status).toBe(204);
      expect((await lrs().client.get(path, where)).status).toBe(404);
      expect((await lrs().client.send('delete', path, where)).status).toBe(204);
    });

    test('never lets a document run as a page of ours', async () => {
      const where = { ...place(), [id]: 'page' };
      await send('put', where, 'text/html', '<script>alert(1)</script>');
      const { headers } = await lrs().client.get(path, where);
      expect(headers['x-content-type-options']).toBe('nosniff');
      expect(headers['content-security-policy']).toContain('sandbox');
    });

    test('POST stores what was not there, and merges JSON objects at their top level', async () => {
      const where = { ...place(), [id]: 'merge' };
      expect(
        (await send('post', where, json, JSON.stringify({ x: 'foo', y: { a: 1, b: 2 }, keep: null }))).status,
      ).toBe(204);
      expect((await send('post', where, json, JSON.stringify({ x: 'bash', y: { c: 3 }, z: [1] }))).status).toBe(204);
      expect((await lrs().client.get(path, where)).body).toEqual({ x: 'bash', y: { c: 3 }, keep: null, z: [1] });
    });

    test('a merge cannot reach behind the document', async () => {
      const where = { ...place(), [id]: 'proto' };
      await send('post', where, json, '{"a":1}');
      expect((await send('post', where, json, '{"__proto__":{"polluted":true},"constructor":2}')).status).toBe(204);
      const { text } = await lrs().client.get(path, where);
      expect(JSON.parse(text)).toEqual(JSON.parse('{"a":1,"__proto__":{"polluted":true},"constructor":2}'));
      expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
    });

    test.each([
      ['another type', json, '{"a":1}', 'text/plain', 'abc'],
      ['JSON over another type', 'text/plain', 'abc', json, '{"a":1}'],
      ['a list', json, '{"a":1}', json, '[1]'],
      ['an object over a list', json, '[1]', json, '{"a":1}'],
      ['text that is not JSON', json, '{"a":1}', json, '{"a":'],
      ['an object over text that is not JSON', json, '{"a":', json, '{"a":1}'],
      ['bytes that are not UTF-8', json, '{"a":1}', json, Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d])],
      ['nesting without end', json, '{"a":1}', json, `{"a":${'['.repeat(50_000)}${']'.repeat(50_000)}}`],
    ])('POST refuses %s and leaves the document as it is', async (_name, firstType, first, type, body) => {
      const where = { ...place(), [id]: 'refused' };
      expect((await send('put', where, firstType, first)).status).toBe(204);
      const answer = await send('post', where, type, body);
      expect(answer.status).toBe(400);
      expect(answer.body).toMatchObject({ error: { code: 'invalid-document' } });
      expect(
        (
          await lrs()
            .client.get(path, where)
            .buffer(true)
            .parse((response, done) => {
              let text = '';
              response.on('data', (chunk: Buffer) => (text += chunk.toString()));
              response.on('end', () => done(null, text));
            })
        ).body,
      ).toBe(first);
    });

    test('POST refuses broken JSON where there was nothing', async () => {
      const where = { ...place(), [id]: 'broken' };
      expect((await send('post', where, json, '{"a":')).status).toBe(400);
      expect((await lrs().client.get(path, where)).status).toBe(404);
    });

    test('lists ids, and those changed since an instant', async () => {
      const where = place();
      expect((await lrs().client.get(path, where)).body).toEqual([]);
      await send('put', { ...where, [id]: 'b' }, 'text/plain', '1');
      lrs().clock.advance(5_000);
      const between = new Date(lrs().clock.now()).toISOString();
      lrs().clock.advance(5_000);
      await send('put', { ...where, [id]: 'a' }, 'text/plain', '2');
      const all = await lrs().client.get(path, where);
      expect([all.status, all.body]).toEqual([200, ['a', 'b']]);
      expect((await lrs().client.get(path, { ...where, since: between })).body).toEqual(['a']);
      expect((await lrs().client.get(path, { ...where, since: 'yesterday' })).status).toBe(400);
      expect((await lrs().client.get(path, { ...where, [id]: 'a', since: between })).status).toBe(400);
    });

    test('has a Last-Modified that moves with the document', async () => {
      const where = { ...place(), [id]: 'modified' };
      await send('post', where, json, '{"a":1}');
      const first = Date.parse((await lrs().client.get(path, where)).headers['last-modified'] as string);
      lrs().clock.advance(2_000);
      await send('post', where, json, '{"a":2}');
      const second = Date.parse((await lrs().client.get(path, where)).headers['last-modified'] as string);
      expect(second - first).toBeGreaterThanOrEqual(2_000);
    });

    test('has a Last-Modified over a list: when the newest of the listed was modified', async () => {
      const where = place();
      const listed = async (more: object = {}) =>
        (await lrs().client.get(path, { ...where, ...more })).headers['last-modified'] as string | undefined;
      expect(await listed()).toBeUndefined();
      for (const name of ['a', 'b']) {
        await send('put', { ...where, [id]: name }, 'text/plain', name);
        expect(await listed()).toBe((await lrs().client.get(path, { ...where, [id]: name })).headers['last-modified']);
        lrs().clock.advance(5_000);
      }
      expect(await listed({ since: new Date(lrs().clock.now()).toISOString() })).toBeUndefined();
    });

    test('refuses wrong and missing parameters, for every method', async () => {
      const where = { ...place(), [id]: 'x' };
      for (const method of ['get', 'put', 'post', 'delete'] as const) {
        for (const [name, value] of wrong)
          expect([method, name, (await lrs().client.send(method, path, { ...where, [name]: value })).status]).toEqual([
            method,
            name,
            400,
          ]);
        for (const name of missing) {
          expect([method, name, (await lrs().client.send(method, path, without(where, name))).status]).toEqual([
            method,
            name,
            400,
          ]);
        }
        expect([method, (await lrs().client.send(method, path, { ...where, foo: 1 })).status]).toEqual([method, 400]);
        expect([
          method,
          (await lrs().client.send(method, path, { ...place(), [id.toUpperCase()]: 'x' })).status,
        ]).toEqual([method, 400]);
        expect([method, (await lrs().client.send(method, path, { ...place(), [id]: '' })).status]).toEqual([
          method,
          400,
        ]);
      }
      for (const method of ['put', 'post'] as const)
        expect((await lrs().client.send(method, path, place())).status).toBe(400);
    });
  });

  test('state lies beside that of other registrations; without one, lists and deletions reach all', async () => {
    const { client } = lrs();
    const path = '/activities/state';
    const where = { activityId: 'http://x.example/a', agent: person(newUuid()) };
    const registration = newUuid();
    const put = (query: object, body: string) =>
      client
        .send('put', path, { ...where, ...query })
        .set('Content-Type', 'text/plain')
        .send(body);
    await put({ stateId: 's' }, 'none');
    await put({ stateId: 's', registration }, 'one');
    await put({ stateId: 't', registration: newUuid() }, 'two');
    expect((await client.get(path, { ...where, stateId: 's' })).text).toBe('none');
    expect((await client.get(path, { ...where, stateId: 's', registration: registration.toUpperCase() })).text).toBe(
      'one',
    );
    expect((await client.get(path, where)).body).toEqual(['s', 't']);
    expect((await client.get(path, { ...where, registration })).body).toEqual(['s']);
    expect((await client.send('delete', path, { ...where, registration })).status).toBe(204);
    expect((await client.get(path, { ...where, stateId: 's' })).text).toBe('none');
    expect((await client.send('delete', path, where)).status).toBe(204);
    expect((await client.get(path, where)).body).toEqual([]);
  });

  test('profiles are deleted one by one', async () => {
    expect((await lrs().client.send('delete', '/agents/profile', { agent: person('a') })).status).toBe(400);
    expect(
      (await lrs().client.send('delete', '/activities/profile', { activityId: 'http://x.example/a' })).status,
    ).toBe(400);
  });
});

describeLrs(
  'the size of a document',
  (lrs) => {
    test('is limited, also when merging makes it grow', async () => {
      const where = { activityId: 'http://x.example/a', agent: person('big'), stateId: 's' };
      const send = (method: 'put' | 'post', body: string) =>
        lrs().client.send(method, '/activities/state', where).set('Content-Type', 'application/json').send(body);
      expect((await send('put', `{"a":"${'x'.repeat(2_000)}"}`)).status).toBe(413);
      expect((await send('post', `{"a":"${'x'.repeat(600)}"}`)).status).toBe(204);
      expect((await send('post', `{"b":"${'x'.repeat(600)}"}`)).status).toBe(413);
      expect((await lrs().client.get('/activities/state', where)).body).toEqual({ a: 'x'.repeat(600) });
    });
  },
  { bodyLimit: 1_024 },
);
