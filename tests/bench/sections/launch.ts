import { execFile } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { cp } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { loadavg } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { composeLotse } from '../../../app/index.js';
import { createLogger, newUuid, readConfiguration } from '../../../base/index.js';
import { type Figure, quantile } from '../figures.js';
import { type BenchLms, launches } from '../processes/launch-load.js';
import { startTool, toolEnvironment } from '../processes/server.js';
import type { Section } from './section.js';

const publicUrl = 'https://lotse.example';
const organisation = 'bench';
const content = 'd1-entwicklungsgespraech';
/** LMSs, as a network of companies has them. */
const platformCount = 4;
const connections = 32;
const perRound = 2_000;
/** Launches that go on to their unit, a few at a time, as they come in daily use. */
const played = 300;

const floor = fileURLToPath(new URL('../processes/launch-floor.js', import.meta.url));

interface Lmss {
  readonly platforms: readonly BenchLms[];
  jwksUri(kid: string): string;
  close(): void;
}

/** LMSs whose keys are published here; what they send is made by the launch generator. */
async function openLmss(): Promise<Lmss> {
  const jwks = new Map<string, object>();
  const platforms = Array.from({ length: platformCount }, (_, number): BenchLms => {
    const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const kid = newUuid();
    jwks.set(`/${kid}`, { keys: [{ ...publicKey.export({ format: 'jwk' }), kid, alg: 'RS256', use: 'sig' }] });
    return {
      issuer: `https://lms-${number}.example`,
      clientId: `client-${number}`,
      kid,
      privateKey: privateKey.export({ type: 'pkcs8', format: 'pem' }) as string,
    };
  });
  const server = createServer(
    (request, response) =>
      void response.setHeader('Content-Type', 'application/json').end(JSON.stringify(jwks.get(request.url!) ?? {})),
  );
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return { platforms, jwksUri: (kid) => `http://127.0.0.1:${port}/${kid}`, close: () => void server.close() };
}

/** An installation with the starter content and the LMSs registered. */
async function install(folder: string, lmss: Lmss): Promise<void> {
  const lotse = await composeLotse(readConfiguration(toolEnvironment(folder)), createLogger('silent'), 'brief');
  const { id } = await lotse.organisations.provision({ id: organisation, name: 'Bench' });
  for (const { issuer, clientId, kid } of lmss.platforms) {
    await lotse.platforms.register(id, {
      issuer,
      clientId,
      deploymentIds: ['1'],
      authenticationEndpoint: `${issuer}/auth`,
      tokenEndpoint: `${issuer}/token`,
      jwksUri: lmss.jwksUri(kid),
      name: issuer,
      kind: 'generic',
    });
  }
  await lotse.close();
}

const sums = (...lists: readonly (readonly number[])[]): number[] =>
  lists[0]!.map((_, index) => lists.reduce((sum, list) => sum + list[index]!, 0));

/** How many launches one process takes, against the least that signatures and SQLite need; and how long one takes. */
async function measureServer(rounds: number, folder: string): Promise<readonly Figure[]> {
  const lmss = await openLmss();
  const [data, bare] = [join(folder, 'launch'), join(folder, 'launch-floor')];
  await install(data, lmss);
  await cp(data, bare, { recursive: true });
  const server = await startTool(data);
  const values = {
    launches: [] as number[],
    floor: [] as number[],
    p95: [] as number[],
    ofUnit: [] as number[],
    resident: [] as number[],
    load: [] as number[],
  };
  const processor = { main: [] as number[], busiest: [] as number[], others: [] as number[], client: [] as number[] };
  const order = { url: server.url, publicUrl, platforms: lmss.platforms, connections, launches: perRound, play: false };
  try {
    // The first round warms up, and fetches the keys.
    for (let round = 0; round <= rounds; round++) {
      const ran = server.watchThreads();
      const report = await launches({ ...order, from: round * perRound });
      const [threads, [load]] = [ran(), loadavg()];
      const { stdout } = await promisify(execFile)(process.execPath, [
        floor,
        join(bare, 'lotse.sqlite'),
        organisation,
        content,
        String(perRound),
      ]);
      const least = JSON.parse(stdout) as { readonly launches: number; readonly seconds: number };
      // One after the other: a list's times belong together only if nobody overtakes.
      const opened = await launches({
        ...order,
        from: round * perRound,
        connections: 1,
        launches: Math.ceil(played / rounds),
        play: true,
      });
      if (round === 0) continue;
      values.launches.push(perRound / report.seconds);
      values.floor.push(least.launches / least.seconds);
      values.p95.push(quantile(sums(report.login, report.launch), 0.95));
      values.ofUnit.push(quantile(sums(opened.login, opened.launch, opened.play), 0.95));
      values.resident.push(server.resident());
      values.load.push(load!);
      for (const name of ['main', 'busiest', 'others'] as const)
        processor[name].push((threads[name] * 1000) / perRound);
      processor.client.push((report.processor * 1000) / perRound);
    }
  } finally {
    await server.stop();
    lmss.close();
  }
  return [
    { name: 'launch/floor', unit: 'per second', better: 'more', values: values.floor },
    { name: 'launch/per-second', unit: 'per second', better: 'more', values: values.launches, wanted: 200 },
    {
      name: 'launch/ratio',
      unit: 'ratio',
      better: 'more',
      values: values.launches.map((speed, round) => speed / values.floor[round]!),
    },
    { name: 'launch/p95-under-full-load', unit: 'ms', better: 'less', values: values.p95 },
    { name: 'launch/to-unit-p95', unit: 'ms', better: 'less', values: values.ofUnit, wanted: 400 },
    { name: 'launch/processor-main', unit: 'ms', better: 'less', values: processor.main },
    { name: 'launch/processor-writer', unit: 'ms', better: 'less', values: processor.busiest },
    { name: 'launch/processor-others', unit: 'ms', better: 'less', values: processor.others },
    { name: 'launch/processor-of-client', unit: 'ms', better: 'less', values: processor.client },
    { name: 'launch/load', unit: 'waiting for a processor', better: 'less', values: values.load },
    { name: 'launch/resident', unit: 'MiB', better: 'less', values: values.resident },
  ];
}

/** From an LMS's form post to a unit that plays. */
export const launch: Section = {
  title: `Launches: login, id_token, unit; ${connections} browsers at ${platformCount} LMSs`,
  measure: ({ rounds, folder }) => measureServer(rounds, folder),
};
