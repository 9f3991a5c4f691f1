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

  test('an LMS is connected by its own address, invited, tested and switched; its key is replaced', () => {
    const settings = ['--organisation', 'werk', '--json'] as const;
    const json = (answer: ReturnType<typeof lotse>): Record<string, unknown> => JSON.parse(answer.stdout) as Record<string, unknown>;
    const invited = json(lotse('platform', 'invite', '--name', 'Werk', ...settings));
    expect(invited['url']).toMatch(/^http:\/\/localhost:3000\/lti\/register\?invitation=[\w-]{43}$/);
    expect(lotse('platform', 'invite', '--organisation', 'nobody').status).toBe(1);

    const missing = lotse('platform', 'add', '--client-id', 'c', '--deployment-id', '1', ...settings);
    expect([missing.status, missing.stderr]).toEqual([1, expect.stringContaining('issuer')]);
    const added = json(lotse('platform', 'add', '--kind', 'ilias', '--base-url', 'http://127.0.0.1:1', '--layout', 'ILIAS 8 und 9', '--client-id', 'c', '--deployment-id', '1', ...settings));
    const id = String(added['id']);
    const listed = JSON.parse(lotse('platform', 'list', ...settings).stdout) as object[];
    expect(listed).toMatchObject([{ id, kind: 'ilias', issuer: 'http://127.0.0.1:1', tokenEndpoint: 'http://127.0.0.1:1/Modules/LTIConsumer/ltitoken.php', name: 'ILIAS (127.0.0.1:1)',
      launches: { finding: { code: 'launch-none', de: { what: expect.stringContaining('Noch ist niemand') }, en: { todo: 'Please open Lotse once from the learning platform, then test again.' } } } }]);
    expect(lotse('platform', 'list', '--organisation', 'werk').stdout).toContain('  → Bitte öffnen Sie Lotse einmal aus der Lernplattform und prüfen Sie dann noch einmal.\n');

    const tested = lotse('platform', 'test', '--platform', id, ...settings);
    expect(tested.status).toBe(1);
    expect(json(tested)).toMatchObject({ works: false, findings: expect.arrayContaining([expect.objectContaining({ code: 'internal-address', place: 'keys', de: { what: expect.stringContaining('internen Netz'), todo: expect.stringContaining('LOTSE_ALLOW_INTERNAL_PLATFORMS=on') } })]) });
    expect(json(lotse('platform', 'deactivate', '--platform', id, ...settings))).toEqual({ id, active: false });
    expect(json(lotse('platform', 'activate', '--platform', id, ...settings))).toEqual({ id, active: true });

    const rotated = json(lotse('key', 'rotate', '--overlap', '3', ...settings));
    const keys = JSON.parse(lotse('key', 'list', ...settings).stdout) as Record<string, unknown>[];
    expect(keys).toHaveLength(2);
    expect(keys[1]).toMatchObject({ kid: rotated['kid'], signsFrom: rotated['signsFrom'] });
    expect(JSON.stringify(keys)).not.toContain('sealed');
    expect(lotse('key', 'rotate', ...settings).status).toBe(1);
  }, 60_000);
});
