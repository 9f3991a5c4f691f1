import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { lrsStore, openSqlite } from '../../adapters/sqlite/index.js';
import { createLogger, systemClock } from '../../base/index.js';
import { createLrs } from '../../lrs/index.js';
import { basic, publicUrl, vocabulary } from './lrs-server.js';
import { projectRoot } from './project-root.js';

/** The LRS as a process of its own, as `npm run lrs` starts it. */
export interface LrsProcess {
  /** Where `/xapi` is mounted, without a slash at its end. */
  readonly origin: string;
  readonly pid: number;
  /** What it has written to its log. */
  readonly log: () => string;
  /** From now on until it has ended nobody reads its log. */
  readonly stopReading: () => void;
  /** Ends it by a signal; resolves with its exit code. */
  end(signal: NodeJS.Signals): Promise<number | null>;
}

/** A start that failed. */
export class FailedStart extends Error {
  constructor(
    readonly code: number | null,
    readonly said: string,
  ) {
    super(`The LRS ended with ${String(code)}: ${said}`);
  }
}

/** The database file of a data folder. */
export function databaseOf(data: string): string {
  return join(data, 'lotse.sqlite');
}

/**
 * Starts the built LRS and waits until it says where it is.
 * @param limits what the shell is told before, such as `ulimit -S -f 4000`
 * @param environment settings besides where to listen and if the data is
 * @throws FailedStart
 */
export async function startLrs(
  data: string,
  {
    limits = ':',
    environment = {},
  }: { readonly limits?: string; readonly environment?: Readonly<Record<string, string>> } = {},
): Promise<LrsProcess> {
  const variables = {
    PATH: process.env['PATH'] ?? '',
    LOTSE_HOST: '127.0.0.1',
    LOTSE_PORT: '0',
    LOTSE_DATA: data,
    ...environment,
  };
  const child = spawn(
    'sh',
    ['-c', `${limits}; exec "$0" "$@"`, process.execPath, join(projectRoot, 'dist', 'app', 'serve-lrs.js')],
    { env: variables, stdio: ['ignore', 'pipe', 'pipe'] },
  );
  let log = '';
  let errors = '';
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  const origin = await new Promise<string>((resolve, reject) => {
    child.stderr.setEncoding('utf8').on('data', (text: string) => (errors += text));
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      log += text;
      const url = /"url":"([^"]+)\/xapi"/.exec(log)?.[1];
      if (url !== undefined) resolve(url);
    });
    void ended.then((code) => reject(new FailedStart(code, errors)));
  });
  return {
    origin,
    pid: child.pid!,
    log: () => log,
    stopReading: () => {
      child.stdout.pause();
      child.once('exit', () => child.stdout.resume());
    },
    end: (signal) => {
      child.kill(signal);
      return ended;
    },
  };
}

/** Headers with a credential that may do everything, made before the process has the file. */
export async function credentialIn(data: string): Promise<Readonly<Record<string, string>>> {
  const engine = await openSqlite({ path: databaseOf(data), synchronous: 'full' });
  try {
    const { access } = createLrs({
      store: lrsStore(engine),
      clock: systemClock,
      logger: createLogger('silent'),
      vocabulary,
      publicUrl,
      bodyLimit: 1_000_000,
    });
    await access.createOrganisation({ id: 'nordwerk', name: 'Nordwerk' });
    const { key, secret } = await access.createCredential({ organisation: 'nordwerk', scopes: ['all'], label: 'test' });
    return {
      Authorization: basic(key, secret),
      'X-Experience-API-Version': '2.0.0',
      'Content-Type': 'application/json',
    };
  } finally {
    await engine.close();
  }
}

/** Every statement that a query finds, following `more`. */
export async function allStatements(
  origin: string,
  headers: Readonly<Record<string, string>>,
  query = '',
): Promise<readonly (Record<string, unknown> & { readonly id: string })[]> {
  const found: (Record<string, unknown> & { id: string })[] = [];
  for (let address = `/xapi/statements?${query}`; address !== '';) {
    const answer = await fetch(`${origin}${address}`, { headers });
    if (answer.status !== 200) throw new Error(`The query was refused: ${answer.status} ${await answer.text()}`);
    const { statements, more } = (await answer.json()) as { statements: typeof found; more: string };
    found.push(...statements);
    address = more;
  }
  return found;
}
