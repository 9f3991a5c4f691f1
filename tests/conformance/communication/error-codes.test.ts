import { connect, type AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { LotseError } from '../../../base/index.js';
import type { LrsStore } from '../../../lrs/store/index.js';
import { describeLrs, everyStore } from '../../support/every-store.js';
import { type LrsServer, serveLrs, statement } from '../../support/lrs-server.js';

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

// xAPI 1.0.3 Communication §3.2
describeLrs('error codes', (lrs) => {
  test('a refusal says what is wrong, where, and under which request id', async () => {
    const answer = await lrs().client.statements([statement(), statement({ actor: { objectType: 'Agent' } })]);
    expect(answer.status).toBe(400);
    expect(answer.headers['content-type']).toMatch(/^application\/json/);
    expect(answer.body).toEqual({
      error: {
        code: 'invalid-statement',
        message: expect.stringMatching(/^.+\.$/),
        path: 'statements[1].actor',
        requestId: expect.stringMatching(uuid),
      },
    });
    expect(answer.headers['x-request-id']).toBe((answer.body as { error: { requestId: string } }).error.requestId);
    expect(answer.text).not.toMatch(/\bat .*\.js|node_modules|Error:/);
  });

  test.each([
    [undefined, 'application/json'],
    ['*/*', 'application/json'],
    ['application/json, text/plain, */*', 'application/json'],
    ['text/html, */*', 'application/json'],
    ['application/*;q=0.5, text/plain;q=0.4', 'application/json'],
    ['image/png', 'application/json'],
    ['text/html;q=0', 'application/json'],
    [',;nonsense', 'application/json'],
    ['text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8', 'text/html'],
    ['TEXT/HTML;level=1', 'text/html'],
    ['text/*;q=0.3, application/json;q=0.2', 'text/html'],
    ['text/plain', 'text/plain'],
    ['text/plain;q=0.5, text/html;q=0.4, */*;q=0.1', 'text/plain'],
    ['text/html;q=0, text/*', 'text/plain'],
  ])('to Accept %j a refusal comes as %s', async (accept, type) => {
    const answer = await lrs().client.with({ Accept: accept }).get('/statements', { '<b>&': '1' });
    expect([answer.status, (answer.headers['content-type'] as string).split(';')[0]]).toEqual([400, type]);
    expect(answer.headers['vary']).toContain('Accept');
    for (const part of [
      'invalid-parameter',
      answer.headers['x-request-id'] as string,
      'This resource does not know such a parameter',
    ])
      expect(answer.text).toContain(part);
    expect(answer.text.includes('&lt;b>&amp;')).toBe(type === 'text/html');
    if (type === 'text/html') expect(answer.text).not.toContain('<b>');
  });

  test('of a long Accept only the beginning is read', async () => {
    expect(
      (
        await lrs()
          .client.with({ Accept: 'text/html;q=0.1,'.repeat(900) })
          .get('/statements', { foo: 1 })
      ).headers['content-type'],
    ).toMatch(/^text\/html/);
  });

  test.each([
    ['unknown addresses', 'get', '/nothing', 404],
    ['the base itself', 'get', '', 404],
    ['a slash too many', 'get', '/statements/x', 404],
    ['names in another case', 'get', '/Statements', 404],
    ['strange paths', 'get', '/%ff/%00', 404],
    ['methods that a resource does not know', 'delete', '/statements', 405],
    ['methods that nothing knows', 'patch', '/activities/state', 405],
  ] as const)('%s', async (_name, method, path, status) => {
    const answer = await lrs().client.send(method, path);
    expect(answer.status).toBe(status);
    expect(answer.body).toMatchObject({ error: { requestId: answer.headers['x-request-id'] } });
    expect(answer.headers['x-experience-api-version']).toBe('2.0.0');
  });

  test('a body over the limit is 413, whether its length is told or not, and nothing is stored', async () => {
    const { client } = lrs();
    const sent = statement({ result: { response: 'x'.repeat(300_000) } });
    const told = await client.statements(sent);
    expect(told.status).toBe(413);
    expect(told.body).toMatchObject({ error: { code: 'too-large' } });
    const chunked = client
      .send('post', '/statements')
      .set('Content-Type', 'application/json')
      .set('Transfer-Encoding', 'chunked');
    chunked.write(JSON.stringify(sent));
    expect((await chunked).status).toBe(413);
    expect((await client.get('/statements', { statementId: sent.id })).status).toBe(404);
  });

  test('a request that breaks off harms nobody', async () => {
    const { client, server } = lrs();
    const { port } = server.address() as AddressInfo;
    const headers = Object.entries({
      ...client.headers,
      Host: 'x',
      'Content-Type': 'application/json',
      'Content-Length': '1000',
    })
      .map(([name, value]) => `${name}: ${value}\r\n`)
      .join('');
    await new Promise<void>((resolve) => {
      const socket = connect(port, '127.0.0.1', () => {
        socket.write(`POST /xapi/statements HTTP/1.1\r\n${headers}\r\n[{"id":`, () => socket.destroy());
      });
      socket.on('close', () => resolve());
    });
    expect((await client.get('/about')).status).toBe(200);
  });

  test('browsers may ask before they send, without a credential', async () => {
    for (const path of ['/statements', '/activities/state', '/agents/profile', '/about']) {
      const answer = await lrs()
        .client.with({ Authorization: undefined, 'X-Experience-API-Version': undefined })
        .send('options', path)
        .set('Origin', 'https://elsewhere.example')
        .set('Access-Control-Request-Method', 'PUT')
        .set('Access-Control-Request-Headers', 'authorization,x-experience-api-version,if-match');
      expect([path, answer.status]).toEqual([path, 204]);
      expect(answer.headers['access-control-allow-origin']).toBe('*');
      expect(answer.headers['access-control-allow-credentials']).toBeUndefined();
      for (const name of ['authorization', 'content-type', 'if-match', 'if-none-match', 'x-experience-api-version']) {
        expect((answer.headers['access-control-allow-headers'] as string).toLowerCase().split(', ')).toContain(name);
      }
    }
  });

  test('browsers may read every header of the specification, also of a refusal', async () => {
    for (const answer of [await lrs().client.get('/statements'), await lrs().client.get('/statements', { foo: 1 })]) {
      const exposed = (answer.headers['access-control-expose-headers'] as string).toLowerCase().split(', ');
      expect(exposed).toEqual(
        expect.arrayContaining([
          'etag',
          'last-modified',
          'x-experience-api-version',
          'x-experience-api-consistent-through',
          'x-request-id',
        ]),
      );
      expect(answer.headers['access-control-allow-origin']).toBe('*');
    }
  });
});

describe('a store that fails', () => {
  let server: LrsServer;
  let failure: unknown;

  beforeAll(async () => {
    server = await serveLrs(async () => {
      const { store, close } = await everyStore[0]![1]();
      const failing: LrsStore = {
        ...store,
        statements: {
          ...store.statements,
          appendStatements: async () => {
            throw failure;
          },
          findPage: async () => {
            throw failure;
          },
          findPageText: async () => {
            throw failure;
          },
        },
      };
      return { store: failing, close };
    });
  });
  afterAll(() => server.close());

  test('is 503 with Retry-After where it says so', async () => {
    failure = new LotseError('store-unavailable', 'The store cannot take or give data right now.', {
      retryAfter: 7,
      detail: 'SQLITE_FULL: secret internals',
    });
    for (const answer of [await server.client.statements(statement()), await server.client.get('/statements')]) {
      expect([answer.status, answer.headers['retry-after']]).toEqual([503, '7']);
      expect(answer.body).toMatchObject({ error: { code: 'store-unavailable' } });
      expect(answer.text).not.toContain('secret internals');
    }
  });

  test('is 500 without a word about our insides where nobody foresaw it', async () => {
    failure = new TypeError('secret internals');
    const answer = await server.client.statements(statement());
    expect(answer.status).toBe(500);
    expect(answer.body).toMatchObject({ error: { code: 'internal' } });
    expect(answer.text).not.toMatch(/secret internals|TypeError|\.js/);
  });
});
