import { spawn } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { Sqlite } from '../../adapters/sqlite/engine/index.js';
import { projectRoot } from '../support/project-root.js';
import { databaseOf, startLrs } from '../support/lrs-process.js';
import { temporaryFolder } from '../support/sqlite.js';

let folder: Awaited<ReturnType<typeof temporaryFolder>>;

beforeEach(async () => {
  folder = await temporaryFolder();
});

afterEach(() => folder.remove());

/** What the built Lotse says on standard error when it does not start. */
function failingStart(
  environment: Readonly<Record<string, string>>,
): Promise<{ readonly said: string; readonly code: number | null }> {
  const child = spawn(process.execPath, ['--no-warnings', join(projectRoot, 'dist', 'app', 'serve.js')], {
    env: {
      PATH: process.env['PATH'],
      LOTSE_LOG_LEVEL: 'silent',
      LOTSE_HOST: '127.0.0.1',
      LOTSE_PORT: '0',
      LOTSE_DEMO: 'off',
      LOTSE_DATA: folder.path,
      ...environment,
    },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
  return new Promise((resolve) => child.once('close', (code) => resolve({ said, code })));
}

/** Whoever starts Lotse may know only one of the two languages: first German, then English, in whole sentences. */
async function expectBoth(
  environment: Readonly<Record<string, string>>,
  german: RegExp,
  english: RegExp,
): Promise<void> {
  const { said, code } = await failingStart(environment);
  const [first, second, ...rest] = said.trimEnd().split('\n');
  expect([first, second]).toEqual([expect.stringMatching(german), expect.stringMatching(english)]);
  for (const sentence of [first, second]) expect(sentence).toMatch(/^\S.*\.$/);
  // Below them at most what a technician wants to know, and no stack trace.
  expect(rest).toEqual(rest.length === 0 ? [] : [expect.stringMatching(/^\(.+\)$/)]);
  expect(said).not.toMatch(/\bat .*\.js/);
  expect(code).toBe(1);
}

describe('a start that fails says what is wrong and what to do, in German and in English', () => {
  test('a value that a setting does not take', () =>
    expectBoth(
      { LOTSE_PORT: 'many' },
      /^LOTSE_PORT ist „many“\. Erlaubt ist: eine Portnummer von 1 bis 65535/,
      /^LOTSE_PORT is "many", but must be a port number from 1 to 65535/,
    ));

  test('a value of a secret setting, which is not shown', async () => {
    await expectBoth(
      { LOTSE_METRICS_TOKEN: 'short' },
      /^Der Wert von LOTSE_METRICS_TOKEN passt nicht\. Erlaubt ist: /,
      /^LOTSE_METRICS_TOKEN is set, but must be /,
    );
    expect((await failingStart({ LOTSE_METRICS_TOKEN: 'short' })).said).not.toContain('short');
  });

  test('a setting that does not exist', () =>
    expectBoth(
      { LOTSE_PROT: '1' },
      /^Eine Einstellung LOTSE_PROT gibt es nicht\. Es gibt: LOTSE_PORT, /,
      /^There is no setting LOTSE_PROT\. Settings are: LOTSE_PORT, /,
    ));

  test('a port that is taken', async () => {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const { port } = other.address() as AddressInfo;
    await expectBoth(
      { LOTSE_PORT: String(port) },
      new RegExp(`^Port ${port} ist belegt\\. Beenden Sie `),
      new RegExp(`^Port ${port} is in use\\. Stop `),
    );
    await new Promise((resolve) => other.close(resolve));
  });

  test('an address of another machine', () =>
    expectBoth(
      { LOTSE_HOST: '203.0.113.7' },
      /^203\.0\.113\.7 ist keine Adresse dieses Rechners\. Prüfen Sie LOTSE_HOST\.$/,
      /^203\.0\.113\.7 is not an address of this machine\. Check LOTSE_HOST\.$/,
    ));

  test('a data folder that cannot be written to', () =>
    expectBoth(
      { LOTSE_DATA: '/dev/null/data' },
      /^In den Ordner \/dev\/null\/data kann Lotse nicht schreiben\. Prüfen Sie LOTSE_DATA /,
      /^\/dev\/null\/data cannot be written to\. Check LOTSE_DATA /,
    ));

  test('a data folder that another Lotse serves', async () => {
    const running = await startLrs(folder.path);
    await expectBoth(
      {},
      /verwendet schon ein anderes Lotse\. Beenden Sie es/,
      /^Another Lotse serves .* already\. Stop it/,
    );
    await running.end('SIGTERM');
  });

  test('a data folder of a newer version', async () => {
    const database = new Sqlite(databaseOf(folder.path));
    database.exec(
      "CREATE TABLE migration (name TEXT PRIMARY KEY) STRICT, WITHOUT ROWID; INSERT INTO migration VALUES ('statements-999')",
    );
    database.close();
    await expectBoth(
      {},
      /^Die Datenbank stammt von einer neueren Version von Lotse\. Starten Sie /,
      /^The database was written by a newer version of Lotse\. Start /,
    );
  });

  test('a database that is none', async () => {
    await writeFile(databaseOf(folder.path), 'this is not a database, whatever its name says. '.repeat(200));
    await expectBoth(
      {},
      /^Die Datenbank .*lotse\.sqlite lässt sich nicht zum Schreiben öffnen \(SQLITE_NOTADB/,
      /^The database .*lotse\.sqlite cannot be opened for writing \(SQLITE_NOTADB/,
    );
  });

  test('a key file that is none', async () => {
    await mkdir(join(folder.path, 'keys', 'encryption-key'), { recursive: true });
    await expectBoth(
      {},
      /^Die Schlüsseldatei .* lässt sich nicht lesen/,
      /^The key file .* cannot be read or written\./,
    );
  });

  const bucket = { LOTSE_ATTACHMENTS: 's3://lotse-test', LOTSE_S3_ENDPOINT: 'http://127.0.0.1:1', LOTSE_S3_KEY: 'key' };

  test('a bucket with half of its credentials', () =>
    expectBoth(
      bucket,
      /^LOTSE_S3_KEY und LOTSE_S3_SECRET gehören zusammen\./,
      /^LOTSE_S3_KEY and LOTSE_S3_SECRET belong/,
    ));

  test('a bucket that cannot be reached, where something has to be put into it', () =>
    expectBoth(
      { ...bucket, LOTSE_S3_SECRET: 'secret', LOTSE_DEMO: 'on', LOTSE_DEMO_PORT: '0' },
      /^Der Speicher für Dateien, s3:\/\/lotse-test \(http:\/\/127\.0\.0\.1:1\), antwortet nicht .* Prüfen Sie /,
      /^The store for files, s3:\/\/lotse-test \(http:\/\/127\.0\.0\.1:1\), does not answer .* Check /,
    ));
});
