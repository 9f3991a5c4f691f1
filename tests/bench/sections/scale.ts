import { datasetOf } from '../dataset/load.js';
import { median, quantile } from '../figures.js';
import { Connection } from '../processes/connection.js';
import { startLrs } from '../processes/server.js';
import type { Run, Section } from './section.js';
import { pathsOf, shapesFor, timeOf } from './shapes.js';

const smallSize = 100_000;
const passes = 5;

async function open(size: number, { say }: Run) {
  const dataset = await datasetOf(size, say);
  const server = await startLrs(dataset.folder);
  return { server, authorization: dataset.authorization, shapes: await shapesFor(dataset, server.url) };
}

type Side = Awaited<ReturnType<typeof open>> & { readonly connection: Connection };

/** Only when both are ready: a server closes a connection over which nothing comes for some seconds. */
async function connected(side: Awaited<ReturnType<typeof open>>): Promise<Side> {
  return { ...side, connection: await Connection.open(side.server.url) };
}

/**
 * How long the queries of a shape take on both sides, in turn: whatever else the machine does falls on both alike.
 * Several passes, since the slowest twentieth of forty is two.
 */
async function timesInTurn(
  sides: readonly [Side, Side],
  shape: number,
): Promise<readonly [readonly number[], readonly number[]]> {
  const times: [number[], number[]] = [[], []];
  const paths = sides.map(({ shapes }) => pathsOf(shapes[shape]!));
  for (let pass = 0; pass < passes; pass++) {
    for (const query of paths[0]!.keys()) {
      for (const [index, { connection, authorization }] of sides.entries())
        times[index]!.push(await timeOf(paths[index]![query]!, connection, authorization));
    }
  }
  return times;
}

/** The same queries on much data and on little: how much slower much data is, and how much more processor time it takes. */
export const scale: Section = {
  title: 'The same queries, p95 at the chosen size against 100 thousand statements',
  measure: async (run) => {
    if (run.size <= smallSize) {
      run.say('  Nothing to compare: choose a larger size, such as --size 1M.');
      return [];
    }
    const [large, small] = [await open(run.size, run), await open(smallSize, run)];
    const sides = [await connected(large), await connected(small)] as const;
    try {
      const figure = (name: string, wanted?: number) =>
        ({
          name: `scale-${run.size}/${name}`,
          unit: 'ratio',
          better: 'less',
          values: [] as number[],
          ...(wanted === undefined ? {} : { wanted }),
        }) as const;
      const figures = sides[0].shapes.map(({ name }) => ({
        slower: figure(name, 1.3),
        median: figure(`${name}-median`),
        processor: figure(`${name}-processor`),
      }));
      for (let round = 0; round <= run.rounds; round++) {
        for (const [shape, { slower, median: middle, processor }] of figures.entries()) {
          const before = sides.map(({ server }) => server.processorTime());
          const times = await timesInTurn(sides, shape);
          const [much, little] = sides.map(({ server }, index) => server.processorTime() - before[index]!);
          // The first round warms up.
          if (round === 0) continue;
          slower.values.push(quantile(times[0], 0.95) / quantile(times[1], 0.95));
          middle.values.push(median(times[0]) / median(times[1]));
          processor.values.push(much! / little!);
        }
      }
      return figures.flatMap((each) => [each.slower, each.median, each.processor]);
    } finally {
      for (const { connection, server } of sides) {
        connection.close();
        await server.stop();
      }
    }
  },
};
