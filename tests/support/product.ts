import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { Scope } from '../../lrs/store/index.js';
import type { PlatformPeer } from './platform-peer.js';
import { projectRoot } from './project-root.js';

/** The built product, running as a process of its own. */
export interface Product {
  readonly publicUrl: string;
  readonly demoUrl: string;
  /** Everything it has written to its log so far. */
  readonly log: () => string;
  /** Ends it the way a power switch does. */
  kill(): Promise<void>;
  /** Ends it the way an operator does; gives the exit code. */
  stop(): Promise<number | null>;
}

/** Where a product listens; kept over restarts, since its address is part of every activity IRI. */
export interface ProductPlace {
  readonly data: string;
  readonly port: number;
  readonly demoPort: number;
  /** Further settings. */
  readonly environment?: Readonly<Record<string, string>>;
}

async function freePort(): Promise<number> {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

/** A place that nobody else listens at. */
export async function productPlace(data: string): Promise<ProductPlace> {
  return { data, port: await freePort(), demoPort: await freePort() };
}

/** How a process of Lotse's is told where it is. */
export function productEnvironment({ data, port, demoPort, environment }: ProductPlace): NodeJS.ProcessEnv {
  return {
    ...process.env,
    NODE_ENV: 'development',
    NODE_OPTIONS: '',
    LOTSE_DATA: data,
    LOTSE_LOG_LEVEL: 'info',
    LOTSE_HOST: '127.0.0.1',
    LOTSE_PORT: String(port),
    LOTSE_PUBLIC_URL: `http://localhost:${port}`,
    LOTSE_DEMO_PORT: String(demoPort),
    LOTSE_DEMO_URL: `http://127.0.0.1:${demoPort}`,
    ...environment,
  };
}

function exited(child: ChildProcess): Promise<number | null> {
  return child.exitCode !== null || child.signalCode !== null
    ? Promise.resolve(child.exitCode)
    : once(child, 'exit').then(([code]) => code as number | null);
}

/** Starts the built product and waits until it says that it is ready. */
export async function startProduct(place: ProductPlace): Promise<Product> {
  const child = spawn(process.execPath, [join(projectRoot, 'dist', 'app', 'serve.js')], {
    env: productEnvironment(place),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let log = '';
  const ready = new Promise<void>((resolve, reject) => {
    const hear = (chunk: Buffer): void => {
      log += chunk.toString();
      if (log.includes('Lotse ist bereit')) resolve();
    };
    child.stdout.on('data', hear);
    child.stderr.on('data', hear);
    child.once('exit', (code) => reject(new Error(`Lotse ended with ${code} before it was ready:\n${log}`)));
  });
  await ready;
  return {
    publicUrl: `http://localhost:${place.port}`,
    demoUrl: `http://127.0.0.1:${place.demoPort}`,
    log: () => log,
    kill: async () => {
      child.kill('SIGKILL');
      await exited(child);
    },
    stop: async () => {
      child.kill('SIGTERM');
      return exited(child);
    },
  };
}

/** Runs `lotse …` for a place; gives its answer. @throws Error if it ends with another code than 0 */
export function commandLine(place: ProductPlace, ...parameters: readonly string[]): unknown {
  return JSON.parse(
    execFileSync(process.execPath, [join(projectRoot, 'scripts', 'lotse.mjs'), ...parameters, '--json'], {
      env: productEnvironment(place),
      encoding: 'utf8',
    }),
  );
}

/** A credential of the demo organisation, for everything unless a scope is given; handed out by the command line. */
export function credentialFor(
  place: ProductPlace,
  scope: Scope = 'all',
): { readonly key: string; readonly secret: string } {
  return commandLine(place, 'credential', 'create', '--organisation', 'demo', '--scope', scope) as {
    key: string;
    secret: string;
  };
}

/** Connects an LMS to the demo organisation, by the command line. */
export function connectPlatform(place: ProductPlace, { registration }: Pick<PlatformPeer, 'registration'>): void {
  const { issuer, clientId, deploymentIds, authenticationEndpoint, tokenEndpoint, jwksUri, name } = registration;
  commandLine(
    place,
    'platform',
    'add',
    '--organisation',
    'demo',
    '--issuer',
    issuer,
    '--client-id',
    clientId,
    '--deployment-id',
    ...deploymentIds,
    '--authentication-endpoint',
    authenticationEndpoint,
    '--token-endpoint',
    tokenEndpoint,
    '--jwks-uri',
    jwksUri,
    '--name',
    name,
  );
}

/** Lets people in from an LMS of the demo organisation again, or no more. */
export function switchPlatform(
  place: ProductPlace,
  { registration }: Pick<PlatformPeer, 'registration'>,
  active: boolean,
): void {
  const known = commandLine(place, 'platform', 'list', '--organisation', 'demo') as readonly {
    readonly id: string;
    readonly issuer: string;
  }[];
  const { id } = known.find(({ issuer }) => issuer === registration.issuer)!;
  commandLine(place, 'platform', active ? 'activate' : 'deactivate', '--organisation', 'demo', '--platform', id);
}
