import fc from 'fast-check';
import { expect, test } from '@jest/globals';
import { describeLrs } from '../../support/every-store.js';
import { person, statement, without } from '../../support/lrs-server.js';

// xAPI 1.0.3 Communication §3.0: structure is enforced; issue 4: never a 5xx for bad input
describeLrs('bad input', (lrs) => {
  const post = (body: string | Buffer) =>
    lrs().client.send('post', '/statements').set('Content-Type', 'application/json').send(body);
  const valid = JSON.stringify(statement());

  test.each([
    ['nothing', ''],
    ['blanks', '  \n'],
    ['half an object', '{"actor":'],
    ['two values', `${valid}${valid}`],
    ['a comment', `/* */${valid}`],
    ['a trailing comma', '[1,]'],
    ['NaN', '{"result":{"score":{"raw":NaN}}}'],
    ['single quotes', "{'id':1}"],
    ['a number', '7'],
    ['a text', '"x"'],
    ['null', 'null'],
    ['a list of lists', '[[]]'],
    ['a list with null', '[null]'],
    ['a duplicate key', valid.replace('"verb"', '"actor":{"mbox":"mailto:x@x.example"},"verb"')],
    ['a lone surrogate', valid.replace('"anna"', '"\\ud800"')],
    ['a number beyond doubles', '{"result":{"score":{"raw":1e999}}}'],
    ['deep lists', `${'['.repeat(60_000)}${']'.repeat(60_000)}`],
    ['deep objects', `${'{"a":'.repeat(20_000)}1${'}'.repeat(20_000)}`],
    [
      'deep extensions',
      valid.replace(/}$/, `,"context":{"extensions":{"http://x.example/e":${'['.repeat(5_000)}${']'.repeat(5_000)}}}}`),
    ],
    ['a NUL', '\u0000'],
    ['a key of __proto__', '{"__proto__":{"actor":1}}'],
  ])('refuses %s', async (_name, body) => {
    const answer = await post(body);
    expect(answer.status).toBe(400);
    expect(answer.body).toMatchObject({ error: { code: expect.stringMatching(/^invalid-(json|statement)$/) } });
  });

  test('any JSON is taken or refused, never a fault of ours', async () => {
    await fc.assert(
      fc.asyncProperty(fc.json({ maxDepth: 6 }), async (body) => {
        const { status } = await post(body);
        expect([200, 400]).toContain(status);
      }),
      { numRuns: 150 },
    );
  }, 60_000);

  test('a statement with any value in place of any part of it is taken or refused, and what is taken comes back', async () => {
    const whole = statement({
      result: {
        score: { scaled: 0.5, raw: 5, min: 0, max: 10 },
        success: true,
        duration: 'PT1M',
        response: 'x',
        extensions: { 'http://x.example/e': { a: [1] } },
      },
      context: {
        registration: '11111111-1111-4111-8111-111111111111',
        instructor: person('i'),
        language: 'de',
        contextActivities: { parent: [{ id: 'http://x.example/p' }] },
        statement: { objectType: 'StatementRef', id: '22222222-2222-4222-8222-222222222222' },
      },
      attachments: [
        {
          usageType: 'http://x.example/u',
          display: { de: 'x' },
          contentType: 'text/plain',
          length: 1,
          sha2: 'a'.repeat(64),
          fileUrl: 'http://x.example/f',
        },
      ],
      timestamp: '2026-11-21T08:00:00Z',
    });
    const paths: (readonly string[])[] = [];
    const walk = (value: unknown, path: readonly string[]): void => {
      if (path.length > 0) paths.push(path);
      if (typeof value === 'object' && value !== null)
        for (const key of Object.keys(value)) walk((value as Record<string, unknown>)[key], [...path, key]);
    };
    walk(whole, []);
    const replaced = (value: unknown, [key, ...rest]: readonly string[], by: unknown): unknown => {
      if (key === undefined) return by;
      const copy: Record<string, unknown> = Array.isArray(value)
        ? ([...value] as unknown as Record<string, unknown>)
        : { ...(value as Record<string, unknown>) };
      copy[key] = replaced(copy[key], rest, by);
      return copy;
    };
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...paths), fc.jsonValue({ maxDepth: 3 }), async (path, value) => {
        const answer = await post(JSON.stringify(replaced(without(whole, 'id'), path, value)));
        expect([200, 400, 409]).toContain(answer.status);
        if (answer.status !== 200) return;
        const [id] = answer.body as string[];
        const voidedOrNot = [
          await lrs().client.get('/statements', { statementId: id }),
          await lrs().client.get('/statements', { voidedStatementId: id }),
        ];
        expect(voidedOrNot.map(({ status }) => status).sort()).toEqual([200, 404]);
      }),
      { numRuns: 150 },
    );
  }, 60_000);

  test('any query is answered or refused, never a fault of ours', async () => {
    const names = [
      'statementId',
      'agent',
      'verb',
      'activity',
      'registration',
      'since',
      'until',
      'limit',
      'format',
      'ascending',
      'continue',
      'related_agents',
      'attachments',
    ];
    await fc.assert(
      fc.asyncProperty(
        fc.dictionary(
          fc.constantFrom(...names),
          fc.oneof(
            fc.string({ unit: 'binary' }),
            fc.json(),
            fc.integer().map(String),
            fc.date({ noInvalidDate: true }).map((date) => date.toISOString()),
          ),
        ),
        async (query) => {
          const { status } = await lrs().client.get('/statements', query);
          expect([200, 400, 404]).toContain(status);
        },
      ),
      { numRuns: 150 },
    );
  }, 60_000);

  test('any bytes are a document or refused, with any headers', async () => {
    const where = { activityId: 'http://x.example/any', agent: person('any'), stateId: 's' };
    const printable = fc.string({
      unit: fc.integer({ min: 33, max: 126 }).map((code) => String.fromCharCode(code)),
      maxLength: 30,
    });
    await fc.assert(
      fc.asyncProperty(
        fc.uint8Array({ maxLength: 300 }),
        printable,
        printable,
        fc.constantFrom('put', 'post', 'delete', 'get'),
        async (bytes, match, type, method) => {
          const sending = lrs()
            .client.send(method as 'put', '/activities/state', where)
            .set('If-Match', match)
            .set('Content-Type', type);
          const { status } =
            method === 'put' || method === 'post' ? await sending.send(Buffer.from(bytes)) : await sending;
          expect([200, 204, 400, 404, 412]).toContain(status);
        },
      ),
      { numRuns: 100 },
    );
  }, 60_000);

  test('positions and limits beyond all measure are just pages', async () => {
    for (const query of [
      { limit: '999999999999999' },
      { continue: '999999999999999' },
      { continue: '0' },
      { continue: '0', ascending: 'true' },
      { since: '9999-12-31T23:59:59Z' },
      { until: '0001-01-01T00:00:00Z' },
    ]) {
      expect([query, (await lrs().client.get('/statements', query)).status]).toEqual([query, 200]);
    }
  });
});
