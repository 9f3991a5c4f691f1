import { join } from 'node:path';
import { copyOf, datasetOf } from '../dataset/load.js';
import { median } from '../figures.js';
import { load } from '../processes/load.js';
import { startLrs } from '../processes/server.js';
import type { Section } from './section.js';
import { shapesFor } from './shapes.js';

const seconds = 15;
const unused = 300_000_000;
const sampleEvery = 100;

/** The memory that the LRS holds while it is written to and read from at once: the most, and what it mostly is. */
export const memory: Section = {
  title: 'Resident memory under load: 16 connections write, 8 read, the fourteen shapes mixed',
  measure: async ({ size, rounds, folder, say }) => {
    const dataset = await datasetOf(size, say);
    const [highest, mostly]: [number[], number[]] = [[], []];
    const [written, read]: [number[], number[]] = [[], []];
    const server = await startLrs((await copyOf(dataset, join(folder, 'memory'))).folder);
    try {
      const paths = (await shapesFor(dataset, server.url)).flatMap((shape) => shape.paths);
      const order = { url: server.url, authorization: dataset.authorization, seconds };
      for (let round = 0; round < Math.min(rounds, 3); round++) {
        const samples: number[] = [];
        const sampling = setInterval(() => samples.push(server.resident()), sampleEvery);
        const reports = await Promise.all([
          load({
            ...order,
            kind: 'post',
            path: '/xapi/statements',
            statements: 1,
            from: unused + round * 100_000,
            connections: 16,
            requests: 40_000,
          }),
          load({ ...order, kind: 'get', paths, connections: 8, requests: 100_000 }),
        ]);
        clearInterval(sampling);
        for (const [index, values] of [written, read].entries())
          values.push(reports[index]!.milliseconds.length / reports[index]!.seconds);
        // Since the start: a round never hides what an earlier one has taken.
        highest.push(server.mostResident());
        mostly.push(median(samples));
      }
    } finally {
      await server.stop();
    }
    return [
      { name: `memory-${size}/resident`, unit: 'MiB', better: 'less', values: highest, wanted: 250 },
      { name: `memory-${size}/resident-median`, unit: 'MiB', better: 'less', values: mostly, wanted: 250 },
      { name: `memory-${size}/written`, unit: 'per second', better: 'more', values: written },
      { name: `memory-${size}/read`, unit: 'per second', better: 'more', values: read },
    ];
  },
};
