import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { chmod, copyFile, mkdir, readFile, writeFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { projectRoot } from '../support/project-root.js';
import { temporaryFolder } from '../support/sqlite.js';
import { until } from '../support/until.js';

const { sourceFolders } = (await import(join(projectRoot, 'scripts', 'prepare.mjs'))) as {
  readonly sourceFolders: readonly string[];
};

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
beforeEach(async () => void (folder = await temporaryFolder()));
afterEach(() => folder.remove());

/**
 * A checkout whose packages and build are missing, with the scripts as they are; an installer and a builder that have
 * much to say on standard output, and a command that answers JSON.
 */
async function untouchedCheckout(): Promise<string> {
  const root = join(folder.path, 'checkout');
  for (const each of ['node_modules', 'bin', ...sourceFolders, 'tests', 'node_modules/.bin'])
    await mkdir(join(root, each), { recursive: true });
  for (const name of ['lotse.mjs', 'prepare.mjs'])
    await copyFile(join(projectRoot, 'scripts', name), join(root, 'scripts', name));
  for (const name of ['package.json', 'package-lock.json', 'tsconfig.json', 'tsconfig.client.json'])
    await writeFile(join(root, name), '{"type":"module"}');
  await writeFile(join(root, 'bin', 'npm'), '#!/bin/sh\necho "added 400 packages"\n');
  await chmod(join(root, 'bin', 'npm'), 0o755);
  const command = 'process.stdout.write(`{"done":true}\\n`);';
  await writeFile(
    join(root, 'scripts', 'build.mjs'),
    `
    import { mkdirSync, writeFileSync } from 'node:fs';
    console.log('12 files built');
    mkdirSync('dist/app/command-line', { recursive: true });
    writeFileSync('dist/app/command-line/main.js', ${JSON.stringify(command)});
    writeFileSync('dist/.built', '');`,
  );
  return root;
}

describe('standard output', () => {
  (process.platform === 'win32' ? test.skip : test)(
    'holds the answer alone, however much has to be installed and built before',
    async () => {
      const root = await untouchedCheckout();
      const lotse = () =>
        spawnSync(process.execPath, [join(root, 'scripts', 'lotse.mjs'), 'organisation', 'list', '--json'], {
          encoding: 'utf8',
          env: { ...process.env, PATH: `${join(root, 'bin')}${delimiter}${process.env['PATH']}` },
        });
      const first = lotse();
      expect([first.status, first.stdout]).toEqual([0, '{"done":true}\n']);
      // What installs and builds is seen all the same.
      expect(first.stderr).toContain('added 400 packages');
      expect(first.stderr).toContain('12 files built');
      const second = lotse();
      expect([second.stdout, second.stderr]).toEqual(['{"done":true}\n', '']);
    },
  );

  (process.platform === 'win32' ? test.skip : test)(
    'of two commands at once in a fresh checkout, one sets it up and the other waits',
    async () => {
      const root = await untouchedCheckout();
      const log = join(root, 'log');
      // An installer that takes the folder away first, as npm does, and notices where somebody else is at it.
      await writeFile(
        join(root, 'bin', 'npm'),
        `#!/bin/sh\n[ "$1" = ci ] || exit 0\nrm -rf node_modules; mkdir node_modules || echo disturbed >> ${log}\necho installed >> ${log}\nwhile [ ! -e ${root}/go ]; do sleep 0.1; done\n[ -d node_modules ] || echo disturbed >> ${log}\n`,
      );
      const lotse = () => {
        const child = spawn(process.execPath, [join(root, 'scripts', 'lotse.mjs'), 'organisation', 'list', '--json'], {
          stdio: ['ignore', 'pipe', 'pipe'],
          env: { ...process.env, PATH: `${join(root, 'bin')}${delimiter}${process.env['PATH']}` },
        });
        const said: string[] = [];
        child.stderr.on('data', (chunk: Buffer) => said.push(chunk.toString()));
        return { said, out: text(child.stdout), ended: once(child, 'close') };
      };
      const [one, other] = [lotse(), lotse()];
      await until(() => [one, other].some(({ said }) => said.join('').includes('dieser wartet')));
      await writeFile(join(root, 'go'), '');
      expect([await one.ended, await other.ended]).toEqual([
        [0, null],
        [0, null],
      ]);
      expect([await one.out, await other.out]).toEqual(['{"done":true}\n', '{"done":true}\n']);
      expect(await readFile(log, 'utf8')).toBe('installed\n');
      expect([one, other].filter(({ said }) => said.join('').includes('12 files built'))).toHaveLength(1);
    },
    60_000,
  );

  (process.platform === 'win32' ? test.skip : test)(
    'does not wait for a command that died while it set things up',
    async () => {
      const root = await untouchedCheckout();
      await mkdir(join(root, '.cache'));
      const gone = spawnSync(process.execPath, ['-e', '']).pid;
      await writeFile(join(root, '.cache', 'preparing'), String(gone));
      const done = spawnSync(process.execPath, [join(root, 'scripts', 'lotse.mjs'), 'organisation', 'list', '--json'], {
        encoding: 'utf8',
        timeout: 30_000,
        env: { ...process.env, PATH: `${join(root, 'bin')}${delimiter}${process.env['PATH']}` },
      });
      expect([done.status, done.stdout]).toEqual([0, '{"done":true}\n']);
    },
  );

  test("holds no line of a command's log", () => {
    const base = pathToFileURL(join(projectRoot, 'dist', 'base', 'index.js')).href;
    const logged = spawnSync(
      process.execPath,
      [
        '--input-type=module',
        '-e',
        `
      const { createLogger, flushLog } = await import(${JSON.stringify(base)});
      createLogger('warn', 'stderr').warn('something odd');
      console.log('{}');
      await flushLog(5_000);`,
      ],
      { encoding: 'utf8' },
    );
    expect([logged.status, logged.stdout]).toEqual([0, '{}\n']);
    expect(logged.stderr).toContain('something odd');
  });
});
