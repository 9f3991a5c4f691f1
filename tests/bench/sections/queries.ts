import { datasetOf } from '../dataset/load.js';
import { type Figure, quantile } from '../figures.js';
import { Connection } from '../processes/connection.js';
import { startLrs } from '../processes/server.js';
import type { Section } from './section.js';
import { shapesFor, timesOf } from './shapes.js';

/** The slowest twentieth of each of the fourteen shapes, over HTTP, the shapes taking turns. */
export const queries: Section = {
  title: 'Fourteen query shapes over HTTP: p95',
  measure: async ({ size, rounds, say }) => {
    const dataset = await datasetOf(size, say);
    const server = await startLrs(dataset.folder);
    try {
      const shapes = await shapesFor(dataset, server.url);
      const connection = await Connection.open(server.url);
      const figures: (Figure & { readonly values: number[] })[] = shapes.map(({ name, wanted }) => ({
        name: `queries-${size}/${name}`,
        unit: 'ms',
        better: 'less',
        values: [],
        wanted,
      }));
      for (let round = 0; round <= rounds; round++) {
        for (const [index, shape] of shapes.entries()) {
          const p95 = quantile(await timesOf(shape, connection, dataset.authorization), 0.95);
          // The first round warms up.
          if (round > 0) figures[index]!.values.push(p95);
        }
      }
      connection.close();
      return figures;
    } finally {
      await server.stop();
    }
  },
};
