import { join } from 'node:path';
import { copyOf, datasetOf } from '../dataset/load.js';
import { load } from '../processes/load.js';
import { startLrs } from '../processes/server.js';
import type { Section } from './section.js';
import { shapesFor } from './shapes.js';

const seconds = 15;
const unused = 300_000_000;
const sampleEvery = 100;

/** The most memory that the LRS holds while it is written to and read from at once. */
export const memory: Section = {
  title: 'Resident memory under load: 16 connections write, 8 read, the fourteen shapes mixed',
  measure: async ({ size, rounds, folder, say }) => {
    const dataset = await datasetOf(size, say);
    const values: number[] = [];
    const server = await startLrs((await copyOf(dataset, join(folder, 'memory'))).folder);
    try {
      const paths = (await shapesFor(dataset, server.url)).flatMap((shape) => shape.paths);
      const order = { url: server.url, authorization: dataset.authorization, seconds };
      for (let round = 0; round < Math.min(rounds, 3); round++) {
        let most = 0;
        const sampling = setInterval(() => (most = Math.max(most, server.resident())), sampleEvery);
        await Promise.all([
          load({ ...order, kind: 'post', path: '/xapi/statements', statements: 1, from: unused + round * 100_000, connections: 16, requests: 40_000 }),
          load({ ...order, kind: 'get', paths, connections: 8, requests: 100_000 }),
        ]);
        clearInterval(sampling);
        values.push(most);
      }
    } finally {
      await server.stop();
    }
    return [{ name: `memory-${size}/resident`, unit: 'MiB', better: 'less', values, wanted: 250 }];
  },
};
