import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, openSync, readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as after } from 'node:timers/promises';
import { projectRoot } from '../../support/project-root.js';

/** Seconds of processor time, thread by thread. */
export interface ThreadTimes {
  /** The one with the event loop. */
  readonly main: number;
  /** The busiest of the others: where there are writes, the store's writer. */
  readonly busiest: number;
  /** Signatures, the compiler, the collector of memory. */
  readonly others: number;
}

/** A server in a process of its own. */
export interface ServerProcess {
  readonly url: string;
  /** Resident memory of the whole process now, MiB. If the system does not say, `NaN`. */
  resident(): number;
  /** The most that it ever was, MiB, as the system has kept it; between two looks at it nothing is missed. */
  mostResident(): number;
  /** Seconds of processor time that its threads have taken together. If the system does not say, `NaN`. */
  processorTime(): number;
  /** Watches its threads from now on; what this gives tells what they have run since. */
  watchThreads(): () => ThreadTimes;
  stop(): Promise<void>;
}

const deadline = 60_000;

/** A bench that fails leaves no server behind. */
const running = new Set<ChildProcess>();
process.once('exit', () => running.forEach((child) => child.kill('SIGKILL')));

function memoryOf(id: number, name: 'VmRSS' | 'VmHWM'): number {
  try {
    const kilobytes = new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(readFileSync(`/proc/${id}/status`, 'utf8'))?.[1];
    return Number(kilobytes) / 1024;
  } catch {
    return Number.NaN;
  }
}

/** Seconds that each thread has run; those of threads that have ended are missing, and the store's live as long as the process. */
function threadTimesOf(id: number): ReadonlyMap<number, number> {
  try {
    return new Map(
      readdirSync(`/proc/${id}/task`).map((thread) => [
        Number(thread),
        Number(readFileSync(`/proc/${id}/task/${thread}/schedstat`, 'utf8').split(' ')[0]) / 1e9,
      ]),
    );
  } catch {
    return new Map([[id, Number.NaN]]);
  }
}

const processorTimeOf = (id: number): number => [...threadTimesOf(id).values()].reduce((sum, each) => sum + each, 0);

/** What the threads have run since this was called: the next call tells it. */
function watchThreads(id: number): () => ThreadTimes {
  const before = threadTimesOf(id);
  return () => {
    const ran = [...threadTimesOf(id)].map(([thread, seconds]) => ({
      thread,
      seconds: seconds - (before.get(thread) ?? 0),
    }));
    const [busiest = 0, ...others] = ran
      .filter(({ thread }) => thread !== id)
      .map(({ seconds }) => seconds)
      .sort((one, other) => other - one);
    return {
      main: ran.find(({ thread }) => thread === id)?.seconds ?? Number.NaN,
      busiest,
      others: others.reduce((sum, each) => sum + each, 0),
    };
  };
}

/** The options of Node that `npm run lrs` and `npm start` have. */
function optionsOfNode(): readonly string[] {
  const { scripts } = JSON.parse(readFileSync(join(projectRoot, 'package.json'), 'utf8')) as {
    readonly scripts: { readonly lrs: string };
  };
  return scripts.lrs.split(' ').filter((word) => word.startsWith('--'));
}

async function start(
  script: string,
  environment: Readonly<Record<string, string>>,
  nodeOptions: readonly string[] = [],
): Promise<ServerProcess> {
  const folder = await mkdtemp(join(tmpdir(), 'lotse-bench-'));
  const log = join(folder, 'log');
  const output = openSync(log, 'w');
  const begun = performance.now();
  const profile = process.env['BENCH_PROFILE'];
  const options = [...nodeOptions, ...(profile === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${profile}`])];
  const child = spawn(process.execPath, [...options, join(projectRoot, 'dist', script)], {
    cwd: projectRoot,
    stdio: ['ignore', output, 'inherit'],
    env: { ...process.env, ...environment },
  });
  closeSync(output);
  running.add(child);
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve())).then(
    () => void running.delete(child),
  );
  const stop = async (): Promise<void> => {
    child.kill('SIGTERM');
    await exited;
    await rm(folder, { recursive: true, force: true });
  };
  while (performance.now() - begun < deadline && child.exitCode === null) {
    const url = /"url":"http:\/\/[^"]*?:(\d+)/.exec(readFileSync(log, 'utf8'))?.[1];
    if (url !== undefined) {
      return {
        url: `http://127.0.0.1:${url}`,
        resident: () => memoryOf(child.pid!, 'VmRSS'),
        mostResident: () => memoryOf(child.pid!, 'VmHWM'),
        processorTime: () => processorTimeOf(child.pid!),
        watchThreads: () => watchThreads(child.pid!),
        stop,
      };
    }
    await after(2);
  }
  await stop();
  throw new Error(`${script} did not start.`);
}

/** The LRS as it ships (`npm run lrs`), with its log, on a folder of data. Always durable: `synchronous` full. */
export function startLrs(folder: string): Promise<ServerProcess> {
  return start(
    'app/serve-lrs.js',
    {
      LOTSE_DATA: folder,
      LOTSE_PORT: '0',
      LOTSE_HOST: '127.0.0.1',
      LOTSE_SYNCHRONOUS: 'full',
      LOTSE_LOG_LEVEL: 'info',
      LOTSE_PUBLIC_URL: 'https://lotse.example',
      NODE_ENV: 'production',
    },
    optionsOfNode(),
  );
}

/** The whole product as it ships, without the demo, on a folder of data. */
export function startTool(folder: string): Promise<ServerProcess> {
  return start('app/serve.js', { ...toolEnvironment(folder), LOTSE_LOG_LEVEL: 'info' }, optionsOfNode());
}

/** How the product is told where it is. The bench's LMSs are on this machine. */
export function toolEnvironment(folder: string): Readonly<Record<string, string>> {
  return {
    LOTSE_DATA: folder,
    LOTSE_PORT: '0',
    LOTSE_HOST: '127.0.0.1',
    LOTSE_SYNCHRONOUS: 'full',
    LOTSE_PUBLIC_URL: 'https://lotse.example',
    LOTSE_DEMO: 'off',
    LOTSE_ALLOW_INTERNAL_PLATFORMS: 'on',
    NODE_ENV: 'production',
  };
}

/** The Express server that only parses. */
export function startBaseline(): Promise<ServerProcess> {
  return start('tests/bench/processes/express-baseline.js', { NODE_ENV: 'production' });
}
