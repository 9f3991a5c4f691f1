import { datasetOf } from '../dataset/load.js';
import { quantile, type Figure } from '../figures.js';
import { Connection } from '../processes/connection.js';
import { startLrs } from '../processes/server.js';
import type { Run, Section } from './section.js';
import { shapesFor, timesOf } from './shapes.js';

const smallSize = 100_000;

async function open(size: number, { say }: Run) {
  const dataset = await datasetOf(size, say);
  const server = await startLrs(dataset.folder);
  return { server, authorization: dataset.authorization, connection: await Connection.open(server.url), shapes: await shapesFor(dataset, server.url) };
}

/** The same queries on much data and on little, turn by turn: how much slower much data is. */
export const scale: Section = {
  title: 'The same queries, p95 at the chosen size against 100 thousand statements',
  measure: async (run) => {
    if (run.size <= smallSize) {
      run.say('  Nothing to compare: choose a larger size, such as --size 1M.');
      return [];
    }
    const [large, small] = [await open(run.size, run), await open(smallSize, run)];
    try {
      const figures: (Figure & { readonly values: number[] })[] = large.shapes.map(({ name }) => ({ name: `scale-${run.size}/${name}`, unit: 'ratio', better: 'less', values: [], wanted: 1.3 }));
      for (let round = 0; round <= run.rounds; round++) {
        for (const [index, shape] of large.shapes.entries()) {
          const slow = quantile(await timesOf(shape, large.connection, large.authorization), 0.95);
          const fast = quantile(await timesOf(small.shapes[index]!, small.connection, small.authorization), 0.95);
          if (round > 0) figures[index]!.values.push(slow / fast);
        }
      }
      return figures;
    } finally {
      for (const { connection, server } of [large, small]) {
        connection.close();
        await server.stop();
      }
    }
  },
};
