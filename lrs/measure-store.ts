import type { Metrics } from '../web/index.js';
import type { Partition, Position, StoreHealth, StreamQueries } from './store/index.js';

/** Dependencies of the store's metrics. */
export interface StoreMetricsParts {
  readonly health: StoreHealth;
  readonly stream: StreamQueries;
  /** The consumers of the stream, by name, with their cursors. */
  readonly consumers: Readonly<Record<string, (partition: Partition) => Promise<Position>>>;
}

const groupBounds = [1, 2, 4, 8, 16, 32, 64, 128, 256, 512];

/** Reports the store's work: the writer's queue and groups, the newest position, how far consumers lag behind. */
export function measureStore(metrics: Metrics, { health, stream, consumers }: StoreMetricsParts): void {
  metrics.gauge('lotse_writer_queue', 'Commands that wait for the writer.', () => [
    { labels: {}, value: health.countWaitingCommands() },
  ]);
  const deaths = () => [{ labels: {}, value: health.countWriterDeaths() }];
  metrics.total('lotse_writer_deaths_total', 'How often the writer has died and was started again.', deaths);
  // The name in version 0.1.0, which alerts may still use.
  metrics.gauge('lotse_writer_deaths', 'The same as lotse_writer_deaths_total, by its former name.', deaths);
  const groups = metrics.histogram(
    'lotse_writer_group_commands',
    'Commands that shared one durable transaction.',
    groupBounds,
  );
  health.onTransaction((commands) => groups.observe({}, commands));

  const perPartition = async (read: (partition: Partition) => Promise<number>) => {
    const partitions = await stream.listPartitions();
    return Promise.all(
      partitions.map(async (partition) => ({ labels: { partition: String(partition) }, value: await read(partition) })),
    );
  };
  metrics.gauge('lotse_stream_position', 'The newest position: how many writes were accepted.', () =>
    perPartition((partition) => stream.findHead(partition)),
  );
  metrics.gauge('lotse_consumer_lag', 'Positions that a consumer has not handled yet.', async () => {
    const readings = await Promise.all(
      Object.entries(consumers).map(async ([consumer, cursor]) => {
        // The cursor first: read the other way round, what is handled in between would look like less than nothing.
        const lags = await perPartition(async (partition) => {
          const position = await cursor(partition);
          return Math.max(0, (await stream.findHead(partition)) - position);
        });
        return lags.map(({ labels, value }) => ({ labels: { consumer, ...labels }, value }));
      }),
    );
    return readings.flat();
  });
}
