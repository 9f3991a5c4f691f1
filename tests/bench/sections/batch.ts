import { execFile } from 'node:child_process';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { copyOf, datasetOf } from '../dataset/load.js';
import { load } from '../processes/load.js';
import { startLrs } from '../processes/server.js';
import type { Section } from './section.js';

const connections = 8;
const perRequest = 100;
const requests = 300;
const warmUp = 60;
const unused = 200_000_000;

const bareLoop = fileURLToPath(new URL('../processes/bare-loop.js', import.meta.url));

/** A hundred statements per POST, durable, against a bare loop that writes the same rows: alternating. */
export const batch: Section = {
  title: `${perRequest} statements per POST, ${connections} connections`,
  measure: async ({ rounds, folder, say }) => {
    const dataset = await datasetOf(100_000, say);
    const lrsSpeeds: number[] = [];
    const loopSpeeds: number[] = [];
    const [lrsTimes, loopTimes]: [number[], number[]] = [[], []];
    for (let round = 0; round < rounds; round++) {
      const ours = await copyOf(dataset, join(folder, `batch-${round}`));
      const bare = await copyOf(dataset, join(folder, `bare-${round}`));
      const server = await startLrs(ours.folder);
      try {
        const order = {
          kind: 'post',
          url: server.url,
          authorization: dataset.authorization,
          path: '/xapi/statements',
          statements: perRequest,
          connections,
          seconds: 60,
        } as const;
        await load({ ...order, from: unused, requests: warmUp });
        const before = server.processorTime();
        const { seconds } = await load({ ...order, from: unused + warmUp * perRequest, requests });
        lrsTimes.push(((server.processorTime() - before) * 1e6) / (requests * perRequest));
        lrsSpeeds.push((requests * perRequest) / seconds);
      } finally {
        await server.stop();
      }
      const { stdout } = await promisify(execFile)(process.execPath, [
        bareLoop,
        join(ours.folder, 'lotse.sqlite'),
        join(bare.folder, 'lotse.sqlite'),
      ]);
      const { statements, seconds, processorSeconds } = JSON.parse(stdout) as {
        readonly statements: number;
        readonly seconds: number;
        readonly processorSeconds: number;
      };
      if (statements !== (requests + warmUp) * perRequest)
        throw new Error(`${statements} of ${(requests + warmUp) * perRequest} statements were stored.`);
      loopSpeeds.push(statements / seconds);
      loopTimes.push((processorSeconds * 1e6) / statements);
      await Promise.all([ours, bare].map((each) => rm(each.folder, { recursive: true })));
    }
    return [
      { name: 'batch/loop-processor', unit: 'µs', better: 'less', values: loopTimes },
      { name: 'batch/lotse-processor', unit: 'µs', better: 'less', values: lrsTimes },
      { name: 'batch/loop', unit: 'per second', better: 'more', values: loopSpeeds },
      { name: 'batch/lotse', unit: 'per second', better: 'more', values: lrsSpeeds },
      {
        name: 'batch/ratio',
        unit: 'ratio',
        better: 'more',
        values: lrsSpeeds.map((speed, round) => speed / loopSpeeds[round]!),
        wanted: 0.6,
      },
    ];
  },
};
