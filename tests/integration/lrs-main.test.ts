import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { credentialIn, FailedStart, type LrsProcess, startLrs } from '../support/lrs-process.js';
import { statement } from '../support/lrs-server.js';
import { temporaryFolder } from '../support/sqlite.js';

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let running: LrsProcess | undefined;

beforeEach(async () => {
  folder = await temporaryFolder();
});

afterEach(async () => {
  await running?.end('SIGKILL');
  running = undefined;
  await folder.remove();
});

test('serves xAPI alone, stops in order, and has everything after a restart, whichever way it ended', async () => {
  const headers = await credentialIn(folder.path);
  const sent = [statement(), statement()];
  for (const [index, signal] of (['SIGTERM', 'SIGKILL'] as const).entries()) {
    const { origin, end } = (running = await startLrs(folder.path));
    expect((await fetch(`${origin}/readyz`)).status).toBe(200);
    expect((await fetch(`${origin}/nothing`)).status).toBe(404);
    expect(await (await fetch(`${origin}/browser`)).text()).toContain('name="secret"');
    expect((await fetch(`${origin}/assets/statement-browser.js`)).status).toBe(200);
    const answer = await fetch(`${origin}/xapi/statements`, {
      method: 'POST',
      headers,
      body: JSON.stringify(sent[index]),
    });
    expect(await answer.json()).toEqual([sent[index]!.id]);
    expect(await end(signal)).toBe(signal === 'SIGTERM' ? 0 : null);
  }
  const { origin, end } = (running = await startLrs(folder.path));
  const { statements } = (await (await fetch(`${origin}/xapi/statements`, { headers })).json()) as {
    statements: { id: string }[];
  };
  expect(statements.map(({ id }) => id)).toEqual([sent[1]!.id, sent[0]!.id]);
  expect(await end('SIGINT')).toBe(0);
}, 60_000);

test('ends although nobody reads its log any more', async () => {
  const { origin, end } = (running = await startLrs(folder.path, { environment: { LOTSE_LOG_LEVEL: 'info' } }));
  running.stopReading();
  // More lines than a pipe holds.
  for (let round = 0; round < 40; round += 1)
    await Promise.all(Array.from({ length: 25 }, async () => (await fetch(`${origin}/xapi/about`)).text()));
  expect(await end('SIGTERM')).toBe(0);
}, 60_000);

test('a data folder is served by one process; when that is gone, however it went, by the next', async () => {
  running = await startLrs(folder.path);
  const second = await startLrs(folder.path).catch((caught: unknown) => caught);
  expect(second).toBeInstanceOf(FailedStart);
  expect((second as FailedStart).said).toMatch(/verwendet schon ein anderes Lotse.*\nAnother Lotse serves .* already/);
  expect((await fetch(`${running.origin}/readyz`)).status).toBe(200);
  for (const signal of ['SIGKILL', 'SIGTERM', 'SIGKILL'] as const) {
    await running.end(signal);
    running = await startLrs(folder.path);
    expect((await fetch(`${running.origin}/readyz`)).status).toBe(200);
  }
}, 60_000);
