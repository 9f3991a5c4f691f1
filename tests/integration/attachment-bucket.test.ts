import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { credentialIn, FailedStart, type LrsProcess, startLrs } from '../support/lrs-process.js';
import { statement } from '../support/lrs-server.js';
import {
  attachmentOf,
  dataPart,
  multipartBody,
  multipartType,
  readMultipart,
  sha2Of,
  statementsPart,
} from '../support/multipart.js';
import { projectRoot } from '../support/project-root.js';
import { type S3Server, serveS3 } from '../support/s3/server.js';
import { temporaryFolder } from '../support/sqlite.js';

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let server: S3Server;
let running: LrsProcess | undefined;
beforeEach(async () => {
  folder = await temporaryFolder();
  server = await serveS3();
});
afterEach(async () => {
  await running?.end('SIGKILL');
  running = undefined;
  await server.close();
  await folder.remove();
});

const settings = (changes: Readonly<Record<string, string>> = {}): Readonly<Record<string, string>> => ({
  LOTSE_ATTACHMENTS: `s3://${server.bucket}/lotse`,
  LOTSE_S3_ENDPOINT: server.endpoint,
  LOTSE_S3_PATH_STYLE: 'on',
  LOTSE_S3_KEY: server.credentials.accessKeyId,
  LOTSE_S3_SECRET: server.credentials.secretAccessKey,
  ...changes,
});

test('an LRS keeps attachments in the bucket that it is told of, and answers 503 while that is away', async () => {
  const headers = await credentialIn(folder.path);
  const { origin, log, end } = (running = await startLrs(folder.path, { environment: settings() }));
  const large = Buffer.alloc(7 * 1024 * 1024, 'lotse');
  const value = statement({ attachments: [attachmentOf(large)] });
  const post = (statements: object[], data: Buffer | string): Promise<Response> =>
    fetch(`${origin}/xapi/statements`, {
      method: 'POST',
      headers: { ...headers, 'Content-Type': multipartType },
      body: multipartBody(statementsPart(statements), dataPart(data)),
    });
  expect((await post([value], large)).status).toBe(200);
  expect([...server.objects.keys()]).toEqual([`lotse/nordwerk/${sha2Of(large)}`]);
  const answer = await fetch(`${origin}/xapi/statements?attachments=true&statementId=${value.id}`, { headers });
  const parts = readMultipart(answer.headers.get('content-type')!, Buffer.from(await answer.arrayBuffer()));
  expect(parts[1]!.content.equals(large)).toBe(true);

  // What does not have its hash is refused and leaves nothing, also if its first parts had gone already.
  const wrong = multipartBody(statementsPart([statement({ attachments: [attachmentOf('other')] })]), {
    head: [
      'Content-Type: text/plain',
      'Content-Transfer-Encoding: binary',
      `X-Experience-API-Hash: ${sha2Of('other')}`,
    ],
    content: large,
  });
  expect(
    (
      await fetch(`${origin}/xapi/statements`, {
        method: 'POST',
        headers: { ...headers, 'Content-Type': multipartType },
        body: wrong,
      })
    ).status,
  ).toBe(400);
  expect([server.objects.size, server.open.size]).toEqual([1, 0]);

  server.fault = () => 500;
  const refused = await post([statement({ attachments: [attachmentOf('new')] })], 'new');
  expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, '5']);
  server.fault = () => undefined;
  expect((await post([statement({ attachments: [attachmentOf('new')] })], 'new')).status).toBe(200);
  expect(await end('SIGTERM')).toBe(0);
  expect(log()).not.toContain(server.credentials.secretAccessKey);
}, 60_000);

test.each([
  ['a wrong secret', { LOTSE_S3_SECRET: 'wrong' }, /refuses the credentials/],
  ['a key without its secret', { LOTSE_S3_SECRET: '' }, /belong together/],
  ['no address of a bucket', { LOTSE_ATTACHMENTS: 's3://' }, /LOTSE_ATTACHMENTS is "s3:\/\/", but must be/],
])(
  '%s stops the start with one sentence, without the secret',
  async (_name, environment, sentence) => {
    const failed = await startLrs(folder.path, { environment: settings(environment) }).catch(
      (caught: unknown) => caught,
    );
    expect(failed).toBeInstanceOf(FailedStart);
    expect((failed as FailedStart).said).toMatch(sentence);
    expect((failed as FailedStart).said).not.toContain(server.credentials.secretAccessKey);
  },
  30_000,
);

test('who keeps attachments in a folder does not load the client of the bucket', () => {
  const script = `
    import { createRequire } from 'node:module';
    const { openBlobs } = await import(${JSON.stringify(join(projectRoot, 'dist', 'adapters', 's3', 'index.js'))});
    const loaded = () => Object.keys(createRequire(import.meta.url).cache).some((path) => path.includes('@aws-sdk'));
    await openBlobs({ data: ${JSON.stringify(folder.path)}, attachments: 'directory' });
    const before = loaded();
    await openBlobs({ attachments: { bucket: 'x', prefix: '' }, s3Endpoint: ${JSON.stringify(server.endpoint)}, s3Region: 'r', s3PathStyle: true, s3Key: '', s3Secret: 'x' }).catch(() => undefined);
    await openBlobs({ attachments: { bucket: 'x', prefix: '' }, s3Endpoint: 'http://127.0.0.1:1', s3Region: 'r', s3PathStyle: true, s3Key: 'x', s3Secret: 'x' });
    console.log(JSON.stringify([before, loaded()]));`;
  const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', script], {
    encoding: 'utf8',
    timeout: 30_000,
  });
  expect(`${stdout}${stderr.includes('rror') ? stderr : ''}`).toBe('[false,true]\n');
});
