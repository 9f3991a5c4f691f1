import { join } from 'node:path';
import { copyOf, datasetOf } from '../dataset/load.js';
import { type Figure, quantile } from '../figures.js';
import { load, type LoadReport } from '../processes/load.js';
import { type ServerProcess, startBaseline, startLrs } from '../processes/server.js';
import type { Section } from './section.js';

const connections = 32;
const requests = 12_000;
/** Numbers of statements that no dataset has. */
const unused = 100_000_000;

const perSecond = ({ milliseconds, seconds }: LoadReport): number => milliseconds.length / seconds;

/** One statement per POST, durable, against an Express handler that only parses the same body: alternating. */
export const post: Section = {
  title: `One statement per POST, ${connections} connections`,
  measure: async ({ rounds, folder, say }) => {
    const dataset = await copyOf(await datasetOf(100_000, say), join(folder, 'post'));
    const [baseline, lrs] = [await startBaseline(), await startLrs(dataset.folder)];
    const speeds = { baseline: [] as number[], lrs: [] as number[], p50: [] as number[], p95: [] as number[] };
    const run = (server: ServerProcess, from: number): Promise<LoadReport> =>
      load({
        kind: 'post',
        url: server.url,
        authorization: dataset.authorization,
        path: '/xapi/statements',
        statements: 1,
        from,
        connections,
        requests,
        seconds: 60,
      });
    try {
      // The first round warms both up.
      for (let round = 0; round <= rounds; round++) {
        const ours = await run(lrs, unused + round * requests);
        const theirs = await run(baseline, unused + round * requests);
        if (round === 0) continue;
        speeds.lrs.push(perSecond(ours));
        speeds.baseline.push(perSecond(theirs));
        speeds.p50.push(quantile(ours.milliseconds, 0.5));
        speeds.p95.push(quantile(ours.milliseconds, 0.95));
      }
    } finally {
      await Promise.all([baseline.stop(), lrs.stop()]);
    }
    const figures: Figure[] = [
      { name: 'post/express', unit: 'per second', better: 'more', values: speeds.baseline },
      { name: 'post/lotse', unit: 'per second', better: 'more', values: speeds.lrs },
      { name: 'post/lotse-median', unit: 'ms', better: 'less', values: speeds.p50 },
      { name: 'post/lotse-p95', unit: 'ms', better: 'less', values: speeds.p95 },
      {
        name: 'post/ratio',
        unit: 'ratio',
        better: 'more',
        values: speeds.lrs.map((speed, round) => speed / speeds.baseline[round]!),
        wanted: 0.6,
      },
    ];
    return figures;
  },
};
