import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { createServer as createTcpServer } from 'node:net';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { afterEach, describe, expect, test } from '@jest/globals';
import { createOutboundClient, type NetworkPolicy, type OutboundRequest } from '../../base/outbound/index.js';

const closing: (() => void)[] = [];

afterEach(() => {
  for (const close of closing.splice(0)) close();
});

async function listening(server: Server | ReturnType<typeof createTcpServer>): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closing.push(() => server.close());
  return (server.address() as AddressInfo).port;
}

/** A server of this machine, which counts what it is asked. */
async function serving(answer: RequestListener): Promise<{ readonly port: number; readonly asked: readonly string[] }> {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(`${request.headers.host} ${request.url}`);
    answer(request, response);
  });
  closing.push(() => server.closeAllConnections());
  return { port: await listening(server), asked };
}

type Names = Readonly<Record<string, readonly string[]>>;

/** Names as they are at one time; a name that is asked for more often than it has entries keeps the last. */
function resolving(names: Readonly<Record<string, readonly (readonly string[])[]>>): {
  readonly resolve: NonNullable<NetworkPolicy['resolve']>;
  readonly times: Map<string, number>;
} {
  const times = new Map<string, number>();
  return {
    times,
    resolve: async (host) => {
      const answers = names[host];
      if (answers === undefined) throw Object.assign(new Error(`getaddrinfo ENOTFOUND ${host}`), { code: 'ENOTFOUND' });
      const time = times.get(host) ?? 0;
      times.set(host, time + 1);
      return answers[Math.min(time, answers.length - 1)]!.map((address) => ({
        address,
        family: address.includes(':') ? 6 : 4,
      }));
    },
  };
}

const steady = (names: Names): NonNullable<NetworkPolicy['resolve']> =>
  resolving(Object.fromEntries(Object.entries(names).map(([name, addresses]) => [name, [addresses]]))).resolve;

function send(policy: NetworkPolicy, url: string, more: Partial<OutboundRequest> = {}): Promise<{ text: string }> {
  return createOutboundClient(policy).send({ url, timeoutMs: 2_000, maxBytes: 1_000, ...more });
}

const outside: NetworkPolicy = { allowInternal: false };
const inside: NetworkPolicy = { allowInternal: true };

describe('addresses', () => {
  test.each([
    'http://127.0.0.1/',
    'http://127.1/',
    'http://0x7f.1/',
    'http://0x7f000001/',
    'http://2130706433/',
    'http://0177.0.0.1/',
    'http://１２７.0.0.1/',
    'http://127。0。0。1/',
    'http://[::1]/',
    'http://[::ffff:127.0.0.1]/',
    'http://[::ffff:7f00:1]/',
    'http://[::127.0.0.1]/',
    'http://[64:ff9b::10.0.0.1]/',
    'http://[2002:7f00:1::]/',
    'http://[fd12::1]/',
    'http://10.0.0.1/',
    'http://192.168.0.1/',
    'http://100.64.0.1/',
  ])('%s is internal, and asked only where that is allowed', async (url) => {
    await expect(send(outside, url)).rejects.toMatchObject({ reason: 'internal-address' });
  });

  test.each([
    'http://169.254.169.254/latest/meta-data/',
    'http://0xa9fea9fe/',
    'http://2852039166/',
    'http://0251.0376.0251.0376/',
    'http://[::ffff:169.254.169.254]/',
    'http://[::ffff:a9fe:a9fe]/',
    'http://[64:ff9b::a9fe:a9fe]/',
    'http://[64:ff9b:1::a9fe:a9fe]/',
    'http://[2002:a9fe:a9fe::]/',
    'http://[fd00:ec2::254]/',
    'http://[fd20:ce::254]/',
    'http://[fd00:42::42]/',
    'http://[fe80::a9fe:a9fe]/',
    'http://100.100.100.200/',
    'http://168.63.129.16/',
    'http://192.0.0.192/',
    'http://0.0.0.0/',
    'http://0/',
    'http://[::]/',
    'http://224.0.0.1/',
    'http://metadata/computeMetadata/v1/',
    'http://METADATA.google.internal/',
    'http://metadata.google.internal./',
    'http://metadata.goog/',
    'http://instance-data/latest/',
  ])('%s is asked by nobody, wherever internal addresses are allowed too', async (url) => {
    const refusal = { reason: 'forbidden-address' };
    const resolve = steady({ metadata: ['127.0.0.1'], 'metadata.google.internal': ['127.0.0.1'] });
    await expect(send(outside, url)).rejects.toMatchObject(refusal);
    await expect(send({ ...inside, resolve }, url)).rejects.toMatchObject(refusal);
    await expect(send({ ...outside, ownOrigins: [new URL(url).origin] }, url)).rejects.toMatchObject(refusal);
  });

  test.each(['ftp://lrs.example/', 'file:///etc/passwd', 'http://user@lrs.example/', 'nonsense', ''])(
    '%p is no address',
    async (url) => {
      await expect(send(inside, url)).rejects.toMatchObject({ reason: 'address' });
    },
  );

  test('an own origin is asked although it is internal, and no other port or scheme beside it', async () => {
    const { port } = await serving((_request, response) => response.end('ours'));
    const own = { ...outside, ownOrigins: [`http://127.0.0.1:${port}`] };
    expect(await send(own, `http://127.0.0.1:${port}/x`)).toMatchObject({ text: 'ours' });
    await expect(send(own, `http://127.0.0.1:${port + 1}/`)).rejects.toMatchObject({ reason: 'internal-address' });
    await expect(send(own, `https://127.0.0.1:${port}/`)).rejects.toMatchObject({ reason: 'internal-address' });
  });
});

describe('names', () => {
  test.each<[string, readonly string[], NetworkPolicy, string]>([
    ['of this machine', ['127.0.0.1'], outside, 'internal-address'],
    ['of a private network, as IPv4 in IPv6', ['::ffff:10.0.0.1'], outside, 'internal-address'],
    ['with one internal address among public ones', ['8.8.8.8', '10.0.0.1'], outside, 'internal-address'],
    ['of a metadata service', ['169.254.169.254'], inside, 'forbidden-address'],
    ['with a metadata service among internal ones', ['127.0.0.1', 'fd00:ec2::254'], inside, 'forbidden-address'],
    ['with a link-local address in a zone', ['fe80::1%eth0'], inside, 'forbidden-address'],
    ['without an address', [], inside, 'name'],
  ])('%s', async (_title, addresses, policy, reason) => {
    const { port, asked } = await serving((_request, response) => response.end());
    const resolve = steady({ 'peer.example': addresses });
    await expect(send({ ...policy, resolve }, `http://peer.example:${port}/`)).rejects.toMatchObject({ reason });
    expect(asked).toEqual([]);
  });

  test('that nobody knows', async () => {
    await expect(send({ ...outside, resolve: steady({}) }, 'http://peer.example/')).rejects.toMatchObject({
      reason: 'name',
      cause: { code: 'ENOTFOUND' },
    });
  });

  test('one that changes between check and use: the connection goes where the check was, with one look-up', async () => {
    const { port, asked } = await serving((_request, response) => response.end('there'));
    const { resolve, times } = resolving({ 'peer.example': [['127.0.0.1'], ['169.254.169.254']] });
    const client = createOutboundClient({ ...inside, resolve });
    const request = { url: `http://peer.example:${port}/a`, timeoutMs: 2_000, maxBytes: 1_000 };
    expect(await client.send(request)).toMatchObject({ text: 'there' });
    expect(times.get('peer.example')).toBe(1);
    // A new request is a new check, also if the one before was let through.
    await expect(client.send(request)).rejects.toMatchObject({ reason: 'forbidden-address' });
    expect(asked).toEqual([`peer.example:${port} /a`]);
  });
});

describe('redirects', () => {
  async function redirecting(location: (port: number) => string | undefined): Promise<[string, readonly string[]]> {
    let port = 0;
    const server = await serving((request, response) => {
      const to = location(port);
      if (request.url === '/end') response.end('end');
      else response.writeHead(302, to === undefined ? {} : { Location: to }).end();
    });
    ({ port } = server);
    return [`http://peer.example:${port}/`, server.asked];
  }

  test('are answers like any other unless somebody follows them', async () => {
    const [url] = await redirecting(() => '/end');
    const resolve = steady({ 'peer.example': ['127.0.0.1'] });
    expect(await send({ ...inside, resolve }, url)).toMatchObject({ status: 302 });
    expect(await send({ ...inside, resolve }, url, { maxRedirects: 3 })).toMatchObject({ status: 200, text: 'end' });
    expect(await send({ ...inside, resolve }, url, { maxRedirects: 3, method: 'POST', body: '' })).toMatchObject({
      status: 302,
    });
  });

  test.each<[string, (port: number) => string | undefined, string]>([
    ['to a metadata service', () => 'http://169.254.169.254/latest/', 'forbidden-address'],
    ['to a metadata service by name', () => 'http://metadata.google.internal/', 'forbidden-address'],
    ['to an address in this machine', (port) => `http://127.0.0.1:${port}/end`, 'redirect'],
    ['to another port', (port) => `http://peer.example:${port + 1}/end`, 'redirect'],
    ['to another host', () => 'https://other.example/end', 'redirect'],
    ['to a file', () => 'file:///etc/passwd', 'address'],
    ['with a user name', (port) => `http://me:secret@peer.example:${port}/end`, 'address'],
    ['in a circle', () => '/', 'redirect'],
    ['to nowhere', () => undefined, 'redirect'],
  ])('%s are not followed', async (_title, location, reason) => {
    const [url, asked] = await redirecting(location);
    const resolve = steady({ 'peer.example': ['127.0.0.1'], 'other.example': ['127.0.0.1'] });
    await expect(send({ ...inside, resolve }, url, { maxRedirects: 3 })).rejects.toMatchObject({ reason });
    expect(asked.filter((each) => each.endsWith('/end'))).toEqual([]);
  });

  test('to a name that has become internal are not followed', async () => {
    const [url] = await redirecting(() => '/end');
    const { resolve } = resolving({ 'peer.example': [['127.0.0.1'], ['169.254.169.254']] });
    await expect(send({ ...inside, resolve }, url, { maxRedirects: 3 })).rejects.toMatchObject({
      reason: 'forbidden-address',
    });
  });
});

describe('answers', () => {
  test.each<[string, RequestListener]>([
    ['that say so', (_request, response) => response.setHeader('Content-Length', 2_000).end('x'.repeat(2_000))],
    ['in chunks', (_request, response) => response.write('x'.repeat(900)) && response.end('x'.repeat(900))],
    [
      'that are small on the way and large here',
      (_request, response) => response.setHeader('Content-Encoding', 'gzip').end(gzipSync(Buffer.alloc(10_000_000))),
    ],
    [
      'that are small on the way in another coding',
      (_request, response) =>
        response.setHeader('Content-Encoding', 'br').end(brotliCompressSync(Buffer.alloc(10_000_000))),
    ],
    [
      'without end',
      (_request, response) => {
        const timer = setInterval(() => response.write('x'.repeat(500)), 1);
        response.once('close', () => clearInterval(timer));
      },
    ],
  ])('over the limit %s are refused, or cut where their beginning is enough', async (_title, answer) => {
    const { port } = await serving(answer);
    const url = `http://127.0.0.1:${port}/`;
    await expect(send(inside, url)).rejects.toMatchObject({ reason: 'too-large' });
    expect((await send(inside, url, { longer: 'cut' })).text).toHaveLength(1_000);
  });

  test('of exactly the limit are taken, coded or not', async () => {
    const { port } = await serving((request, response) => {
      const text = 'x'.repeat(1_000);
      if (request.url === '/gzip') response.setHeader('Content-Encoding', 'gzip').end(gzipSync(text));
      else response.end(text);
    });
    for (const path of ['', 'gzip'])
      expect((await send(inside, `http://127.0.0.1:${port}/${path}`)).text).toHaveLength(1_000);
  });

  test('that break off, or are not coded as they say, are no answers', async () => {
    const { port } = await serving((request, response) => {
      if (request.url === '/gzip') response.setHeader('Content-Encoding', 'gzip').end('no gzip at all');
      else response.writeHead(200, { 'Content-Length': '500' }).write('half', () => response.destroy());
    });
    for (const path of ['', 'gzip'])
      await expect(send(inside, `http://127.0.0.1:${port}/${path}`)).rejects.toMatchObject({ reason: 'network' });
  });

  test.each<[string, (socket: Socket) => void]>([
    ['nothing', () => undefined],
    ['half a head', (socket) => socket.write('HTTP/1.1 200 OK\r\nContent-')],
    [
      'a body drop by drop',
      (socket) => {
        socket.write('HTTP/1.1 200 OK\r\nContent-Length: 900\r\n\r\n');
        const timer = setInterval(() => socket.write('x'), 5);
        socket.once('close', () => clearInterval(timer));
      },
    ],
  ])('of whoever sends %s end in time', async (_title, answer) => {
    const sockets = new Set<Socket>();
    const server = createTcpServer((socket) => {
      sockets.add(socket.on('error', () => undefined));
      answer(socket);
    });
    const port = await listening(server);
    closing.push(() => sockets.forEach((socket) => socket.destroy()));
    await expect(send(inside, `http://127.0.0.1:${port}/`, { timeoutMs: 200 })).rejects.toMatchObject({
      reason: 'timeout',
      message: `127.0.0.1:${port}: no answer within 200 ms`,
    });
  });

  test('that are read while they come may take their time, but not fall silent', async () => {
    const drops = 20;
    const { port } = await serving((request, response) => {
      let sent = 0;
      const timer = setInterval(() => {
        sent += 1;
        if (sent < drops) response.write('x');
        else clearInterval(timer);
        if (sent === drops && request.url === '/whole') response.end('x');
      }, 20);
      response.once('close', () => clearInterval(timer));
    });
    const client = createOutboundClient(inside);
    const count = (path: string): Promise<number> =>
      client.stream({ url: `http://127.0.0.1:${port}${path}`, timeoutMs: 300, maxBytes: 1_000 }, async ({ body }) => {
        let size = 0;
        for await (const piece of body) size += piece.byteLength;
        return size;
      });
    // In all longer than the limit between two pieces.
    expect(await count('/whole')).toBe(drops);
    await expect(count('/silent')).rejects.toMatchObject({ reason: 'timeout' });
  });

  test('are not waited for once nobody wants them', async () => {
    const { port } = await serving(() => undefined);
    const ending = new AbortController();
    const waiting = send(inside, `http://127.0.0.1:${port}/`, { signal: ending.signal, timeoutMs: 60_000 });
    ending.abort();
    await expect(waiting).rejects.toMatchObject({ reason: 'network', cause: { code: 'ABORT_ERR' } });
  });
});

test('a streamed body goes out as it is read, and one that cannot be read ends the request', async () => {
  const heard: string[] = [];
  const { port } = await serving((request, response) => {
    let text = '';
    request
      .setEncoding('utf8')
      .on('data', (part: string) => (text += part))
      .on('end', () => {
        heard.push(text);
        response.end('taken');
      });
  });
  const url = `http://127.0.0.1:${port}/`;
  async function* whole(): AsyncGenerator<Uint8Array> {
    yield Buffer.from('one ');
    yield Buffer.from('two');
  }
  expect(await send(inside, url, { method: 'POST', body: { length: 7, chunks: whole } })).toMatchObject({
    text: 'taken',
  });
  async function* broken(): AsyncGenerator<Uint8Array> {
    yield Buffer.from('one ');
    throw new Error('the disk is gone');
  }
  await expect(send(inside, url, { method: 'POST', body: { length: 7, chunks: broken } })).rejects.toMatchObject({
    reason: 'network',
    cause: { message: 'the disk is gone' },
  });
  expect(heard).toEqual(['one two']);
});
