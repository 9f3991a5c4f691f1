import { createLogger, LotseError, newUuid } from '../../base/index.js';
import { createLrs } from '../../lrs/index.js';
import type { LrsStore } from '../../lrs/store/index.js';
import { createStatementBrowser } from '../../pages/browser/index.js';
import { assets, securityHeaders } from '../../web/index.js';
import {
  createErrorHandler,
  createFrontDoor,
  createHealthRouter,
  listen,
  type ListeningServer,
} from '../../web/server/index.js';
import { basic, publicUrl, statement, testClock, vocabulary } from '../support/lrs-server.js';
import { modelPeopleStore } from '../support/model/people.js';
import { temporaryStores } from '../support/sqlite.js';
import { statementArbitrary } from '../support/statement-arbitrary.js';
import { createConnection } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import express from 'express';
import fc from 'fast-check';

const bodyLimit = 200_000;
const patience = { headers: 400, request: 800, check: 50 };

/** Bad input against the whole server as it listens: the client is told what is wrong and where; nothing breaks, nothing is half done. */
describe('attacks on the LRS', () => {
  const clock = testClock();
  let server: ListeningServer;
  let store: LrsStore;
  let close: () => Promise<void>;
  let headers: Readonly<Record<string, string>>;

  beforeAll(async () => {
    const { stores, close: closeEngine } = await temporaryStores();
    store = stores.lrs;
    const logger = createLogger('silent');
    const lrs = createLrs({ store, clock, logger, vocabulary, publicUrl, bodyLimit });
    const browser = createStatementBrowser({
      store,
      access: lrs.access,
      people: modelPeopleStore(),
      vocabulary,
      clock,
      logger,
      publicUrl,
    });
    await lrs.access.createOrganisation({ id: 'nordwerk', name: 'Nordwerk' });
    const { key, secret } = await lrs.access.createCredential({
      organisation: 'nordwerk',
      scopes: ['all'],
      label: 'test',
    });
    headers = {
      Authorization: basic(key, secret),
      'X-Experience-API-Version': '2.0.0',
      'Content-Type': 'application/json',
    };
    const application = express()
      .use(createHealthRouter(async () => undefined))
      .use('/xapi', lrs.router)
      .use(securityHeaders, assets())
      .use('/browser', browser.router);
    application.use(() => {
      throw new LotseError('not-found', 'There is nothing at this address.');
    });
    application.use(createErrorHandler(logger));
    const door = createFrontDoor({
      observe: () => undefined,
      direct: { base: '/xapi', handle: lrs.handle },
      application,
      trustProxy: false,
    });
    server = await listen(door, { host: '127.0.0.1', port: 0, timeouts: patience });
    close = async () => {
      browser.close();
      await server.close(100);
      await closeEngine();
    };
  });
  afterAll(() => close());

  const post = (body: string | Uint8Array<ArrayBuffer>, more: Readonly<Record<string, string>> = {}) =>
    fetch(`${server.url}/xapi/statements`, { method: 'POST', headers: { ...headers, ...more }, body });
  const refusal = async (answer: Response) => ({
    status: answer.status,
    ...((await answer.json()) as { error: { code: string; path?: string; message: string; requestId: string } }).error,
  });
  const isStored = async (id: unknown) =>
    (await fetch(`${server.url}/xapi/statements?statementId=${String(id)}`, { headers })).status === 200;
  const stillWorks = async () => {
    const good = statement();
    expect((await post(JSON.stringify(good))).status).toBe(200);
    expect(await isStored(good.id)).toBe(true);
  };

  /** Sends bytes as they are, piece by piece, and reads until the server ends the connection or is quiet for a moment. */
  async function raw(
    pieces: readonly (string | Buffer)[],
    {
      every = 0,
      end = false,
      quiet = 1_500,
    }: { readonly every?: number; readonly end?: boolean; readonly quiet?: number } = {},
  ): Promise<string> {
    const socket = createConnection(server.port, '127.0.0.1');
    let answer = '';
    const ended = new Promise<void>((resolve) => {
      socket.setTimeout(quiet, () => socket.destroy());
      socket.on('data', (chunk: Buffer) => (answer += chunk.toString('latin1')));
      socket.on('error', () => undefined);
      socket.once('close', () => resolve());
    });
    for (const piece of pieces) {
      if (socket.destroyed) break;
      socket.write(piece);
      if (every > 0) await new Promise((resolve) => setTimeout(resolve, every));
    }
    if (end) socket.end();
    await ended;
    return answer;
  }
  const head = (line: string, more: Readonly<Record<string, string>> = {}) =>
    `${line} HTTP/1.1\r\nHost: localhost\r\n${Object.entries({ ...headers, ...more })
      .map(([name, value]) => `${name}: ${value}\r\n`)
      .join('')}\r\n`;
  const statusesOf = (answer: string) =>
    [...answer.matchAll(/HTTP\/1\.1 (\d{3}) /g)].map(([, status]) => Number(status));

  describe('bodies', () => {
    const valid = statement();
    const text = JSON.stringify(valid);
    test.each([
      ['half an object', '{"actor":', 'invalid-json', undefined],
      ['two values', `${text}${text}`, 'invalid-json', undefined],
      ['a duplicate key', text.replace('"verb":{', '"verb":{"id":"http://x.example/v",'), 'invalid-json', 'verb.id'],
      [
        'a duplicate key deep inside, written differently',
        text.replace('"name":"anna"', '"name":"anna","n\\u0061me":"bert"'),
        'invalid-json',
        'actor.account.name',
      ],
      ['a lone surrogate', text.replace('anna', '\\ud800'), 'invalid-json', 'actor.account.name'],
      [
        'a number beyond doubles',
        text.replace(/}$/, ',"result":{"score":{"raw":1e999}}}'),
        'invalid-json',
        'result.score.raw',
      ],
      [
        'a score that is too large for its kind',
        text.replace(/}$/, ',"result":{"score":{"scaled":1e300}}}'),
        'invalid-statement',
        'statements[0].result.score.scaled',
      ],
      ['nesting without end', `${'['.repeat(80_000)}${']'.repeat(80_000)}`, 'invalid-json', undefined],
      [
        'nesting inside an extension',
        text.replace(
          /}$/,
          `,"context":{"extensions":{"http://x.example/e":${'{"a":'.repeat(5_000)}1${'}'.repeat(5_000)}}}}`,
        ),
        'invalid-json',
        undefined,
      ],
      [
        'a wrong type far down',
        text.replace(
          /}$/,
          ',"context":{"contextActivities":{"other":[{"id":"http://x.example/o","definition":{"name":{"de":7}}}]}}}',
        ),
        'invalid-statement',
        'statements[0].context.contextActivities.other[0].definition.name.de',
      ],
      [
        'an extension whose name is no IRI',
        text.replace(/}$/, ',"context":{"extensions":{"e":1}}}'),
        'invalid-statement',
        'statements[0].context.extensions.e',
      ],
    ])('%s', async (_name, body, code, path) => {
      const found = await refusal(await post(body));
      expect(found).toMatchObject({ status: 400, code, message: expect.stringMatching(/\S.*\.$/) });
      if (path !== undefined) expect(found.path).toBe(path);
      expect(await isStored(valid.id)).toBe(false);
    });

    test('over the limit: said beforehand, found out on the way, or packed', async () => {
      const large = JSON.stringify(
        statement({ context: { extensions: { 'http://x.example/e': 'x'.repeat(bodyLimit) } } }),
      );
      expect(await refusal(await post(large))).toMatchObject({ status: 413, code: 'too-large' });
      expect(
        await refusal(
          await post(gzipSync(Buffer.alloc(50_000_000, 0x20)) as Uint8Array<ArrayBuffer>, {
            'Content-Encoding': 'gzip',
          }),
        ),
      ).toMatchObject({ status: 413, code: 'too-large' });
      const chunk = `10000\r\n${' '.repeat(0x10000)}\r\n`;
      expect(
        statusesOf(
          await raw([
            head('POST /xapi/statements', { 'Transfer-Encoding': 'chunked' }),
            ...Array.from({ length: 8 }, () => chunk),
            '0\r\n\r\n',
          ]),
        )[0],
      ).toBe(413);
      const document = await fetch(
        `${server.url}/xapi/activities/state?activityId=http://x.example/a&stateId=s&agent=${encodeURIComponent('{"mbox":"mailto:a@x.example"}')}`,
        { method: 'PUT', headers, body: Buffer.alloc(bodyLimit + 1) },
      );
      expect(document.status).toBe(413);
      await stillWorks();
    });

    test.each([
      ['gzip that is none', 'gzip', Buffer.from('not packed')],
      ['gzip that ends early', 'gzip', gzipSync(JSON.stringify(statement())).subarray(0, 40)],
      ['an encoding nobody knows', 'rot13', Buffer.from('{}')],
    ])('%s', async (_name, encoding, body) => {
      const found = await refusal(await post(body as Uint8Array<ArrayBuffer>, { 'Content-Encoding': encoding }));
      expect([400, 415]).toContain(found.status);
    });
  });

  describe('statements broken at one place', () => {
    type Place = readonly (string | number)[];
    const free = new Set(['extensions']);
    const maps = new Set(['display', 'name', 'description']);
    /** Every place whose type the specification fixes; what is inside extensions is free. */
    function places(value: unknown, place: Place = []): readonly { readonly place: Place; readonly value: unknown }[] {
      const here = place.length === 0 ? [] : [{ place, value }];
      if (typeof value !== 'object' || value === null) return here;
      return [
        ...here,
        ...Object.entries(value).flatMap(([key, inner]) =>
          free.has(String(place.at(-1))) ? [] : places(inner, [...place, Array.isArray(value) ? Number(key) : key]),
        ),
      ];
    }
    const replaced = (value: unknown, [key, ...rest]: Place, by: unknown): unknown => {
      if (key === undefined) return by;
      const copy = (Array.isArray(value) ? [...(value as unknown[])] : { ...(value as object) }) as Record<
        string | number,
        unknown
      >;
      copy[key] = replaced(copy[key], rest, by);
      return copy;
    };
    /** A value that cannot stand if this one stands. */
    const otherKind = (value: unknown): unknown =>
      typeof value === 'string' || (typeof value === 'object' && !Array.isArray(value)) ? 7 : 'x';
    const written = (place: Place): string =>
      place
        .map((key) =>
          typeof key === 'number' ? `[${key}]` : /^\w+$/.test(key) ? `.${key}` : `[${JSON.stringify(key)}]`,
        )
        .join('')
        .replace(/^\./, '');
    const broken = statementArbitrary('2.0.0').chain((whole) =>
      fc.record({
        whole: fc.constant(whole),
        at: fc.constantFrom(...places(whole)),
        how: fc.constantFrom('null', 'kind', 'surplus'),
      }),
    );

    test('are refused with the place and the reason, and so is the whole batch around them', async () => {
      await fc.assert(
        fc.asyncProperty(broken, async ({ whole, at: { place, value }, how }) => {
          const takesMore =
            typeof value === 'object' &&
            value !== null &&
            !Array.isArray(value) &&
            !free.has(String(place.at(-1))) &&
            !maps.has(String(place.at(-1)));
          if (how === 'surplus' && !takesMore) return;
          const where = how === 'surplus' ? [...place, 'surplus'] : place;
          const by = how === 'surplus' ? 1 : how === 'null' ? null : otherKind(value);
          const neighbours = [statement(), statement()];
          const found = await refusal(
            await post(JSON.stringify([neighbours[0], replaced(whole, where, by), neighbours[1]])),
          );
          expect(found).toMatchObject({
            status: 400,
            code: 'invalid-statement',
            message: expect.stringMatching(/\S.*\.$/),
          });
          expect(found.path).toBe(`statements[1].${written(where)}`);
          for (const { id } of neighbours) expect(await isStored(id)).toBe(false);
        }),
        { numRuns: 300 },
      );
    }, 120_000);

    test('and statements whose text is cut or altered are taken or refused, never a fault of ours', async () => {
      await fc.assert(
        fc.asyncProperty(
          statementArbitrary('2.0.0'),
          fc.nat(),
          fc.nat(),
          fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }),
          async (whole, from, length, by) => {
            const text = JSON.stringify({ ...whole, id: newUuid() });
            const start = from % text.length;
            const { status } = await post(`${text.slice(0, start)}${by}${text.slice(start + (length % 5))}`);
            expect([200, 400]).toContain(status);
            expect((await post(text.slice(0, start))).status).toBe(400);
          },
        ),
        { numRuns: 100 },
      );
    }, 120_000);
  });

  describe('slow and crooked clients', () => {
    test('headers that never end are cut off, with a reason', async () => {
      const began = Date.now();
      const answer = await raw(
        ['GET /xapi/about HTTP/1.1\r\nHost: x\r\n', ...Array.from({ length: 100 }, (_, index) => `X-${index}: x\r\n`)],
        { every: 30 },
      );
      expect(answer).toMatch(/^HTTP\/1\.1 408 Request Timeout\r\nContent-Type: application\/json/);
      expect(JSON.parse(answer.split('\r\n\r\n')[1]!)).toMatchObject({
        error: { code: 'request-timeout', requestId: expect.any(String) },
      });
      expect(Date.now() - began).toBeLessThan(3_000);
    });

    test('a body that never ends is cut off, and nothing of it is stored', async () => {
      const slow = statement();
      const text = JSON.stringify(slow);
      const answer = await raw(
        [
          head('POST /xapi/statements', { 'Content-Length': String(text.length + 1_000) }),
          text,
          ...Array.from({ length: 100 }, () => ' '),
        ],
        { every: 30 },
      );
      expect(statusesOf(answer)[0]).toBe(408);
      expect(await isStored(slow.id)).toBe(false);
    });

    test('two hundred slow clients keep nobody else waiting', async () => {
      const sockets = Array.from({ length: 200 }, () =>
        createConnection(server.port, '127.0.0.1').on('error', () => undefined),
      );
      const gone = sockets.map(
        (socket) => new Promise<void>((resolve) => socket.resume().once('close', () => resolve())),
      );
      sockets.forEach((socket, index) =>
        socket.write(
          index % 2 === 0
            ? 'GET /xapi/about HTTP/1.1\r\nX-Slow: '
            : head('POST /xapi/statements', { 'Content-Length': '100' }),
        ),
      );
      const began = Date.now();
      await stillWorks();
      expect(Date.now() - began).toBeLessThan(1_000);
      await Promise.all(gone);
    }, 20_000);

    test('a client that leaves in the middle of its body stores nothing', async () => {
      const left = statement();
      const text = JSON.stringify([left, statement()]);
      await raw([head('POST /xapi/statements', { 'Content-Length': String(text.length) }), text.slice(0, -1)], {
        end: true,
      });
      expect(await isStored(left.id)).toBe(false);
      await stillWorks();
    });

    const body = JSON.stringify(statement());
    test.each([
      [
        'a length that is too short: the rest is no request',
        () => [head('POST /xapi/statements', { 'Content-Length': '10' }), body],
        [400, 400],
      ],
      [
        'a whole request and rubbish behind it: each gets its own answer',
        () => [head('POST /xapi/statements', { 'Content-Length': String(body.length) }) + body + 'rubbish\r\n\r\n'],
        [200, 400],
      ],
      [
        'two lengths',
        () => [head('POST /xapi/statements', { 'Content-Length': '10', 'content-length': '11' }), body],
        [400],
      ],
      [
        'a length and chunks',
        () => [head('POST /xapi/statements', { 'Content-Length': '10', 'Transfer-Encoding': 'chunked' }), body],
        [400],
      ],
      ['a negative length', () => [head('POST /xapi/statements', { 'Content-Length': '-1' }), body], [400]],
      [
        'a length beyond all measure',
        () => [head('POST /xapi/statements', { 'Content-Length': '99999999999999999999999' }), body],
        [400],
      ],
      [
        'a chunk whose size is no number',
        () => [head('POST /xapi/statements', { 'Transfer-Encoding': 'chunked' }), `zz\r\n${body}\r\n0\r\n\r\n`],
        [400],
      ],
      ['something that is no HTTP', () => ['\u0016\u0003\u0001\u0002\u0000hello'], [400]],
      ['another protocol', () => ['SSH-2.0-x\r\n\r\n'], [400]],
      ['one header over the limit', () => [head('GET /xapi/about', { 'X-Large': 'x'.repeat(40_000) })], [431]],
      [
        'a flood of headers',
        () => [
          head('GET /xapi/about', Object.fromEntries(Array.from({ length: 6_000 }, (_, index) => [`X-${index}`, 'x']))),
        ],
        [431],
      ],
      ['a control character in a header', () => [head('GET /xapi/about', { 'X-Odd': 'a\u0000b' })], [400]],
    ])('%s', async (_name, pieces, statuses) => {
      const answer = await raw(pieces(), { quiet: 400 });
      expect(statusesOf(answer)).toEqual(statuses);
      expect(answer).toMatch(/\{"error":\{"code":"(bad-request|headers-too-large|invalid-json)"/);
      await stillWorks();
    });

    test.each([
      '/xapi/statements?verb=%zz',
      '/xapi/statements?verb=%ff',
      '/xapi/statements?%=1',
      '/xapi/statements?agent=%7B',
      '/xapi/statements?since=%00',
      '/xapi/%ff',
      '/xapi/statements%',
      '/xapi/activities/%c0%af',
      '/xapi/..%2f..%2fetc',
      '/assets/%ff',
      '/assets/..%2f..%2fpackage.json',
      '/assets/%00',
      '/browser/%',
      '/browser?person=%ff',
      '/%',
      '//',
      '//x.example//',
      '/xapi//statements',
      '*',
      'http://[/xapi/about',
      'http://x.example:999999/xapi/about',
      '/\\..\\x',
    ])('the address %s is answered or refused', async (address) => {
      for (const method of ['GET', 'PUT', 'DELETE', 'OPTIONS']) {
        const [status] = statusesOf(
          await raw([head(`${method} ${address}`, { Connection: 'close' })], { quiet: 2_000 }),
        );
        expect([200, 204, 400, 404, 405]).toContain(status);
      }
    });

    test('bad percent-encoding is told by its parameter', async () => {
      expect(await refusal(await fetch(`${server.url}/xapi/statements?verb=%zz`, { headers }))).toMatchObject({
        status: 400,
        code: 'invalid-parameter',
        path: 'verb',
      });
    });

    test('any bytes at all do not break the server', async () => {
      await fc.assert(
        fc.asyncProperty(
          fc.array(fc.uint8Array({ minLength: 1, maxLength: 200 }), { minLength: 1, maxLength: 4 }),
          async (pieces) => {
            const answer = await raw(
              [
                ...(pieces.length % 2 === 0 ? [head('POST /xapi/statements', { 'Transfer-Encoding': 'chunked' })] : []),
                ...pieces.map((piece) => Buffer.from(piece)),
              ],
              { end: true, quiet: 300 },
            );
            for (const status of statusesOf(answer)) expect(status).toBeLessThan(500);
          },
        ),
        { numRuns: 60 },
      );
      await stillWorks();
    }, 60_000);
  });

  test('a clock that goes back reorders nothing, hides nothing and locks nobody out', async () => {
    const ids: string[] = [];
    const instants: string[] = [];
    for (const step of [0, -3_600_000, 60_000, -86_400_000, 0]) {
      clock.advance(step);
      const each = statement({ object: { id: 'http://x.example/clock' } });
      const answer = await post(JSON.stringify(each));
      expect(answer.status).toBe(200);
      ids.push(each.id);
      const found = (await (
        await fetch(`${server.url}/xapi/statements?activity=http://x.example/clock&ascending=true`, { headers })
      ).json()) as { statements: { id: string; stored: string }[] };
      expect(found.statements.map(({ id }) => id)).toEqual(ids);
      instants.push(found.statements.at(-1)!.stored);
    }
    expect(instants).toEqual([...new Set(instants)].sort());
    const since = (await (
      await fetch(
        `${server.url}/xapi/statements?activity=http://x.example/clock&ascending=true&since=${instants[1]!}`,
        { headers },
      )
    ).json()) as { statements: { id: string }[] };
    expect(since.statements.map(({ id }) => id)).toEqual(ids.slice(2));
    const answer = await fetch(`${server.url}/xapi/statements`, { headers });
    expect(answer.headers.get('x-experience-api-consistent-through')! >= instants.at(-1)!).toBe(true);
    clock.advance(90_000_000);
    await stillWorks();
  });
});
