import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from '@jest/globals';
import { projectRoot } from '../support/project-root.js';

/** Runs a program that starts by these lines, in a process of its own, and says what it wrote. */
async function run(
  start: string,
): Promise<{ readonly stdout: string; readonly stderr: string; readonly code: number }> {
  const program = `
    const { runUntilSignal } = await import(${JSON.stringify(join(projectRoot, 'dist', 'web', 'index.js'))});
    await runUntilSignal(async () => { ${start} });`;
  const environment = { ...process.env, LOTSE_LOG_LEVEL: 'silent' };
  return promisify(execFile)(process.execPath, ['--input-type=module', '-e', program], { env: environment }).then(
    ({ stdout, stderr }) => ({ stdout, stderr, code: 0 }),
    (failed: { stdout: string; stderr: string; code: number }) => failed,
  );
}

const later = 'await new Promise((resolve) => setImmediate(resolve));';

test('a signal that comes in the middle of a start lets it come to its end, and then stops in order', async () => {
  const { stdout, code } = await run(`
    process.kill(process.pid, 'SIGTERM');
    ${later}
    process.stdout.write('started ');
    return { async stop() { ${later} process.stdout.write('stopped'); } };`);
  expect([stdout, code]).toEqual(['started stopped', 0]);
});

test('a start that fails after a signal says why, once', async () => {
  const { stderr, code } = await run(`
    process.kill(process.pid, 'SIGTERM');
    ${later} ${later}
    throw Object.assign(new Error('no disk'), { stack: 'no disk' });`);
  expect([stderr, code]).toEqual(['no disk\n', 1]);
});
