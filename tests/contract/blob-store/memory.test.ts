import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { type S3Server, serveS3 } from '../../support/s3/server.js';
import { temporaryFolder } from '../../support/sqlite.js';

const child = fileURLToPath(new URL('../../support/large-blob.js', import.meta.url));
const megabyte = 1024 * 1024;
const size = 200 * megabyte;
/**
 * Bytes by which the resident memory may grow at its peak while a blob goes in and out. Node 24 lets some 80 MB of what
 * has been sent wait for its collector, however large the blob is; Node 20 needs 20 MB.
 */
const maxGrowth = 100 * megabyte;

interface Measured {
  readonly length: number;
  readonly isSame: boolean;
  readonly growth: number;
}

async function measure(place: object, mode: 'named' | 'unnamed'): Promise<Measured> {
  const process_ = spawn(process.execPath, [child, JSON.stringify({ place, size, mode })], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  return JSON.parse(await text(process_.stdout)) as Measured;
}

describe('a blob of 200 MB', () => {
  let folder: Awaited<ReturnType<typeof temporaryFolder>>;
  let server: S3Server;
  beforeEach(async () => {
    folder = await temporaryFolder();
    server = await serveS3();
  });
  afterEach(async () => {
    await server.close();
    await folder.remove();
  });

  test.each(['named', 'unnamed'] as const)(
    'goes into a folder and out again without lying in memory (%s)',
    async (mode) => {
      const { growth, ...rest } = await measure({ kind: 'folder', path: folder.path }, mode);
      expect(rest).toEqual({ length: size, isSame: true });
      expect(growth).toBeLessThan(maxGrowth);
    },
    120_000,
  );

  test('goes into a bucket and out again without lying in memory', async () => {
    const { endpoint, bucket, credentials } = server;
    const place = { kind: 'bucket', endpoint, bucket, credentials, region: 'us-east-1', pathStyle: true, prefix: '' };
    const { growth, ...rest } = await measure(place, 'unnamed');
    expect(rest).toEqual({ length: size, isSame: true });
    expect(growth).toBeLessThan(maxGrowth);
  }, 180_000);
});
