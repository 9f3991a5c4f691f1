import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { projectRoot } from '../support/project-root.js';
import { temporaryFolder } from '../support/sqlite.js';

/** What docker/Dockerfile installs, made by the same step, outside the checkout. */
let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let stage: string;

beforeAll(async () => {
  folder = await temporaryFolder();
  stage = join(folder.path, 'stage');
  const staged = spawnSync(process.execPath, [join(projectRoot, 'scripts', 'stage.mjs'), stage], { encoding: 'utf8' });
  expect([staged.status, staged.stdout]).toEqual([0, '']);
}, 300_000);

afterAll(() => folder.remove());

function environment(): NodeJS.ProcessEnv {
  return {
    PATH: process.env['PATH'],
    NODE_ENV: 'production',
    LOTSE_DATA: join(folder.path, 'data'),
    LOTSE_PORT: '0',
    LOTSE_HOST: '127.0.0.1',
  };
}

function lotse(...words: readonly string[]) {
  return spawnSync(process.execPath, [join(stage, 'dist', 'app', 'command-line', 'main.js'), ...words], {
    cwd: folder.path,
    encoding: 'utf8',
    env: environment(),
  });
}

describe('what is installed for good', () => {
  test('has no sources, no tests, nothing to build with and nothing to install', () => {
    expect(readdirSync(stage).sort()).toEqual(['LICENSE', 'dist', 'node_modules']);
    const names = readdirSync(join(stage, 'dist'), { recursive: true, encoding: 'utf8' });
    expect(names.filter((name) => /\.ts$|\.map$|^tests/.test(name))).toEqual([]);
    for (const tool of ['jest', 'eslint', 'esbuild', 'prettier', 'playwright-core'])
      expect([tool, existsSync(join(stage, 'node_modules', tool))]).toEqual([tool, false]);
  });

  test('answers on the command line, and installs the starter content that it brings along', () => {
    const help = lotse('--help');
    expect([help.status, help.stderr]).toEqual([0, '']);
    const created = lotse('organisation', 'create', '--id', 'werk', '--name', 'Werk GmbH', '--json');
    expect([created.status, created.stderr]).toEqual([0, '']);
    expect((JSON.parse(created.stdout) as { contents: string[] }).contents.length).toBeGreaterThan(3);
  }, 120_000);

  test('serves its pages, their styles and scripts, and stops in order', async () => {
    const options = ['--max-semi-space-size=8', '--no-parallel-scavenge'];
    const server = spawn(process.execPath, [...options, join(stage, 'dist', 'app', 'serve.js')], {
      cwd: folder.path,
      env: environment(),
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const ended = once(server, 'exit');
    let origin: string | undefined;
    for await (const line of createInterface({ input: server.stdout })) {
      origin = /"url":"([^"]+)"/.exec(line)?.[1];
      if (origin !== undefined) break;
    }
    server.stdout.resume();
    for (const path of ['/readyz', '/', '/assets/lotse.css', '/assets/player.js', '/assets/icon.svg', '/admin'])
      expect([path, (await fetch(`${origin}${path}`)).status]).toEqual([path, 200]);
    server.kill('SIGTERM');
    expect(await ended).toEqual([0, null]);
  }, 120_000);
});
