import { createHash } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { newUuid } from '../../../base/index.js';
import { describeLrs } from '../../support/every-store.js';
import { type LrsClient, person } from '../../support/lrs-server.js';

const places = [
  ['/activities/state', () => ({ activityId: 'http://x.example/a', agent: person(newUuid()), stateId: 's' })],
  ['/activities/profile', () => ({ activityId: `http://x.example/${newUuid()}`, profileId: 'p' })],
  ['/agents/profile', () => ({ agent: person(newUuid()), profileId: 'p' })],
] as const;

// xAPI 1.0.3 Communication §3.1; xAPI 2.0 §4.1.4
describeLrs('concurrency', (lrs) => {
  describe.each(places)('%s', (path, place) => {
    const change = (
      client: LrsClient,
      method: 'put' | 'post' | 'delete',
      where: object,
      headers: Record<string, string>,
      body = '{"changed":true}',
    ) => {
      const sending = client.send(method, path, { ...where }).set(headers);
      return method === 'delete' ? sending : sending.set('Content-Type', 'application/json').send(body);
    };

    /** A new document; returns where it lies and its ETag. */
    async function given(): Promise<{ where: object; etag: string }> {
      const where = place();
      expect((await change(lrs().client, 'put', where, {}, '{"first":1}')).status).toBe(204);
      return { where, etag: (await lrs().client.get(path, { ...where })).headers['etag'] as string };
    }

    const content = async (where: object) => (await lrs().client.get(path, { ...where })).text;

    test('the ETag is the SHA-1 of the content, in quotes', async () => {
      const { etag } = await given();
      expect(etag).toBe(`"${createHash('sha1').update('{"first":1}').digest('hex')}"`);
    });

    test.each(['put', 'post', 'delete'] as const)(
      '%s with a wrong If-Match is 412 and changes nothing; with the right one it succeeds',
      async (method) => {
        for (const client of [lrs().client, lrs().older]) {
          const { where, etag } = await given();
          for (const wrong of ['"1234"', '"a", "b"', etag.toUpperCase(), 'W/"1234"']) {
            const refused = await change(client, method, where, { 'If-Match': wrong });
            expect([wrong, refused.status]).toEqual([wrong, 412]);
            expect(refused.body).toMatchObject({ error: { code: 'precondition-failed' } });
          }
          expect(await content(where)).toBe('{"first":1}');
          expect((await change(client, method, where, { 'If-Match': `"1234", W/${etag}` })).status).toBe(204);
          const expected = { put: '{"changed":true}', post: '{"first":1,"changed":true}', delete: undefined }[method];
          if (expected === undefined) expect((await lrs().client.get(path, { ...where })).status).toBe(404);
          else expect(await content(where)).toBe(expected);
        }
      },
    );

    test('If-Match fails where there is no document', async () => {
      for (const method of ['put', 'post', 'delete'] as const) {
        const where = place();
        for (const tag of ['*', '"1234"'])
          expect([method, tag, (await change(lrs().client, method, where, { 'If-Match': tag })).status]).toEqual([
            method,
            tag,
            412,
          ]);
        expect((await lrs().client.get(path, { ...where })).status).toBe(404);
      }
      const { where } = await given();
      expect((await change(lrs().client, 'put', where, { 'If-Match': '*' })).status).toBe(204);
    });

    test.each(['put', 'post'] as const)(
      '%s with If-None-Match: * stores only what is not there yet',
      async (method) => {
        const where = place();
        expect((await change(lrs().client, method, where, { 'If-None-Match': '*' })).status).toBe(204);
        const before = await content(where);
        expect((await change(lrs().client, method, where, { 'If-None-Match': '*' }, '{"second":2}')).status).toBe(412);
        expect(await content(where)).toBe(before);
      },
    );

    test('If-None-Match with a tag refuses that version alone', async () => {
      const { where, etag } = await given();
      expect((await change(lrs().client, 'put', where, { 'If-None-Match': etag })).status).toBe(412);
      expect((await change(lrs().client, 'put', where, { 'If-None-Match': '"1234"' })).status).toBe(204);
    });

    test('PUT without a precondition over a document that is there', async () => {
      const { where } = await given();
      const refused = await change(lrs().client, 'put', where, {});
      expect(refused.status).toBe(409);
      expect(refused.body).toMatchObject({ error: { code: 'conflict', message: expect.stringContaining('If-Match') } });
      expect(await content(where)).toBe('{"first":1}');
      // 1.0.3 permits it for state alone.
      expect((await change(lrs().older, 'put', where, {})).status).toBe(path === '/activities/state' ? 204 : 409);
    });

    test('PUT without a precondition where there is nothing', async () => {
      const where = place();
      // 1.0.3 asks a precondition of every PUT of a profile.
      expect((await change(lrs().older, 'put', where, {})).status).toBe(path === '/activities/state' ? 204 : 400);
      expect((await change(lrs().client, 'put', place(), {})).status).toBe(204);
    });

    test('of many changes to one version, one succeeds', async () => {
      const { where, etag } = await given();
      const answers = await Promise.all(
        Array.from({ length: 8 }, (_, index) =>
          change(lrs().client, 'put', where, { 'If-Match': etag }, `{"n":${index}}`),
        ),
      );
      expect(answers.map(({ status }) => status).sort()).toEqual([204, 412, 412, 412, 412, 412, 412, 412]);
    });

    test('merges at the same moment lose nothing', async () => {
      const { where } = await given();
      const answers = await Promise.all(
        Array.from({ length: 8 }, (_, index) => change(lrs().client, 'post', where, {}, `{"n${index}":${index}}`)),
      );
      expect(answers.map(({ status }) => status)).toEqual(Array(8).fill(204));
      expect(Object.keys(JSON.parse(await content(where)) as object)).toHaveLength(9);
    });

    test('many merges at the same moment, as of a class that finishes together, are all taken', async () => {
      const { where } = await given();
      const learners = 60;
      const answers = await Promise.all(
        Array.from({ length: learners }, (_, index) =>
          change(lrs().client, 'post', where, {}, `{"n${index}":${index}}`),
        ),
      );
      expect(answers.map(({ status }) => status)).toEqual(Array(learners).fill(204));
      expect(Object.keys(JSON.parse(await content(where)) as object)).toHaveLength(1 + learners);
    });

    test('GET with the current ETag in If-None-Match is 304', async () => {
      const { where, etag } = await given();
      const same = await lrs()
        .client.get(path, { ...where })
        .set('If-None-Match', etag);
      expect([same.status, same.text, same.headers['etag']]).toEqual([304, '', etag]);
      expect(
        (
          await lrs()
            .client.get(path, { ...where })
            .set('If-None-Match', '"1234"')
        ).status,
      ).toBe(200);
    });

    test('GET with another ETag in If-Match is 412', async () => {
      const { where, etag } = await given();
      expect(
        (
          await lrs()
            .client.get(path, { ...where })
            .set('If-Match', etag)
        ).status,
      ).toBe(200);
      const refused = await lrs()
        .client.get(path, { ...where })
        .set('If-Match', '"1234"');
      expect([refused.status, refused.body.error?.code, refused.headers['etag']]).toEqual([
        412,
        'precondition-failed',
        undefined,
      ]);
    });
  });

  // RFC 9110 §13.2.1: whoever gives out an entity tag evaluates what is asked with it.
  test.each([
    ['/about', {}],
    ['/agents', { agent: person('anna') }],
    ['/activities', { activityId: 'http://x.example/tagged' }],
    ['/activities/state', { activityId: 'http://x.example/tagged', agent: person('anna') }],
    ['/agents/profile', { agent: person('anna') }],
    ['/activities/profile', { activityId: 'http://x.example/tagged' }],
  ])('%s heeds the ETag that it gave out', async (path, query) => {
    const { client } = lrs();
    const etag = (await client.get(path, query)).headers['etag'] as string;
    for (const tags of [etag, `W/${etag}`, `"1234", ${etag}`, '*']) {
      for (const method of ['get', 'head'] as const) {
        const same = await client.send(method, path, query).set('If-None-Match', tags);
        expect([tags, method, same.status, (same.text as string | undefined) ?? '', same.headers['etag']]).toEqual([
          tags,
          method,
          304,
          '',
          etag,
        ]);
      }
      expect([tags, (await client.get(path, query).set('If-Match', tags)).status]).toEqual([tags, 200]);
    }
    expect((await client.get(path, query).set('If-None-Match', '"1234"')).status).toBe(200);
    expect((await client.get(path, query).set('If-Match', '"1234"')).status).toBe(412);
  });

  test('deleting all state of somebody heeds what it says about the list', async () => {
    for (const client of [lrs().client, lrs().older]) {
      const where = { activityId: 'http://x.example/a', agent: person(newUuid()) };
      const put = (stateId: string) =>
        client
          .send('put', '/activities/state', { ...where, stateId })
          .set('Content-Type', 'text/plain')
          .send(stateId);
      const remove = (headers: Record<string, string>) =>
        client.send('delete', '/activities/state', where).set(headers);
      await put('a');
      const before = (await client.get('/activities/state', where)).headers['etag'] as string;
      await put('b');
      const etag = (await client.get('/activities/state', where)).headers['etag'] as string;
      for (const headers of [
        { 'If-Match': before },
        { 'If-Match': '"1234"' },
        { 'If-None-Match': etag },
        { 'If-None-Match': '*' },
      ]) {
        const refused = await remove(headers);
        expect([headers, refused.status, refused.body.error?.code]).toEqual([headers, 412, 'precondition-failed']);
      }
      expect((await client.get('/activities/state', where)).body).toEqual(['a', 'b']);
      expect((await remove({ 'If-Match': etag })).status).toBe(204);
      expect((await client.get('/activities/state', where)).body).toEqual([]);
      expect((await remove({ 'If-Match': '*' })).status).toBe(204);
    }
  });
});
