import { datasetOf } from '../dataset/load.js';
import { startLrs } from '../processes/server.js';
import type { Section } from './section.js';

/** From the start of the process to the first answer of `/readyz`. */
export const start: Section = {
  title: 'Ready after start',
  measure: async ({ size, rounds, say }) => {
    const dataset = await datasetOf(size, say);
    const values: number[] = [];
    for (let round = 0; round < rounds; round++) {
      const begun = performance.now();
      const server = await startLrs(dataset.folder);
      try {
        const { status } = await fetch(`${server.url}/readyz`);
        if (status !== 200) throw new Error(`/readyz answered ${status}.`);
        values.push((performance.now() - begun) / 1000);
      } finally {
        await server.stop();
      }
    }
    return [{ name: `start-${size}/ready`, unit: 's', better: 'less', values, wanted: 1.5 }];
  },
};
