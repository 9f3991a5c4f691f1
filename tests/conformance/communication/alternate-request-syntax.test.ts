import { expect, test } from '@jest/globals';
import { describeLrs } from '../../support/every-store.js';
import { type LrsClient, person, statement } from '../../support/lrs-server.js';

/** A form POST with `method` in the address. */
function alternate(client: LrsClient, path: string, method: string, form: Readonly<Record<string, string>>) {
  return client.send('post', path, { method }).type('form').send(new URLSearchParams(form).toString());
}

// xAPI 1.0.3 Communication §1.3
describeLrs('the alternate request syntax', (lrs) => {
  test('stores, reads and deletes under 1.0.3', async () => {
    const { older } = lrs();
    const sent = statement();
    expect(
      (await alternate(older, '/statements', 'PUT', { statementId: sent.id, content: JSON.stringify(sent) })).status,
    ).toBe(204);
    const read = await alternate(older, '/statements', 'GET', { statementId: sent.id });
    expect([read.status, (read.body as { id: string }).id]).toEqual([200, sent.id]);

    const state = {
      activityId: 'http://lotse.test/activities/unit',
      agent: JSON.stringify(person('alt')),
      stateId: 'page',
    };
    expect(
      (
        await alternate(older, '/activities/state', 'PUT', {
          ...state,
          content: 'ä+b &c',
          'Content-Type': 'text/plain',
        })
      ).status,
    ).toBe(204);
    const document = await older.get('/activities/state', state);
    expect([document.text, document.headers['content-type']]).toEqual(['ä+b &c', 'text/plain']);
    expect((await alternate(older, '/activities/state', 'DELETE', state)).status).toBe(204);
    expect((await older.get('/activities/state', state)).status).toBe(404);
  });

  test('treats form parameters as the headers they stand for', async () => {
    const { older } = lrs();
    const bare = older.with({ Authorization: undefined, 'X-Experience-API-Version': undefined });
    const headers = { Authorization: older.headers['Authorization']!, 'X-Experience-API-Version': '1.0.3' };
    expect((await alternate(bare, '/statements', 'GET', { ...headers, limit: '1' })).status).toBe(200);
    expect((await alternate(bare, '/statements', 'GET', { limit: '1' })).status).toBe(401);
    expect((await alternate(older, '/statements', 'GET', { 'X-Experience-API-Version': '0.8' })).status).toBe(400);
  });

  test.each([
    [
      'a parameter beside method in the address',
      (client: LrsClient) => client.send('post', '/statements', { method: 'GET', limit: '1' }).type('form').send('a=b'),
    ],
    [
      'content that is missing',
      (client: LrsClient) => alternate(client, '/statements', 'PUT', { statementId: statement().id }),
    ],
    [
      'a body that is no form',
      (client: LrsClient) =>
        client.send('post', '/statements', { method: 'PUT' }).type('form').send(JSON.stringify(statement())),
    ],
    ['an unknown method', (client: LrsClient) => alternate(client, '/statements', 'PATCH', {})],
    [
      'a request that is not a POST',
      (client: LrsClient) => client.send('put', '/statements', { method: 'POST' }).type('json').send('{}'),
    ],
    [
      'JSON in place of the form',
      (client: LrsClient) => client.send('post', '/statements', { method: 'GET' }).type('json').send('{}'),
    ],
  ])('refuses %s', async (_name, send) => {
    expect((await send(lrs().older)).status).toBe(400);
  });

  // A type that no header can carry would make the document unreadable for ever.
  test.each([
    ['line ends', 'text/plain\r\nX-Injected: 1'],
    ['a zero', 'text/plain\u0000'],
    ['letters that no header has', 'テキスト'],
    ['too much', `a/${'b'.repeat(20_000)}`],
  ])('refuses a header with %s', async (_what, type) => {
    const { older } = lrs();
    const state = {
      activityId: 'http://lotse.test/activities/unit',
      agent: JSON.stringify(person('alt')),
      stateId: 'odd',
    };
    const refused = await alternate(older, '/activities/state', 'PUT', {
      ...state,
      content: 'x',
      'Content-Type': type,
    });
    expect([refused.status, refused.body]).toMatchObject([
      400,
      { error: { code: 'invalid-parameter', path: 'content-type' } },
    ]);
    expect((await older.get('/activities/state', state)).status).toBe(404);
  });

  test('refuses a header that comes twice in two spellings', async () => {
    expect(
      (await alternate(lrs().older, '/statements', 'GET', { limit: '1', 'If-Match': '"a"', 'if-match': '"b"' })).status,
    ).toBe(400);
  });

  test('answers HEAD, asked for by a POST, with all that it announces', async () => {
    const { older } = lrs();
    const [id] = await older.store(statement());
    for (const query of [{ statementId: id! }, { statementId: id!, attachments: 'true' }]) {
      const answer = await alternate(older, '/statements', 'HEAD', query)
        .buffer(true)
        .parse((response, done) => {
          let length = 0;
          response.on('data', (piece: Buffer) => (length += piece.byteLength)).on('end', () => done(null, length));
        });
      expect([answer.status, answer.body]).toEqual([200, Number(answer.headers['content-length'])]);
    }
  });

  test('does not exist in 2.0, whichever way the version is said', async () => {
    const { client, older } = lrs();
    expect((await alternate(client, '/statements', 'GET', { limit: '1' })).status).toBe(400);
    const bare = older.with({ 'X-Experience-API-Version': undefined });
    expect((await alternate(bare, '/statements', 'GET', { 'X-Experience-API-Version': '2.0.0' })).status).toBe(400);
  });
});
