import { createHash, randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { attachmentBucket, type BucketPlace } from '../../../adapters/s3/index.js';
import type { AttachmentStore } from '../../../lrs/store/index.js';
import { type S3Server, serveS3 } from '../../support/s3/server.js';
import { attachmentContract } from '../lrs-store/attachments.js';
import { nordwerk } from '../lrs-store/factory.js';

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
  attachmentContract(async () => {
    const server = await serveS3();
    return { attachments: await attachmentBucket(placeOf(server)), close: () => server.close() };
  });
});

if (real !== undefined) {
  describe('a bucket of a real service', () => {
    attachmentContract(async () => ({
      attachments: await attachmentBucket(placeOf(JSON.parse(real) as S3Server)),
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

describe('attachments in a bucket', () => {
  let server: S3Server;
  let attachments: AttachmentStore;
  beforeEach(async () => {
    server = await serveS3();
    attachments = await attachmentBucket({ ...placeOf(server), prefix: 'lotse/' });
    server.asked.length = 0;
  });
  afterEach(() => server.close());

  test('lie under prefix, organisation and hash, and are sent once', async () => {
    await attachments.put(nordwerk, hashOf(data), piecesOf(data));
    await attachments.put(nordwerk, hashOf(data), piecesOf(data));
    expect([...server.objects.keys()]).toEqual([`lotse/nordwerk/${hashOf(data)}`]);
    expect(server.asked).toEqual(['HEAD object', 'PUT object', 'HEAD object']);
  });

  test('that were put long ago are made young again within the service, without being sent', async () => {
    await attachments.put(nordwerk, hashOf(data), piecesOf(data));
    const day = 24 * 3600_000;
    server.objects.get(`lotse/nordwerk/${hashOf(data)}`)!.modified = new Date(Date.now() - 10 * day);
    const yesterday = new Date(Date.now() - day).toISOString();
    await attachments.put(nordwerk, hashOf(data), piecesOf(data));
    expect(server.asked.filter((each) => each.startsWith('PUT'))).toEqual(['PUT object', 'PUT copy']);
    expect(await attachments.remove(nordwerk, hashOf(data), yesterday)).toBe(false);
    expect(server.objects.size).toBe(1);
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
    await attachments.put(
      nordwerk,
      hashOf(large),
      slowly(() => undefined),
    );
    expect(server.objects.get(`lotse/nordwerk/${hashOf(large)}`)!.data.equals(large)).toBe(true);
    server.objects.clear();
    given = 0;
    const fault = new Error('the wrong hash');
    await expect(
      attachments.put(
        nordwerk,
        hashOf(large),
        slowly(() => {
          throw fault;
        }),
      ),
    ).rejects.toBe(fault);
    expect([server.objects.size, server.open.size]).toEqual([0, 0]);
  });

  test('are tried again where the service has a bad moment', async () => {
    let times = 0;
    server.fault = () => ((times += 1) % 2 === 1 ? 503 : undefined);
    await attachments.put(nordwerk, hashOf(large), piecesOf(large));
    expect(server.objects.get(`lotse/nordwerk/${hashOf(large)}`)!.data.equals(large)).toBe(true);
  });

  test.each([
    ['find', () => attachments.find(nordwerk, hashOf(data))],
    ['put', () => attachments.put(nordwerk, hashOf(data), piecesOf(data))],
    ['put in parts', () => attachments.put(nordwerk, hashOf(large), piecesOf(large))],
    ['remove', () => attachments.remove(nordwerk, hashOf(data))],
    ['list', () => attachments.list()[Symbol.asyncIterator]().next()],
  ])('are unavailable for a while where it stays bad: %s', async (_name, action) => {
    server.fault = () => 503;
    await expect(action()).rejects.toMatchObject({ code: 'store-unavailable', status: 503, retryAfter: 5 });
    await server.close();
    const failed = await action().catch((caught: unknown) => caught);
    expect(failed).toMatchObject({ code: 'store-unavailable', retryAfter: 5 });
    expect(JSON.stringify(failed)).not.toContain('test-key');
  });

  test('that break off on their way out are not taken for whole', async () => {
    await attachments.put(nordwerk, hashOf(large), piecesOf(large));
    server.fault = (operation) => (operation === 'GET object' ? 'cut' : undefined);
    const kept = await attachments.find(nordwerk, hashOf(large));
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
    await expect(attachmentBucket({ ...placeOf(server), ...changes })).rejects.toMatchObject({
      code: 'invalid-configuration',
      message: expect.stringMatching(sentence),
    });
  });
});
