import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { blobFolder } from '../../adapters/files/index.js';
import { contentStore, moveContentFiles, openSqlite } from '../../adapters/sqlite/index.js';
import type { BlobStore } from '../../base/index.js';
import { type OrganisationId, organisationId } from '../../lrs/store/index.js';
import { parsePlayedUnit } from '../../people/visit/index.js';
import { type PlayServer, servePlay } from '../support/play-server.js';
import { recordedFolder, unpackRecordedFolder } from '../support/recorded-folder.js';
import { temporaryFolder } from '../support/sqlite.js';
import { tinyDraft } from '../support/tiny-type.js';

const sha256 = (data: Uint8Array): string => createHash('sha256').update(data).digest('hex');

async function contentOf(blobs: BlobStore, owner: string, hash: string): Promise<Buffer> {
  const pieces: Uint8Array[] = [];
  for await (const piece of (await blobs.findBlob(owner, hash))!.read()) pieces.push(piece);
  return Buffer.concat(pieces);
}

describe('files that a database of version 0.1.0 holds', () => {
  let folder: Awaited<ReturnType<typeof temporaryFolder>>;
  let data: string;
  beforeEach(async () => {
    folder = await temporaryFolder();
    data = unpackRecordedFolder(folder.path);
  });
  afterEach(() => folder.remove());

  /** Every file of every version of every content, with what lies under its hash. */
  async function readAll(blobs: BlobStore): Promise<readonly string[]> {
    const engine = await openSqlite({ path: join(data, 'lotse.sqlite'), synchronous: 'normal' });
    try {
      const { contents } = contentStore(engine);
      const seen: string[] = [];
      for (const { id } of recordedFolder().organisations) {
        const organisation = organisationId(id)!;
        for (const content of await contents.listContents(organisation)) {
          for (const file of await contents.listFiles(organisation, content.id, content.version)) {
            const bytes = await contentOf(blobs, organisation, file.sha256);
            expect([sha256(bytes), bytes.byteLength]).toEqual([file.sha256, file.length]);
            seen.push(`${id} ${content.id} ${file.name}`);
          }
        }
      }
      return seen;
    } finally {
      await engine.close();
    }
  }

  test('are moved to the blobs, also where that is cut off, and never again', async () => {
    const blobs = blobFolder(join(folder.path, 'blobs'));
    let moved = 0;
    const move = async (most: number): Promise<void> => {
      const engine = await openSqlite({ path: join(data, 'lotse.sqlite'), synchronous: 'normal' });
      const counted: Pick<BlobStore, 'putBlob'> = {
        putBlob: (...blob) => {
          if (moved === most) throw new Error('cut off');
          moved += 1;
          return blobs.putBlob(...blob);
        },
      };
      await moveContentFiles(engine, counted).finally(() => engine.close());
    };
    await expect(move(2)).rejects.toThrow('cut off');
    expect(moved).toBe(2);
    await move(Infinity);
    const all = moved;
    await move(0).catch(() => undefined);
    expect(moved).toBe(all);
    const seen = await readAll(blobs);
    expect(seen).toContain('demo d1-entwicklungsgespraech images/gespraech.png');
    expect(seen.length).toBeGreaterThanOrEqual(all);
  }, 60_000);
});

describe('a large file of a content', () => {
  const size = 24 * 1024 * 1024;
  const film = Buffer.alloc(size);
  for (let at = 0; at + 4 <= size; at += 4) film.writeInt32LE((at ^ 0x1e3779b9) | 0, at);
  let play: PlayServer;
  let key: string;
  beforeAll(async () => {
    play = await servePlay();
    const file = await play.blobs.contents.putBlob(
      play.one,
      (async function* () {
        for (let at = 0; at < size; at += 65_536) yield film.subarray(at, at + 65_536);
      })(),
    );
    await play.store.contents.publishVersion(
      play.one as OrganisationId,
      tinyDraft('film', {
        files: [{ name: 'videos/film.mp4', contentType: 'video/mp4', sha256: file.sha2, length: file.length }],
      }),
      '2026-11-21T08:00:00.000Z',
    );
    const { token } = await play.launch({ content: 'film' });
    const principal = await play.lrs.access.resolveToken(token);
    const model = await play.content.play.model({ principal, session: parsePlayedUnit(principal.session), token });
    key = /[?&]key=([^&"]+)/.exec(JSON.stringify(model.integration))![1]!;
  });
  afterAll(() => play.close());

  const address = (): string => `http://127.0.0.1:${play.port}/h5p/content/film/1?key=${key}&file=/videos/film.mp4`;
  const ask = (headers: Record<string, string> = {}, method = 'GET'): Promise<Response> =>
    fetch(address(), { method, headers });

  test.each([
    ['the first octet', 'bytes=0-0', 0, 0],
    ['the beginning', 'bytes=0-99', 0, 99],
    ['the middle', 'bytes=5000000-9000000', 5_000_000, 9_000_000],
    ['up to the end', `bytes=${size - 70_000}-`, size - 70_000, size - 1],
    ['beyond the end', `bytes=${size - 10}-${size + 10}`, size - 10, size - 1],
    ['the last octets', 'bytes=-500', size - 500, size - 1],
    ['all as a range', 'bytes=0-', 0, size - 1],
  ])('comes in ranges: %s', async (_name, range, start, end) => {
    const answer = await ask({ Range: range });
    expect([answer.status, answer.headers.get('content-range'), answer.headers.get('content-length')]).toEqual([
      206,
      `bytes ${start}-${end}/${size}`,
      String(end - start + 1),
    ]);
    expect(Buffer.from(await answer.arrayBuffer()).equals(film.subarray(start, end + 1))).toBe(true);
  });

  test.each(['bytes=99999999-', `bytes=${size}-`, 'bytes=-0'])('has no range %s', async (range) => {
    const answer = await ask({ Range: range });
    expect([answer.status, answer.headers.get('content-range'), await answer.text()]).toEqual([
      416,
      `bytes */${size}`,
      '',
    ]);
  });

  test.each([
    ['several ranges', { Range: 'bytes=0-1,5-6' }],
    ['another unit', { Range: 'seconds=1-2' }],
    ['a range of something else', { Range: 'bytes=0-1', 'If-Range': '"another"' }],
    ['no range', {}],
  ])('comes whole for %s', async (_name, headers) => {
    const answer = await ask(headers as Record<string, string>);
    expect([answer.status, answer.headers.get('accept-ranges'), answer.headers.get('content-length')]).toEqual([
      200,
      'bytes',
      String(size),
    ]);
    expect(sha256(Buffer.from(await answer.arrayBuffer()))).toBe(sha256(film));
  });

  test('is not sent again to whoever has it, and HEAD says what there is', async () => {
    const head = await ask({}, 'HEAD');
    const etag = head.headers.get('etag')!;
    expect([head.status, head.headers.get('content-length'), etag]).toEqual([200, String(size), `"${sha256(film)}"`]);
    // Without fetch, which asks past every cache where it is given a validator.
    const asked = request(address(), { headers: { 'If-None-Match': etag } }).end();
    const [answer] = (await once(asked, 'response')) as [IncomingMessage];
    answer.resume();
    expect(answer.statusCode).toBe(304);
    expect((await ask({ Range: 'bytes=0-1', 'If-Range': etag })).status).toBe(206);
  });

  test('is read no further than the browser takes it, and the file is closed', async () => {
    let read = 0;
    let isClosed: () => void = () => undefined;
    const closed = new Promise<void>((resolve) => (isClosed = resolve));
    const { contents } = play.blobs;
    const { findBlob } = contents;
    const counting = async (...name: Parameters<typeof findBlob>) => {
      const blob = (await findBlob(...name))!;
      return {
        ...blob,
        read: async function* (...range: Parameters<typeof blob.read>) {
          try {
            for await (const piece of blob.read(...range)) {
              read += piece.byteLength;
              yield piece;
            }
          } finally {
            isClosed();
          }
        },
      };
    };
    Object.assign(contents, { findBlob: counting });
    try {
      await new Promise<void>((resolve, reject) => {
        const asked = request(address(), (answer) => {
          answer.once('data', () => {
            asked.destroy();
            resolve();
          });
        });
        asked.once('error', reject).end();
      });
      await closed;
    } finally {
      Object.assign(contents, { findBlob });
    }
    expect(read).toBeGreaterThan(0);
    expect(read).toBeLessThan(size / 2);
  });

  test('that cannot be read right now is said to be so, and may be asked for again', async () => {
    const { contents } = play.blobs;
    const { findBlob } = contents;
    Object.assign(contents, {
      findBlob: async (...name: Parameters<typeof findBlob>) => ({
        ...(await findBlob(...name))!,
        read: async function* (): AsyncGenerator<Uint8Array> {
          await Promise.reject(Object.assign(new Error('EIO'), { code: 'EIO' }));
          yield film;
        },
      }),
    });
    try {
      const answer = await ask();
      expect([answer.status, answer.headers.get('etag'), answer.headers.get('cache-control')]).toEqual([
        500,
        null,
        null,
      ]);
    } finally {
      Object.assign(contents, { findBlob });
    }
    expect((await ask({ Range: 'bytes=0-1' })).status).toBe(206);
  });
});
