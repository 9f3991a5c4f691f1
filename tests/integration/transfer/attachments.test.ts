import { generateKeyPairSync, sign } from 'node:crypto';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { createLogger, systemClock } from '../../../base/index.js';
import { signatureUsage } from '../../../lrs/statement/index.js';
import { exportedStatements, exportFormats, withAttachments } from '../../../lrs/transfer/export/index.js';
import { createForwarding } from '../../../lrs/transfer/forward/index.js';
import {
  openFileCursor,
  openFileSource,
  type ImportCounts,
  type ImportRequest,
  type ImportSource,
  importStatements,
  createLrsSource,
  type ImportRefusal,
} from '../../../lrs/transfer/import/index.js';
import { certificateFor } from '../../support/certificate.js';
import { everyStore } from '../../support/every-store.js';
import { type LrsServer, serveLrs, statement } from '../../support/lrs-server.js';
import {
  attachmentOf,
  boundary,
  dataPart,
  multipartBody,
  multipartType,
  readMultipart,
  sha2Of,
  statementsPart,
} from '../../support/multipart.js';
import { temporaryFolder } from '../../support/sqlite.js';

const sqlite = everyStore.find(([name]) => name === 'SQLite')![1];
const limit = 5_000_000;
const closers: (() => Promise<void>)[] = [];
let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let lrs: LrsServer;
let peer: LrsServer;

async function serve(): Promise<LrsServer> {
  const server = await serveLrs(sqlite, { attachmentLimit: 20_000_000 });
  closers.push(() => server.close());
  return server;
}

beforeEach(async () => {
  folder = await temporaryFolder();
  lrs = await serve();
  peer = await serve();
});
afterEach(async () => {
  for (const close of closers.splice(0).toReversed()) await close();
  await folder.remove();
});

async function bringIn(
  source: ImportSource,
  changes: Partial<ImportRequest> = {},
): Promise<ImportCounts & { readonly refusals: readonly ImportRefusal[] }> {
  const refusals: ImportRefusal[] = [];
  const counts = await importStatements({
    store: lrs.store,
    organisation: lrs.organisation,
    source,
    clock: systemClock,
    strict: false,
    replaceAuthority: false,
    attachmentLimit: limit,
    authority: { objectType: 'Agent', account: { homePage: 'http://lotse.test', name: 'import' } },
    cursor: openFileCursor(folder.path, source.name),
    onRefused: (refusal) => void refusals.push(refusal),
    ...changes,
  });
  return { ...counts, refusals };
}

async function remote(): Promise<{ readonly url: string; readonly key: string; readonly secret: string }> {
  const credential = await peer.lrs.access.createCredential({
    organisation: 'nordwerk',
    scopes: ['all/read'],
    label: 'import',
  });
  return { url: `http://127.0.0.1:${(peer.server.address() as AddressInfo).port}/xapi`, ...credential };
}

const big = Buffer.from(Array.from({ length: 3_000_000 }, (_, index) => (index * 7919) % 251));
const small = Buffer.from('a note with ümlauts\r\n--not-a-boundary');

async function send(
  to: LrsServer,
  statements: readonly object[],
  ...data: readonly (Buffer | string)[]
): Promise<void> {
  const answer = await to.client
    .send('post', '/statements')
    .set('Content-Type', multipartType)
    .send(multipartBody(statementsPart(statements), ...data.map((each) => dataPart(each))));
  if (answer.status !== 200) throw new Error(`${answer.status} ${answer.text}`);
}

async function kept(server: LrsServer, data: Buffer): Promise<Buffer | undefined> {
  const found = await server.store.attachments.findBlob(server.organisation, sha2Of(data));
  if (found === undefined) return undefined;
  const pieces: Uint8Array[] = [];
  for await (const piece of found.read()) pieces.push(piece);
  return Buffer.concat(pieces);
}

/** Somebody who answers a statements resource as no LRS should. */
async function answering(
  answer: (url: string) => { readonly type: string; readonly body: Buffer | string },
): Promise<string> {
  const server = createServer((request, response) => {
    if (request.url!.startsWith('/xapi/about'))
      return void response.setHeader('Content-Type', 'application/json').end('{"version":["2.0.0"]}');
    const { type, body } = answer(request.url!);
    response.setHeader('Content-Type', type).end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closers.push(
    () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  );
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/xapi`;
}

describe('an import from another LRS', () => {
  test('brings the data of attachments, also within a SubStatement, and is idempotent', async () => {
    const values = [
      statement({ attachments: [attachmentOf(big), attachmentOf(small)] }),
      statement({ attachments: [attachmentOf(small)] }),
      statement({
        object: {
          objectType: 'SubStatement',
          actor: { mbox: 'mailto:a@example.org' },
          verb: { id: 'http://example.org/v' },
          object: { id: 'http://example.org/o' },
          attachments: [attachmentOf(small)],
        },
      }),
      statement(),
    ];
    await send(peer, values, big, small);
    const source = createLrsSource(await remote());
    expect(await bringIn(source)).toMatchObject({ stored: 4, refused: 0 });
    expect((await kept(lrs, big))!.equals(big)).toBe(true);
    expect((await kept(lrs, small))!.equals(small)).toBe(true);
    expect(await bringIn(source)).toMatchObject({ stored: 0, same: 4, refused: 0 });
    const answer = await lrs.client
      .get('/statements', { statementId: values[0]!.id, attachments: true })
      .buffer(true)
      .parse((response, done) => {
        const pieces: Buffer[] = [];
        response
          .on('data', (piece: Buffer) => void pieces.push(piece))
          .on('end', () => done(null, Buffer.concat(pieces)));
      });
    const parts = readMultipart(answer.headers['content-type'] as string, answer.body as Buffer);
    expect(parts.slice(1).map(({ headers }) => headers['x-experience-api-hash'])).toEqual([sha2Of(big), sha2Of(small)]);
  });

  test('goes on after it was cut off, over several pages, with all data', async () => {
    const values = Array.from({ length: 520 }, (_, index) => ({
      data: Buffer.from(`data ${index}`),
      value: statement({ attachments: [attachmentOf(`data ${index}`)] }),
    }));
    for (let index = 0; index < values.length; index += 130) {
      const stretch = values.slice(index, index + 130);
      await send(
        peer,
        stretch.map(({ value }) => value),
        ...stretch.map(({ data }) => data),
      );
    }
    let appends = 0;
    const breaking = {
      attachments: lrs.store.attachments,
      statements: {
        ...lrs.store.statements,
        appendStatements: async (batch: Parameters<typeof lrs.store.statements.appendStatements>[0]) => {
          if (++appends === 4) throw new Error('cut off');
          return lrs.store.statements.appendStatements(batch);
        },
      },
    };
    const source = createLrsSource(await remote());
    await expect(bringIn(source, { store: breaking })).rejects.toThrow('cut off');
    expect(await bringIn(source)).toMatchObject({ refused: 0 });
    expect(await lrs.client.ids({ ascending: true, limit: 500 })).toEqual(
      values.slice(0, 500).map(({ value }) => value.id),
    );
    for (const { data } of [values[0]!, values[300]!, values[519]!]) expect(await kept(lrs, data)).toEqual(data);
  }, 60_000);

  test('refuses what comes with other data than it says, too much of it, or none, and takes the rest', async () => {
    const wrong = statement({ attachments: [attachmentOf('right')] });
    const large = statement({ attachments: [attachmentOf('x'.repeat(200))] });
    const missing = statement({ attachments: [attachmentOf('missing')] });
    const elsewhere = statement({ attachments: [attachmentOf('elsewhere', { fileUrl: 'https://files.example/1' })] });
    const good = statement({ attachments: [attachmentOf('good')] });
    const url = await answering(() => ({
      type: multipartType,
      body: multipartBody(
        statementsPart({ statements: [wrong, large, missing, elsewhere, good], more: '' }),
        {
          head: [
            'Content-Type: text/plain',
            'Content-Transfer-Encoding: binary',
            `X-Experience-API-Hash: ${sha2Of('right')}`,
          ],
          content: 'left',
        },
        dataPart('x'.repeat(200)),
        dataPart('nobody asked'),
        { head: ['Content-Type: text/plain'], content: 'no hash' },
        dataPart('good'),
      ),
    }));
    const { refusals, ...counts } = await bringIn(createLrsSource({ url }), { attachmentLimit: 100 });
    expect(counts).toEqual({ read: 5, stored: 2, same: 0, refused: 3 });
    expect(
      refusals.map(({ where, reason, path }) => [where, path, /hash|100 bytes|does not bring/.exec(reason)?.[0]]),
    ).toEqual([
      ['statement 1', 'statement.attachments[0]', 'hash'],
      ['statement 2', 'statement.attachments[0]', '100 bytes'],
      ['statement 3', 'statement.attachments[0]', 'does not bring'],
    ]);
    expect(await kept(lrs, Buffer.from('nobody asked'))).toBeUndefined();
    expect(await kept(lrs, Buffer.from('right'))).toBeUndefined();
    expect(await kept(lrs, Buffer.from('good'))).toEqual(Buffer.from('good'));
  });

  test('says what is odd about an answer, and always asks for data', async () => {
    const odd = await answering(() => ({
      type: multipartType,
      body: `--${boundary}\r\nContent-Type: application/json\r\n\r\n{"statements":[]`,
    }));
    await expect(bringIn(createLrsSource({ url: odd }))).rejects.toMatchObject({
      code: 'platform-unreachable',
      message: expect.stringContaining('boundary'),
    });
    const asked: string[] = [];
    const plain = await answering((url) => {
      asked.push(url);
      return { type: 'application/json', body: '{"statements":[],"more":""}' };
    });
    await bringIn(createLrsSource({ url: plain }));
    expect(asked).toEqual(['/xapi/statements?ascending=true&attachments=true']);
  });
});

describe('a file with a folder of attachments', () => {
  test('is written by an export and read by an import; what is there is not written again', async () => {
    const values = [
      statement({ attachments: [attachmentOf(big)] }),
      statement({
        attachments: [attachmentOf(small), attachmentOf('elsewhere', { fileUrl: 'https://files.example/1' })],
      }),
    ];
    await send(peer, values, big, small);
    const data = join(folder.path, 'data');
    const request = { store: peer.store, organisation: peer.organisation };
    for (let time = 0; time < 2; time += 1) {
      let text = '';
      for await (const part of exportFormats.ndjson(
        withAttachments(exportedStatements({ ...request, filter: {} }), { ...request, folder: data }),
      ))
        text += String(part);
      await writeFile(join(folder.path, 'out.ndjson'), text);
      expect((await readdir(data)).toSorted()).toEqual([sha2Of(big), sha2Of(small)].toSorted());
    }
    expect((await readFile(join(data, sha2Of(big)))).equals(big)).toBe(true);

    const without = await bringIn(openFileSource(join(folder.path, 'out.ndjson'), 100_000));
    expect(without).toMatchObject({ stored: 0, refused: 2 });
    const whole = openFileSource(join(folder.path, 'out.ndjson'), 100_000, data);
    expect(await bringIn(whole)).toMatchObject({ stored: 2, refused: 0 });
    expect((await kept(lrs, big))!.equals(big)).toBe(true);
    // Once the data is here, the folder is not needed any more.
    expect(await bringIn(openFileSource(join(folder.path, 'out.ndjson'), 100_000))).toMatchObject({
      same: 2,
      refused: 0,
    });
  });

  test('whose files were changed brings nothing', async () => {
    const value = statement({ attachments: [attachmentOf('right')] });
    await writeFile(join(folder.path, 'in.ndjson'), JSON.stringify(value));
    await writeFile(join(folder.path, sha2Of('right')), 'left');
    expect(await bringIn(openFileSource(join(folder.path, 'in.ndjson'), 10_000, folder.path))).toMatchObject({
      stored: 0,
      refusals: [{ reason: expect.stringContaining('hash') }],
    });
  });
});

describe('a signed statement', () => {
  const signer = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const certificate = certificateFor(signer.publicKey, signer.privateKey).toString('base64');
  const encoded = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');

  /** A JWS over a statement; and the statement that names it, which may be another than the one that is signed. */
  function signed(
    changes: object = {},
    { spoilt = false, fileUrl }: { readonly spoilt?: boolean; readonly fileUrl?: string } = {},
  ): { readonly value: ReturnType<typeof statement>; readonly data: string } {
    const original = statement();
    const head = `${encoded({ alg: 'RS256', x5c: [certificate] })}.${encoded(original)}`;
    const signature = sign('RSA-SHA256', Buffer.from(head), signer.privateKey);
    if (spoilt) signature[20]! ^= 1;
    const data = `${head}.${signature.toString('base64url')}`;
    const attachment = attachmentOf(data, {
      usageType: signatureUsage,
      contentType: 'application/octet-stream',
      ...(fileUrl === undefined ? {} : { fileUrl }),
    });
    return { value: { ...original, ...changes, attachments: [attachment] }, data };
  }
  const good = signed();
  const bad = [signed({ verb: { id: 'http://example.com/other' } }), signed({}, { spoilt: true })];
  const reasons = [
    ['another statement', 'statement.attachments[0]'],
    ['certificate', 'statement.attachments[0]'],
  ];
  const told = (refusals: readonly ImportRefusal[]): unknown =>
    refusals.map(({ reason, path }) => [/another statement|certificate/.exec(reason)?.[0], path]);

  test('of another LRS is refused where its signature is not one', async () => {
    const all = [good, ...bad];
    const url = await answering(() => ({
      type: multipartType,
      body: multipartBody(
        statementsPart({ statements: all.map(({ value }) => value), more: '' }),
        ...all.map(({ data }) => dataPart(data, { contentType: 'application/octet-stream' })),
      ),
    }));
    const { refusals, ...counts } = await bringIn(createLrsSource({ url }));
    expect(counts).toEqual({ read: 3, stored: 1, same: 0, refused: 2 });
    expect(told(refusals)).toEqual(reasons);
    expect(await lrs.client.ids()).toEqual([good.value.id]);
  });

  test('that an LRS of ours has taken comes over with its signature', async () => {
    const part = dataPart(good.data, { contentType: 'application/octet-stream' });
    expect(
      (
        await peer.client
          .send('post', '/statements')
          .set('Content-Type', multipartType)
          .send(multipartBody(statementsPart([good.value]), part))
      ).status,
    ).toBe(200);
    expect(await bringIn(createLrsSource(await remote()))).toMatchObject({ stored: 1, refused: 0 });
    expect(await kept(lrs, Buffer.from(good.data))).toEqual(Buffer.from(good.data));
  });

  test('of a file is refused where the signature in its folder is not one; what does not come along cannot be checked', async () => {
    const elsewhere = signed(
      { verb: { id: 'http://example.com/other' } },
      { fileUrl: 'https://files.example/signature' },
    );
    await writeFile(
      join(folder.path, 'in.ndjson'),
      [good, ...bad, elsewhere].map(({ value }) => JSON.stringify(value)).join('\n'),
    );
    for (const { data } of [good, ...bad]) await writeFile(join(folder.path, sha2Of(data)), data);
    const source = openFileSource(join(folder.path, 'in.ndjson'), 100_000, folder.path);
    const { refusals, ...counts } = await bringIn(source);
    expect(counts).toEqual({ read: 4, stored: 2, same: 0, refused: 2 });
    expect(told(refusals)).toEqual(reasons);
    expect(await lrs.client.ids({ ascending: true })).toEqual([good.value.id, elsewhere.value.id]);
    // What is kept here from the first time is not believed either.
    expect(await bringIn(openFileSource(join(folder.path, 'in.ndjson'), 100_000))).toMatchObject({
      stored: 0,
      same: 2,
      refused: 2,
    });
  });
});

describe('forwarding', () => {
  const forwardingOf = () => {
    const forwarding = createForwarding({
      store: lrs.store,
      encryptionKey: 'a-key-of-this-installation-0123456789',
      clock: systemClock,
      logger: createLogger('silent'),
      timing: { pollMs: 50, firstRetryMs: 5, maxRetryMs: 40 },
    });
    closers.push(() => forwarding.stop());
    return forwarding;
  };

  async function caughtUp(forwarding: ReturnType<typeof forwardingOf>): Promise<void> {
    const deadline = Date.now() + 20_000;
    for (;;) {
      const targets = await forwarding.list(lrs.organisation);
      if (targets.every(({ behind }) => behind === 0)) return;
      if (Date.now() > deadline) throw new Error(`It did not come to that: ${JSON.stringify(targets)}`);
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  }

  test('to another LRS brings the data along, also where statements with and without go together', async () => {
    const values = [
      statement(),
      statement({ attachments: [attachmentOf(big)] }),
      statement({ attachments: [attachmentOf(small)] }),
      statement({ attachments: [attachmentOf(small)] }),
    ];
    await send(lrs, values, big, small);
    const { key, secret } = await peer.lrs.access.createCredential({
      organisation: 'nordwerk',
      scopes: ['statements/write'],
      label: 'forward',
    });
    const forwarding = forwardingOf();
    await forwarding.add({
      organisation: lrs.organisation,
      kind: 'lrs',
      url: `http://127.0.0.1:${(peer.server.address() as AddressInfo).port}/xapi`,
      verbs: [],
      activities: [],
      secret: `${key}:${secret}`,
      allowPrivate: true,
      fromBeginning: true,
    });
    await forwarding.start();
    await caughtUp(forwarding);
    expect(await peer.client.ids({ ascending: true })).toEqual(values.map(({ id }) => id));
    expect((await kept(peer, big))!.equals(big)).toBe(true);
    expect(await kept(peer, small)).toEqual(small);
  });

  test('to a webhook tells what the statements say of attachments, and no data', async () => {
    const heard: { readonly headers: IncomingHttpHeaders; readonly body: string }[] = [];
    const server = createServer((request, response) => {
      let body = '';
      request
        .on('data', (chunk: Buffer) => (body += chunk.toString()))
        .on('end', () => {
          heard.push({ headers: request.headers, body });
          response.writeHead(204).end();
        });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    closers.push(
      () =>
        new Promise((resolve) => {
          server.closeAllConnections();
          server.close(() => resolve());
        }),
    );
    await send(lrs, [statement({ attachments: [attachmentOf(small)] })], small);
    const forwarding = forwardingOf();
    await forwarding.add({
      organisation: lrs.organisation,
      kind: 'webhook',
      url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
      verbs: [],
      activities: [],
      allowPrivate: true,
      fromBeginning: true,
    });
    await forwarding.start();
    await caughtUp(forwarding);
    expect(heard).toHaveLength(1);
    expect(heard[0]!.headers['content-type']).toBe('application/json');
    expect(JSON.parse(heard[0]!.body)).toMatchObject({ statements: [{ attachments: [{ sha2: sha2Of(small) }] }] });
    expect(heard[0]!.body).not.toContain('not-a-boundary');
  });
});
