/**
 * The load generator: a process of its own, so that it takes no time from the server's. Its orders come over IPC.
 * Whatever it is told, it speaks to this machine alone and ends after a bounded number of requests and seconds.
 */
import { instantOf } from '../dataset/load.js';
import { statementAt } from '../dataset/statements.js';
import { Connection, requestBytes } from './connection.js';
import type { LoadOrder, LoadReport } from './load.js';

const mostRequests = 200_000;
const mostSeconds = 120;
const mostConnections = 256;

/** Hands out requests: POSTs of statements that nobody has sent before, or the same few queries again and again. */
function requestsFor(order: LoadOrder, most: number): () => Buffer {
  const headers = { Authorization: order.authorization, 'X-Experience-API-Version': '2.0.0' };
  let turn = 0;
  if (order.kind === 'get') {
    const made = order.paths.map((path) => requestBytes('GET', path, headers));
    return () => made[turn++ % made.length]!;
  }
  // Made beforehand and in one go: making them costs more than sending them.
  const made = Array.from({ length: most }, (_, number) => {
    const first = order.from + number * order.statements;
    const body = Array.from({ length: order.statements }, (_each, each) =>
      statementAt(first + each, instantOf(first + each)),
    );
    return requestBytes(
      'POST',
      order.path,
      { ...headers, 'Content-Type': 'application/json' },
      JSON.stringify(order.statements === 1 ? body[0] : body),
    );
  });
  return () => made[turn++]!;
}

async function carryOut(order: LoadOrder): Promise<LoadReport> {
  let left = Math.min(order.requests, mostRequests);
  const next = requestsFor(order, left);
  const connections = await Promise.all(
    Array.from({ length: Math.min(order.connections, mostConnections) }, () => Connection.open(order.url)),
  );
  const milliseconds: number[] = [];
  const statuses: Record<string, number> = {};
  const begun = performance.now();
  const end = begun + Math.min(order.seconds, mostSeconds) * 1000;
  await Promise.all(
    connections.map(async (connection) => {
      for (let now = performance.now(); left > 0 && now < end;) {
        left -= 1;
        const { status } = await connection.send(next());
        const after = performance.now();
        milliseconds.push(after - now);
        statuses[status] = (statuses[status] ?? 0) + 1;
        now = after;
      }
      connection.close();
    }),
  );
  return { seconds: (performance.now() - begun) / 1000, milliseconds, statuses };
}

process.on('message', (order: LoadOrder) => {
  carryOut(order).then(
    (report) => process.send!(report, () => process.disconnect()),
    (caught: unknown) => {
      process.stderr.write(`${caught instanceof Error ? caught.stack : String(caught)}\n`);
      process.exit(1);
    },
  );
});
