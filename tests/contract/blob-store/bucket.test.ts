import { createHash, randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { blobBucket, type BucketPlace } from '../../../adapters/s3/index.js';
import type { BlobStore } from '../../../base/index.js';
import { type S3Server, serveS3 } from '../../support/s3/server.js';
import { blobStoreContract } from './suite.js';

const nordwerk = 'nordwerk';

/**
 * A real service to run the contract on besides: `LOTSE_TEST_S3` holds `{"endpoint","bucket","credentials":{…}}`. The
 * bucket must exist; every test uses a prefix of its own.
 */
const real = process.env['LOTSE_TEST_S3'];

function placeOf({
  endpoint,
  bucket,
  credentials,
}: Pick<S3Server, 'endpoint' | 'bucket' | 'credentials'>): BucketPlace {
  return { endpoint, bucket, credentials, region: 'us-east-1', pathStyle: true, prefix: `lotse-${randomUUID()}/` };
}

describe("a bucket of the test's own S3", () => {
  blobStoreContract(async () => {
    const server = await serveS3();
    return { blobs: await blobBucket(placeOf(server)), close: () => server.close() };
  });
});

if (real !== undefined) {
  describe('a bucket of a real service', () => {
    blobStoreContract(async () => ({
      blobs: await blobBucket(placeOf(JSON.parse(real) as S3Server)),
      close: async () => undefined,
    }));
  });
}

const hashOf = (data: Uint8Array): string => createHash('sha256').update(data).digest('hex');
const data = Buffer.from('some data');
const large = Buffer.alloc(12 * 1024 * 1024, 'lotse');

async function* piecesOf(...pieces: readonly Uint8Array[]): AsyncGenerator<Uint8Array, void> {
  yield* pieces;
}

describe('blobs in a bucket', () => {
  let server: S3Server;
  let blobs: BlobStore;
  beforeEach(async () => {
    server = await serveS3();
    blobs = await blobBucket({ ...placeOf(server), prefix: 'lotse/' });
    server.asked.length = 0;
  });
  afterEach(() => server.close());

  test('lie under prefix, organisation and hash, and are sent once', async () => {
    await blobs.putBlob(nordwerk, piecesOf(data), hashOf(data));
    await blobs.putBlob(nordwerk, piecesOf(data), hashOf(data));
    expect([...server.objects.keys()]).toEqual([`lotse/nordwerk/${hashOf(data)}`]);
    expect(server.asked).toEqual(['HEAD object', 'PUT object', 'HEAD object']);
  });

  test('that were put long ago are made young again within the service, without being sent', async () => {
    await blobs.putBlob(nordwerk, piecesOf(data), hashOf(data));
    const day = 24 * 3600_000;
    server.objects.get(`lotse/nordwerk/${hashOf(data)}`)!.modified = new Date(Date.now() - 10 * day);
    const yesterday = new Date(Date.now() - day).toISOString();
    await blobs.putBlob(nordwerk, piecesOf(data), hashOf(data));
    expect(server.asked.filter((each) => each.startsWith('PUT'))).toEqual(['PUT object', 'PUT copy']);
    expect(await blobs.removeBlob(nordwerk, hashOf(data), yesterday)).toBe(false);
    expect(server.objects.size).toBe(1);
  });

  test('that are large and whose hash is not known yet get their name in the service, and leave no other', async () => {
    const { sha2 } = await blobs.putBlob(nordwerk, piecesOf(large));
    expect([...server.objects.keys()]).toEqual([`lotse/nordwerk/${sha2}`]);
    expect(server.objects.get(`lotse/nordwerk/${sha2}`)!.data.equals(large)).toBe(true);
    expect(server.asked.filter((each) => each === 'PUT copy')).toHaveLength(1);
    await blobs.putBlob(nordwerk, piecesOf(large));
    expect(server.asked.filter((each) => each === 'PUT copy')).toHaveLength(1);
    expect([...server.objects.keys()]).toEqual([`lotse/nordwerk/${sha2}`]);
  });

  test('what a dead process was sending is no blob, and is taken away after a day', async () => {
    const hours = (count: number): { data: Buffer; modified: Date } => ({
      data,
      modified: new Date(Date.now() - count * 3600_000),
    });
    server.objects.set('lotse/incoming/old', hours(25));
    server.objects.set('lotse/incoming/young', hours(23));
    for await (const entry of blobs.listBlobs()) throw new Error(`${entry.owner} is listed`);
    await blobs.putBlob(nordwerk, piecesOf(data));
    expect([...server.objects.keys()]).toEqual(['lotse/incoming/young', `lotse/nordwerk/${hashOf(data)}`]);
  });

  test('that are large go in parts while they come in, and leave nothing where they break off', async () => {
    let given = 0;
    async function* slowly(end: () => void): AsyncGenerator<Uint8Array, void> {
      for (let at = 0; at < large.length; at += 1024 * 1024) {
        given += 1;
        // The first parts have gone before the last ones are asked for.
        if (given === 12) expect(server.asked).toContain('PUT part');
        yield large.subarray(at, at + 1024 * 1024);
      }
      end();
    }
    await blobs.putBlob(
      nordwerk,
      slowly(() => undefined),
      hashOf(large),
    );
    expect(server.objects.get(`lotse/nordwerk/${hashOf(large)}`)!.data.equals(large)).toBe(true);
    server.objects.clear();
    given = 0;
    const fault = new Error('the wrong hash');
    await expect(
      blobs.putBlob(
        nordwerk,
        slowly(() => {
          throw fault;
        }),
        hashOf(large),
      ),
    ).rejects.toBe(fault);
    expect([server.objects.size, server.open.size]).toEqual([0, 0]);
  });

  test('are tried again where the service has a bad moment', async () => {
    let times = 0;
    server.fault = () => ((times += 1) % 2 === 1 ? 503 : undefined);
    await blobs.putBlob(nordwerk, piecesOf(large), hashOf(large));
    expect(server.objects.get(`lotse/nordwerk/${hashOf(large)}`)!.data.equals(large)).toBe(true);
  });

  test.each([
    ['find', () => blobs.findBlob(nordwerk, hashOf(data))],
    ['put', () => blobs.putBlob(nordwerk, piecesOf(data), hashOf(data))],
    ['put in parts', () => blobs.putBlob(nordwerk, piecesOf(large), hashOf(large))],
    ['remove', () => blobs.removeBlob(nordwerk, hashOf(data))],
    ['list', () => blobs.listBlobs()[Symbol.asyncIterator]().next()],
  ])('are unavailable for a while where it stays bad: %s', async (_name, action) => {
    server.fault = () => 503;
    await expect(action()).rejects.toMatchObject({ code: 'store-unavailable', status: 503, retryAfter: 5 });
    await server.close();
    const failed = await action().catch((caught: unknown) => caught);
    expect(failed).toMatchObject({ code: 'store-unavailable', retryAfter: 5 });
    expect(JSON.stringify(failed)).not.toContain('test-key');
  });

  test('that break off on their way out are not taken for whole', async () => {
    await blobs.putBlob(nordwerk, piecesOf(large), hashOf(large));
    server.fault = (operation) => (operation === 'GET object' ? 'cut' : undefined);
    const kept = await blobs.findBlob(nordwerk, hashOf(large));
    await expect(
      (async () => {
        for await (const piece of kept!.read()) expect(piece.byteLength).toBeGreaterThan(0);
      })(),
    ).rejects.toMatchObject({ code: 'store-unavailable' });
  });

  test.each([
    [
      'a wrong secret',
      { credentials: { accessKeyId: 'test-key', secretAccessKey: 'wrong' } },
      /refuses the credentials/,
    ],
    [
      'an unknown key',
      { credentials: { accessKeyId: 'other', secretAccessKey: 'test/secret+with=signs' } },
      /refuses the credentials/,
    ],
    ['a bucket that is not there', { bucket: 'other' }, /"other", which does not exist/],
  ])('are refused at the start with %s', async (_name, changes, sentence) => {
    await expect(blobBucket({ ...placeOf(server), ...changes })).rejects.toMatchObject({
      code: 'invalid-configuration',
      message: expect.stringMatching(sentence),
    });
  });
});
