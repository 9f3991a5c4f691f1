import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { projectRoot } from '../../lrs/index.js';
import { temporaryFolder } from '../support/sqlite.js';

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
beforeAll(async () => void (folder = await temporaryFolder()));
afterAll(() => folder.remove());

/** Runs `lotse …` as people do. */
function lotse(...parameters: readonly string[]): { readonly status: number | null; readonly stdout: string; readonly stderr: string } {
  return spawnSync(process.execPath, [join(projectRoot, 'scripts', 'lotse.mjs'), ...parameters], { encoding: 'utf8', env: { ...process.env, LOTSE_DATA: join(folder.path, 'data') } });
}

describe('the command line', () => {
  test('a key that is not there is a failure, so that no script believes it has ended one', () => {
    expect(lotse('organisation', 'create', '--id', 'nord', '--name', 'Nord').status).toBe(0);
    const { key } = JSON.parse(lotse('credential', 'create', '--organisation', 'nord', '--scope', 'all', '--json').stdout) as { key: string };
    const missing = lotse('credential', 'revoke', '--organisation', 'nord', '--key', 'mistyped', '--json');
    expect([missing.status, missing.stdout]).toEqual([1, '']);
    expect(missing.stderr).toContain('"mistyped"');
    const revoked = lotse('credential', 'revoke', '--organisation', 'nord', '--key', key, '--json');
    expect([revoked.status, revoked.stdout]).toEqual([0, '{"revoked":true}\n']);
  });
});
