import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { lrsStore, openSqlite } from '../../adapters/sqlite/index.js';
import { createLogger, createLrs, projectRoot, systemClock } from '../../lrs/index.js';
import { basic, publicUrl, statement, vocabulary } from '../support/lrs-server.js';
import { temporaryFolder } from '../support/sqlite.js';

/** The LRS as a process of its own, as `npm run lrs` starts it. */
interface Process {
  readonly url: string;
  /** Ends it by a signal; resolves with its exit code. */
  end(signal: NodeJS.Signals): Promise<number | null>;
}

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let running: Process | undefined;

beforeEach(async () => {
  folder = await temporaryFolder();
});

afterEach(async () => {
  await running?.end('SIGKILL');
  running = undefined;
  await folder.remove();
});

function run(environment: Record<string, string>) {
  const variables = { PATH: process.env['PATH'] ?? '', LOTSE_HOST: '127.0.0.1', LOTSE_PORT: '0', LOTSE_DATA: folder.path, ...environment };
  return spawn(process.execPath, [join(projectRoot, 'dist', 'lrs', 'main.js')], { env: variables, stdio: ['ignore', 'pipe', 'pipe'] });
}

/** Starts it and waits until it says where it is. */
async function start(environment: Record<string, string> = {}): Promise<Process> {
  const child = run(environment);
  const exited = new Promise<number | null>((resolve) => child.once('exit', resolve));
  const url = await new Promise<string>((resolve, reject) => {
    let output = '';
    let errors = '';
    child.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString()));
    child.stdout.on('data', (chunk: Buffer) => {
      output += chunk.toString();
      const found = /"url":"([^"]+)"/.exec(output)?.[1];
      if (found !== undefined) resolve(found);
    });
    void exited.then((code) => reject(new Error(`It ended with ${String(code)}: ${errors}`)));
  });
  running = {
    url,
    end: (signal) => {
      child.kill(signal);
      return exited;
    },
  };
  return running;
}

/** A credential, made before the process has the file. */
async function credential(): Promise<string> {
  const engine = await openSqlite({ path: join(folder.path, 'lotse.sqlite'), synchronous: 'full' });
  const { access } = createLrs({ store: lrsStore(engine), clock: systemClock, logger: createLogger('silent'), vocabulary, publicUrl, bodyLimit: 1_000_000 });
  await access.createOrganisation({ id: 'nordwerk', name: 'Nordwerk' });
  const { key, secret } = await access.createCredential({ organisation: 'nordwerk', scopes: ['all'], label: 'test' });
  await engine.close();
  return basic(key, secret);
}

test('serves xAPI alone, stops in order, and has everything after a restart, whichever way it ended', async () => {
  const headers = { Authorization: await credential(), 'X-Experience-API-Version': '2.0.0', 'Content-Type': 'application/json' };
  const sent = [statement(), statement()];
  for (const [index, signal] of (['SIGTERM', 'SIGKILL'] as const).entries()) {
    const { url, end } = await start();
    const origin = new URL(url).origin;
    expect((await fetch(`${origin}/readyz`)).status).toBe(200);
    expect((await fetch(`${origin}/nothing`)).status).toBe(404);
    const answer = await fetch(`${url}/statements`, { method: 'POST', headers, body: JSON.stringify(sent[index]) });
    expect(await answer.json()).toEqual([sent[index]!.id]);
    expect(await end(signal)).toBe(signal === 'SIGTERM' ? 0 : null);
  }
  const { url, end } = await start();
  const { statements } = await (await fetch(`${url}/statements`, { headers })).json() as { statements: { id: string }[] };
  expect(statements.map(({ id }) => id)).toEqual([sent[1]!.id, sent[0]!.id]);
  expect(await end('SIGINT')).toBe(0);
}, 60_000);

test.each([
  ['a wrong value', { LOTSE_PORT: 'many' }, /^LOTSE_PORT is "many", but must be /],
  ['a setting that does not exist', { LOTSE_PROT: '1' }, /LOTSE_PROT/],
  ['a folder that cannot be made', { LOTSE_DATA: '/dev/null/data' }, /\/dev\/null\/data/],
])('%s stops the start with one sentence', async (_name, environment, sentence) => {
  const child = run(environment);
  let errors = '';
  child.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString()));
  const code = await new Promise((resolve) => child.once('close', resolve));
  expect(code).toBe(1);
  expect(errors).toMatch(sentence);
  expect(errors).not.toMatch(/\bat .*\.js/);
}, 30_000);
