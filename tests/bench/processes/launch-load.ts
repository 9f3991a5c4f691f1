import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** An LMS of the bench: what it is called, and the key it signs with (PEM). */
export interface BenchLms {
  readonly issuer: string;
  readonly clientId: string;
  readonly kid: string;
  readonly privateKey: string;
}

/** What the launch generator shall do. */
export interface LaunchOrder {
  /** A server on this machine. */
  readonly url: string;
  readonly publicUrl: string;
  readonly platforms: readonly BenchLms[];
  /** Browsers that launch one after the other; each has an address of its own. */
  readonly connections: number;
  readonly launches: number;
  /** The number of the first person; whoever had a number before comes back. */
  readonly from: number;
  /** True if each launch goes on to the page with the unit. */
  readonly play: boolean;
}

/** What it saw: milliseconds of each request. */
export interface LaunchReport {
  readonly seconds: number;
  /** Seconds of processor time that LMSs and browsers took: they share the machine with the server. */
  readonly processor: number;
  readonly login: readonly number[];
  readonly launch: readonly number[];
  readonly play: readonly number[];
}

/**
 * Launches from a process of its own, which also signs what the LMSs send.
 * @throws Error if a launch did not end at its unit
 */
export async function launches(order: LaunchOrder): Promise<LaunchReport> {
  const child = fork(fileURLToPath(new URL('./launch-load-process.js', import.meta.url)), {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    execArgv: [],
  });
  return new Promise<LaunchReport>((resolve, reject) => {
    child.once('message', (message) => resolve(message as LaunchReport));
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`The launch generator ended with ${code}.`)));
    child.send(order);
  });
}
