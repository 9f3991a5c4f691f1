import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { copyFile, open, readFile, stat, writeFile } from 'node:fs/promises';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { Sqlite } from '../../adapters/sqlite/engine/index.js';
import {
  allStatements,
  credentialIn,
  databaseOf,
  FailedStart,
  type LrsProcess,
  startLrs,
} from '../support/lrs-process.js';
import { person, statement } from '../support/lrs-server.js';
import { temporaryFolder } from '../support/sqlite.js';
import { until } from '../support/until.js';

/** Faults of the machine under the LRS as a process: 503 with Retry-After, nothing by halves, and on again when the fault is gone. */
describe('faults', () => {
  let folder: Awaited<ReturnType<typeof temporaryFolder>>;
  let headers: Readonly<Record<string, string>>;
  let running: LrsProcess | undefined;

  beforeEach(async () => {
    folder = await temporaryFolder();
    headers = await credentialIn(folder.path);
  });
  afterEach(async () => {
    await running?.end('SIGKILL');
    running = undefined;
    await folder.remove();
  });
  const start = async (limits?: string): Promise<LrsProcess> =>
    (running = await startLrs(folder.path, limits === undefined ? {} : { limits }));

  const post = (body: unknown) =>
    fetch(`${running!.origin}/xapi/statements`, { method: 'POST', headers, body: JSON.stringify(body) });
  const get = (path: string) => fetch(`${running!.origin}${path}`, { headers });
  const batch = () =>
    Array.from({ length: 8 }, () =>
      statement({ context: { extensions: { 'http://x.example/e': 'x'.repeat(2_000) } } }),
    );
  const unavailable = async (answer: Response) => {
    expect(answer.status).toBe(503);
    expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(await answer.json()).toEqual({
      error: { code: 'store-unavailable', message: expect.any(String), requestId: answer.headers.get('x-request-id') },
    });
  };
  const stateAddress = `/xapi/activities/state?${new URLSearchParams({ activityId: 'http://x.example/a', agent: JSON.stringify(person('anna')), stateId: 's' }).toString()}`;

  const limited = process.platform === 'win32' ? test.skip : test;
  limited(
    'a full disk: writes are refused, reads go on, nothing acknowledged is lost, and writing goes on when there is room',
    async () => {
      // The soft limit on the size of a file stands in for the end of the disk: it can be lifted from outside.
      await start('ulimit -S -f 3000');
      const acknowledged: string[] = [];
      const refused: string[][] = [];
      while (refused.length < 3) {
        const each = batch();
        const answer = await post(each);
        if (answer.status === 200) acknowledged.push(...each.map(({ id }) => id));
        else {
          await unavailable(answer);
          refused.push(each.map(({ id }) => id));
        }
        if (acknowledged.length > 20_000) throw new Error('The disk did not get full.');
      }
      expect(acknowledged.length).toBeGreaterThan(40);
      // What is left may be enough for the probe's page, but each takes one of it.
      await until(async () => {
        await unavailable(await post(batch()));
        const answer = await get('/readyz');
        if (answer.status === 503) await unavailable(answer);
        return answer.status === 503;
      });
      expect((await get('/healthz')).status).toBe(200);
      await unavailable(
        await fetch(`${running!.origin}${stateAddress}`, {
          method: 'POST',
          headers,
          body: JSON.stringify({ large: 'x'.repeat(400_000) }),
        }),
      );
      expect((await allStatements(running!.origin, headers, 'limit=100')).map(({ id }) => id).sort()).toEqual(
        [...acknowledged].sort(),
      );

      if (existsSync('/usr/bin/prlimit'))
        execFileSync('/usr/bin/prlimit', ['--pid', String(running!.pid), '--fsize=unlimited:']);
      else {
        await running!.end('SIGTERM');
        await start();
      }
      await until(async () => (await get('/readyz')).status === 200);
      const after = batch();
      expect((await post(after)).status).toBe(200);
      acknowledged.push(...after.map(({ id }) => id));
      expect((await allStatements(running!.origin, headers, 'limit=100')).map(({ id }) => id).sort()).toEqual(
        [...acknowledged].sort(),
      );
      expect(await running!.end('SIGTERM')).toBe(0);
    },
    120_000,
  );

  test('a locked database: writes wait, then are refused; reads go on; when it is let go, writing goes on', async () => {
    await start();
    const before = statement();
    expect((await post(before)).status).toBe(200);
    const holder = new Sqlite(databaseOf(folder.path));
    holder.exec('BEGIN IMMEDIATE');
    const sent = [statement(), statement(), statement()];
    const waiting = sent.map(post);
    const began = Date.now();
    expect((await allStatements(running!.origin, headers)).map(({ id }) => id)).toEqual([before.id]);
    expect((await get('/readyz')).status).toBe(200);
    expect(Date.now() - began).toBeLessThan(2_000);
    for (const answer of await Promise.all(waiting)) await unavailable(answer);
    holder.exec('ROLLBACK');
    holder.close();
    expect((await post(sent[0])).status).toBe(200);
    expect((await allStatements(running!.origin, headers)).map(({ id }) => id)).toEqual([sent[0]!.id, before.id]);
  }, 60_000);

  test('a lock that is short is waited for', async () => {
    await start();
    const holder = new Sqlite(databaseOf(folder.path));
    holder.exec('BEGIN IMMEDIATE');
    const waiting = post(statement());
    await new Promise((resolve) => setTimeout(resolve, 700));
    holder.exec('ROLLBACK');
    holder.close();
    expect((await waiting).status).toBe(200);
  }, 30_000);

  test('a file that is no database: the start is refused with a sentence; with the backup in its place everything is there', async () => {
    await start();
    const kept = statement();
    expect((await post(kept)).status).toBe(200);
    expect(await running!.end('SIGTERM')).toBe(0);
    const backup = `${databaseOf(folder.path)}.backup`;
    await copyFile(databaseOf(folder.path), backup);
    for (const damage of [Buffer.alloc(40_960, 0xa5), (await readFile(backup)).subarray(0, 5_000)]) {
      await writeFile(databaseOf(folder.path), damage);
      const failed = await startLrs(folder.path).then(
        (process_) => process_.end('SIGKILL'),
        (caught: unknown) => caught,
      );
      expect(failed).toBeInstanceOf(FailedStart);
      expect(failed).toMatchObject({ code: 1, said: expect.stringContaining(databaseOf(folder.path)) });
      expect((failed as FailedStart).said).not.toMatch(/\bat .*\.js/);
    }
    await copyFile(backup, databaseOf(folder.path));
    await start();
    expect((await allStatements(running!.origin, headers)).map(({ id }) => id)).toEqual([kept.id]);
  }, 60_000);

  test('pages that are damaged under a running process: no wrong answer, and right ones again after a restart with the mended file', async () => {
    await start();
    const ids: string[] = [];
    for (let number = 0; number < 60; number += 1) {
      const each = batch();
      expect((await post(each)).status).toBe(200);
      ids.push(...each.map(({ id }) => id));
    }
    // A stop moves the log into the file; the new process has no page in memory yet.
    expect(await running!.end('SIGTERM')).toBe(0);
    await start();
    const path = databaseOf(folder.path);
    const whole = await readFile(path);
    const { size } = await stat(path);
    const from = Math.ceil(size / 3 / 4096) * 4096;
    const file = await open(path, 'r+');
    await file.write(Buffer.alloc(size - from, 0xa5), 0, size - from, from);
    const answer = await get('/xapi/statements?limit=500');
    if (answer.status === 200)
      expect(((await answer.json()) as { statements: { id: string }[] }).statements.map(({ id }) => id)).toEqual(
        ids.toReversed().slice(0, 500),
      );
    else await unavailable(answer);
    const written = await post(statement());
    if (written.status !== 200) await unavailable(written);
    expect((await get('/healthz')).status).toBe(200);

    await file.write(whole, 0, size, 0);
    await file.close();
    await running!.end('SIGTERM');
    await start();
    const found = (await allStatements(running!.origin, headers, 'limit=500')).map(({ id }) => id);
    expect(ids.filter((id) => !found.includes(id))).toEqual([]);
    expect((await post(statement())).status).toBe(200);
    expect([answer.status, written.status]).toContain(503);
  }, 60_000);
});
