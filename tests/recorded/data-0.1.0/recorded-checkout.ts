import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { until } from '../../support/until.js';

// Outside the range that systems give out by themselves: a test must get the same ones again.
const port = 23107;
const demoPort = 23108;
export const publicUrl = `http://localhost:${port}`;
export const demoUrl = `http://127.0.0.1:${demoPort}`;
/** Where statements are forwarded to. */
export const targetUrl = 'http://127.0.0.1:23109/xapi';
/** Short names of the organisations that are recorded. */
export type Organisation = 'demo' | 'nordwerk';

/** A built checkout of the version that is recorded, with a data folder. */
export class RecordedCheckout {
  readonly #environment: NodeJS.ProcessEnv;
  #process: ChildProcess | undefined;

  constructor(
    private readonly checkout: string,
    data: string,
  ) {
    this.#environment = {
      ...process.env,
      NODE_ENV: 'development',
      LOTSE_DATA: data,
      LOTSE_HOST: '127.0.0.1',
      LOTSE_PORT: String(port),
      LOTSE_PUBLIC_URL: publicUrl,
      LOTSE_DEMO: 'on',
      LOTSE_DEMO_PORT: String(demoPort),
      LOTSE_DEMO_URL: demoUrl,
      LOTSE_ALLOW_INTERNAL_PLATFORMS: 'on',
    };
  }

  async start(): Promise<void> {
    const child = spawn(process.execPath, [join(this.checkout, 'scripts', 'start.mjs')], {
      env: this.#environment,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    this.#process = child;
    let log = '';
    await new Promise<void>((resolve, reject) => {
      child.once('exit', (code) => reject(new Error(`It ended with ${String(code)}:\n${log}`)));
      child.stdout.on('data', (chunk: Buffer) => {
        log += chunk.toString();
        if (log.includes('Lotse ist bereit')) resolve();
      });
    });
  }

  async stop(): Promise<void> {
    const child = this.#process;
    this.#process = undefined;
    if (child === undefined || child.exitCode !== null) return;
    const exit = once(child, 'exit');
    child.kill('SIGTERM');
    const [code] = (await exit) as [number | null];
    if (code !== 0) throw new Error(`It stopped with ${String(code)}.`);
  }

  /** Runs a command; gives its answer. */
  lotse<T>(...words: readonly string[]): T {
    return JSON.parse(
      execFileSync(process.execPath, [join(this.checkout, 'scripts', 'lotse.mjs'), ...words, '--json'], {
        env: this.#environment,
        encoding: 'utf8',
      }),
    ) as T;
  }

  /** Runs a command about an organisation. */
  lotseFor<T>(organisation: Organisation, ...words: readonly string[]): T {
    return this.lotse(...words, '--organisation', organisation);
  }

  /** Waits until competency and grades have seen every statement. */
  async settle(): Promise<void> {
    await until(async () => {
      const metrics = await (await fetch(`${publicUrl}/metrics`)).text();
      const lag = (consumer: string) =>
        new RegExp(`^lotse_consumer_lag\\{[^}]*"${consumer}"[^}]*\\} (\\d+)`, 'm').exec(metrics)?.[1];
      return lag('competency') === '0' && lag('grades') === '0';
    });
  }
}
