import { Agent, request as httpRequest } from 'node:http';
import type { AddressInfo } from 'node:net';
import { connect } from 'node:net';
import { readdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { lrsStore } from '../../adapters/sqlite/index.js';
import { readParts } from '../../lrs/multipart/index.js';
import { type LrsServer, serveLrs, statement } from '../support/lrs-server.js';
import {
  attachmentOf,
  boundary,
  dataPart,
  multipartBody,
  multipartType,
  statementsPart,
} from '../support/multipart.js';
import { temporarySqlite } from '../support/sqlite.js';

async function* inPieces(body: Buffer, cuts: readonly number[]): AsyncGenerator<Uint8Array, void> {
  const places = [...new Set(cuts.map((cut) => cut % (body.byteLength + 1)))].sort((one, other) => one - other);
  let from = 0;
  for (const to of [...places, body.byteLength]) {
    yield body.subarray(from, to);
    from = to;
  }
}

interface Read {
  readonly type: string | undefined;
  readonly content: string;
}

async function partsIn(body: Buffer, cuts: readonly number[] = [], name = boundary): Promise<readonly Read[]> {
  const parts: Read[] = [];
  for await (const part of readParts(inPieces(body, cuts), name)) {
    const pieces: Uint8Array[] = [];
    for await (const piece of part.content) pieces.push(piece);
    parts.push({ type: part.header('content-type'), content: Buffer.concat(pieces).toString('latin1') });
  }
  return parts;
}

/** Content that looks as much like boundaries as it may. */
const nasty = fc
  .array(
    fc.constantFrom(
      '\r',
      '\n',
      '\r\n',
      '-',
      '--',
      boundary,
      boundary.slice(0, -1),
      `-${boundary}`,
      `\n--${boundary}`,
      `\r\n--${boundary.slice(0, -1)}`,
      'x',
      '\u0000',
      '\u00ff',
    ),
  )
  .map((pieces) => pieces.join(''))
  .filter((text) => !`\r\n${text}\r\n`.includes(`\r\n--${boundary}`));
const cuts = fc.array(fc.nat(2_000), { maxLength: 60 });

describe('the multipart reader', () => {
  test('gives back what was written, however it comes in pieces', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(nasty, { maxLength: 4 }), cuts, async (contents, places) => {
        const body = multipartBody(
          ...contents.map((content) => ({ head: ['Content-Type: a/b'], content: Buffer.from(content, 'latin1') })),
        );
        expect(await partsIn(body, places)).toEqual(contents.map((content) => ({ type: 'a/b', content })));
      }),
      { numRuns: 300 },
    );
  });

  test('gives back the same one octet at a time', async () => {
    const body = multipartBody(statementsPart(statement()), dataPart(`\r\n--${boundary.slice(0, 20)}\r\n\r`));
    expect(
      await partsIn(
        body,
        Array.from(body, (_, index) => index),
      ),
    ).toEqual(await partsIn(body));
  });

  test('refuses whatever is cut off, wherever', async () => {
    const body = multipartBody(statementsPart({ a: 1 }), dataPart('data\r\n-'));
    const end = body.lastIndexOf('--') + 2;
    for (let length = 0; length < end; length++)
      await expect(partsIn(body.subarray(0, length), [length >> 1])).rejects.toMatchObject({
        code: 'invalid-multipart',
      });
    for (let length = end; length <= body.byteLength; length++)
      expect(await partsIn(body.subarray(0, length))).toHaveLength(2);
  });

  test('ignores what stands before and behind, but not without end', async () => {
    const body = multipartBody(dataPart('x'));
    expect(
      await partsIn(
        Buffer.concat([Buffer.from('preamble\r\n'), body, Buffer.from(`epilogue\r\n--${boundary}\r\n\r\ny`)]),
      ),
    ).toHaveLength(1);
    await expect(partsIn(Buffer.concat([Buffer.alloc(5_000, 'x'), Buffer.from('\r\n'), body]))).rejects.toMatchObject({
      code: 'invalid-multipart',
    });
    expect(await partsIn(Buffer.concat([Buffer.from('x'), body]))).toEqual([]);
  });

  test('knows a boundary by the whole line', async () => {
    for (const behind of ['x', '-', ' x', '\u0000', '\r', '\t-- ']) {
      await expect(
        partsIn(Buffer.from(`--${boundary}${behind}\r\n\r\na\r\n--${boundary}--`, 'latin1')),
      ).rejects.toMatchObject({ code: 'invalid-multipart' });
    }
    expect(await partsIn(Buffer.from(`--${boundary} \t\r\n\r\na\r\n--${boundary}-- \r\n`))).toEqual([
      { type: undefined, content: 'a' },
    ]);
  });

  test.each([
    ['a line without end', `X: ${'x'.repeat(100_000)}`],
    ['lines without end', 'X: x\r\n'.repeat(100_000)],
    ['many headers', Array.from({ length: 100 }, (_, index) => `X-${index}: x`).join('\r\n')],
    ['a folded line first', ' folded'],
    ['a folded line without end', `X: x${'\r\n x'.repeat(100_000)}`],
    ['no colon', 'Content-Type'],
    ['no name', ': x'],
    ['a space in the name', 'Content Type: x'],
    ['a space behind the name', 'Content-Type : x'],
    ['a zero octet', 'X: \u0000'],
    ['a bare line feed', 'X: a\nContent-Type: text/plain'],
    ['a bare carriage return', 'X: a\rb'],
    ['one twice', 'X: a\r\nx: b'],
  ])('refuses a head with %s', async (_what, head) => {
    await expect(
      partsIn(Buffer.from(`--${boundary}\r\n${head}\r\n\r\na\r\n--${boundary}--`, 'latin1')),
    ).rejects.toMatchObject({ code: 'invalid-multipart' });
  });

  test('refuses parts without end', async () => {
    await expect(
      partsIn(Buffer.from(`${`--${boundary}\r\n\r\n\r\n`.repeat(2_000)}--${boundary}--`)),
    ).rejects.toMatchObject({ code: 'invalid-multipart' });
  });

  test('takes time that grows with the body, not faster', async () => {
    const time = async (length: number): Promise<number> => {
      const body = multipartBody({
        head: [],
        content: Buffer.from(`\r\n--${boundary.slice(0, -1)}`.repeat(length), 'latin1'),
      });
      const start = process.cpuUsage();
      await partsIn(
        body,
        Array.from({ length: 200 }, (_, index) => Math.floor((index * body.byteLength) / 200)),
      );
      const { user, system } = process.cpuUsage(start);
      return user + system;
    };
    await time(5_000);
    const [small, large] = [await time(10_000), await time(160_000)];
    expect(large).toBeLessThan(Math.max(small, 20_000) * 16 * 8);
  });
});

describe('an LRS under multipart attack', () => {
  let lrs: LrsServer;
  let folder: string;
  let port: number;
  beforeAll(async () => {
    const { engine, path, close } = await temporarySqlite();
    folder = join(dirname(path), 'attachments');
    lrs = await serveLrs(async () => ({ store: lrsStore(engine), close }), { attachmentLimit: 20_000_000 });
    port = (lrs.server.address() as AddressInfo).port;
  });
  afterAll(() => lrs.close());

  const keptFiles = async (): Promise<readonly string[]> =>
    (await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []))
      .filter((entry) => entry.isFile())
      .map(({ name }) => name);
  const headers = (): Record<string, string> => ({ ...lrs.client.headers, 'Content-Type': multipartType });

  /** Sends over a connection that is kept. */
  const send = (
    agent: Agent,
    body: Buffer,
    extra: Record<string, string> = {},
  ): Promise<{ readonly status: number; readonly text: string }> =>
    new Promise((resolve, reject) => {
      const sending = httpRequest(
        {
          port,
          method: 'POST',
          path: '/xapi/statements',
          agent,
          headers: { ...headers(), 'Content-Length': String(body.byteLength), ...extra },
        },
        (answer) => {
          let text = '';
          answer
            .setEncoding('utf8')
            .on('data', (piece: string) => (text += piece))
            .on('end', () => resolve({ status: answer.statusCode!, text }));
        },
      );
      sending.on('error', reject).end(body);
    });

  test('a refusal in the middle of a large body is answered, and the connection goes on', async () => {
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    try {
      const large = Buffer.alloc(8_000_000, 'x');
      for (const extra of [{}, { 'Content-Encoding': 'gzip' }] as Record<string, string>[]) {
        const packed = (body: Buffer): Buffer => ('Content-Encoding' in extra ? gzipSync(body) : body);
        const refused = await send(agent, packed(multipartBody(statementsPart(statement()), dataPart(large))), extra);
        expect([refused.status, JSON.parse(refused.text)]).toMatchObject([
          400,
          { error: { code: 'invalid-multipart', path: 'parts[1]' } },
        ]);
        expect((await send(agent, packed(multipartBody(statementsPart(statement()))), extra)).status).toBe(200);
      }
    } finally {
      agent.destroy();
    }
  });

  test('a packed body that unfolds without end is cut off at the limit', async () => {
    const agent = new Agent();
    const bomb = Buffer.alloc(60_000_000);
    const body = gzipSync(
      multipartBody(statementsPart(statement({ attachments: [attachmentOf(bomb)] })), dataPart(bomb)),
    );
    expect(body.byteLength).toBeLessThan(100_000);
    expect((await send(agent, body, { 'Content-Encoding': 'gzip' })).status).toBe(413);
    expect((await send(agent, Buffer.from('no gzip'), { 'Content-Encoding': 'gzip' })).status).toBe(400);
    expect((await send(agent, body.subarray(0, 60), { 'Content-Encoding': 'gzip' })).status).toBe(400);
    expect((await send(agent, body, { 'Content-Encoding': 'compress' })).status).toBe(415);
    expect(await keptFiles()).toEqual([]);
  });

  // What every object has by these names once took the whole process down.
  test.each(['constructor', '__proto__', 'toString', 'hasOwnProperty', 'compress', 'gzip, gzip'])(
    'a packing that nobody knows is refused, and the server goes on: %s',
    async (encoding) => {
      const agent = new Agent();
      const body = multipartBody(statementsPart(statement()));
      expect((await send(agent, body, { 'Content-Encoding': encoding })).status).toBe(415);
      expect((await send(agent, body)).status).toBe(200);
    },
  );

  test('a client that goes away in the middle leaves no file and no statement', async () => {
    const data = Buffer.alloc(500_000, 'y');
    const sent = statement({ attachments: [attachmentOf(data)] });
    const body = multipartBody(statementsPart(sent), dataPart(data));
    const head = Object.entries({ ...headers(), Host: 'x', 'Content-Length': String(body.byteLength) })
      .map(([name, value]) => `${name}: ${value}\r\n`)
      .join('');
    const filesBecome = async (count: number): Promise<void> => {
      const deadline = Date.now() + 20_000;
      while ((await keptFiles()).length !== count && Date.now() < deadline)
        await new Promise((resolve) => setTimeout(resolve, 20));
      expect(await keptFiles()).toHaveLength(count);
    };
    const socket = connect(port, '127.0.0.1', () => {
      socket.write(`POST /xapi/statements HTTP/1.1\r\n${head}\r\n`);
      socket.write(body.subarray(0, 400_000));
    });
    await filesBecome(1);
    socket.destroy();
    await filesBecome(0);
    expect((await lrs.client.get('/statements', { statementId: sent.id })).status).toBe(404);
    expect((await send(new Agent(), body)).status).toBe(200);
    expect(await keptFiles()).toHaveLength(1);
  });

  test('a contentType cannot bring headers of its own into an answer', async () => {
    const attachment = {
      ...attachmentOf('z', { fileUrl: 'https://x.example/f' }),
      contentType: 'text/plain\r\nX-Injected: 1',
    };
    expect((await lrs.client.statements(statement({ attachments: [attachment] }))).status).toBe(400);
  });
});
