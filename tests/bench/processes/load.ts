import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';

interface CommonOrder {
  /** A server on this machine. */
  readonly url: string;
  readonly authorization: string;
  readonly connections: number;
  /** Ends after so many requests, or so many seconds, whichever comes first; there are further bounds of its own. */
  readonly requests: number;
  readonly seconds: number;
}

/** What the load generator shall do. */
export type LoadOrder =
  | (CommonOrder & { readonly kind: 'post'; readonly path: string; readonly statements: number; readonly from: number })
  | (CommonOrder & { readonly kind: 'get'; readonly paths: readonly string[] });

/** What it saw. */
export interface LoadReport {
  readonly seconds: number;
  /** Of each request. */
  readonly milliseconds: readonly number[];
  readonly statuses: Readonly<Record<string, number>>;
}

/**
 * Runs the load generator in a process of its own.
 * @throws Error if any answer was not 200: what fails fast must not count as fast
 */
export async function load(order: LoadOrder): Promise<LoadReport> {
  const child = fork(fileURLToPath(new URL('./load-process.js', import.meta.url)), {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    execArgv: [],
  });
  const report = await new Promise<LoadReport>((resolve, reject) => {
    child.once('message', (message) => resolve(message as LoadReport));
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`The load generator ended with ${code}.`)));
    child.send(order);
  });
  const others = Object.keys(report.statuses).filter((status) => status !== '200');
  if (others.length > 0) throw new Error(`Not every request was answered with 200: ${JSON.stringify(report.statuses)}`);
  return report;
}
