import { createServer, request as httpRequest } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import { describe, expect, test } from '@jest/globals';
import { createLogger, readConfiguration } from '../../base/index.js';
import { measureStore } from '../../lrs/index.js';
import { organisationId } from '../../lrs/store/index.js';
import {
  createMetrics,
  createErrorHandler,
  measureProcess,
  measureRequests,
  type Metrics,
  type MetricsAccess,
  createMetricsRouter,
  routeClass,
} from '../../web/server/index.js';
import { watchedBy } from '../support/express-door.js';
import { preparedStatement, uuid } from '../support/prepared-statement.js';
import { temporaryStores } from '../support/sqlite.js';

describe('the text format', () => {
  test('of counters, gauges and histograms', async () => {
    const metrics = createMetrics();
    const counter = metrics.counter('seen_total', 'What was seen.');
    counter.add({ kind: 'a "b"\\\n' });
    counter.add({ kind: 'a "b"\\\n' }, 2);
    metrics.gauge('depth', 'How deep.', async () => [
      { labels: {}, value: 1.5 },
      { labels: { at: 'x' }, value: -1 },
    ]);
    metrics.gauge('broken', 'Cannot be read.', () => Promise.reject(new Error('no')));
    const histogram = metrics.histogram('took_seconds', 'How long.', [0.1, 1]);
    for (const value of [0.05, 0.1, 0.5, 7]) histogram.observe({ route: 'r' }, value);
    expect(await metrics.text()).toBe(
      [
        '# HELP seen_total What was seen.',
        '# TYPE seen_total counter',
        'seen_total{kind="a \\"b\\"\\\\\\n"} 3',
        '# HELP depth How deep.',
        '# TYPE depth gauge',
        'depth 1.5',
        'depth{at="x"} -1',
        '# HELP broken Cannot be read.',
        '# TYPE broken gauge',
        '# HELP took_seconds How long.',
        '# TYPE took_seconds histogram',
        'took_seconds_bucket{route="r",le="0.1"} 2',
        'took_seconds_bucket{route="r",le="1"} 3',
        'took_seconds_bucket{route="r",le="+Inf"} 4',
        'took_seconds_sum{route="r"} 7.65',
        'took_seconds_count{route="r"} 4',
        '',
      ].join('\n'),
    );
  });

  test('paths become a few classes', () => {
    expect(
      [
        '/xapi/statements',
        '/xapi/statements/more',
        '/xapi/statementsx',
        '/xapi/agents',
        '/lti/launch',
        '/ltix',
        '/',
        '/metrics',
      ].map(routeClass),
    ).toEqual(['statements', 'statements', 'xapi', 'xapi', 'lti', 'pages', 'pages', 'health']);
  });
});

/** Asks a server that serves these metrics; `address` is where the request comes from. */
async function ask(
  access: MetricsAccess,
  headers: Record<string, string> = {},
  metrics: Metrics = createMetrics(),
): Promise<readonly [status: number, body: string]> {
  const server = createServer(
    express()
      .use(createMetricsRouter(metrics, access))
      .use(createErrorHandler(createLogger('silent'))),
  );
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  try {
    return await new Promise((resolve, reject) => {
      httpRequest(
        { port: (server.address() as AddressInfo).port, host: '127.0.0.1', path: '/metrics', headers },
        (response) => {
          let body = '';
          response
            .on('data', (chunk: Buffer) => (body += chunk.toString()))
            .on('end', () => resolve([response.statusCode!, body]));
        },
      )
        .on('error', reject)
        .end();
    });
  } finally {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
}

describe('/metrics', () => {
  const local = { token: '', publicUrl: 'http://localhost:3000' };
  const secured = { token: 'a-token-of-some-length', publicUrl: 'https://lotse.example' };

  test.each([
    ['a local installation, from this machine', local, {}, 200],
    ['a local installation, through a proxy', local, { 'X-Forwarded-For': '203.0.113.4' }, 404],
    ['a public installation without a token', { ...local, publicUrl: 'https://lotse.example' }, {}, 404],
    ['with a token, and the token', secured, { Authorization: `Bearer ${secured.token}` }, 200],
    [
      'with a token, through a proxy',
      secured,
      { Authorization: `bearer ${secured.token}`, 'X-Forwarded-For': '203.0.113.4' },
      200,
    ],
    ['with a token, and none', secured, {}, 401],
    ['with a token, and another', secured, { Authorization: 'Bearer another-token-of-length' }, 401],
    ['a local one with a token, and none', { ...secured, publicUrl: local.publicUrl }, {}, 401],
  ])('%s', async (_name, access, headers: Record<string, string>, status) => {
    expect((await ask(access, headers))[0]).toBe(status);
  });

  test('a token that is too short is refused without being shown', () => {
    expect(() => readConfiguration({ LOTSE_METRICS_TOKEN: 'short-secret' })).toThrow(/LOTSE_METRICS_TOKEN/);
    expect(() => readConfiguration({ LOTSE_METRICS_TOKEN: 'short-secret' })).not.toThrow(/short-secret/);
  });
});

test('requests are counted by class, method and status, and timed', async () => {
  const metrics = createMetrics();
  const application = express()
    .use(watchedBy(measureRequests(metrics)))
    .get('/xapi/statements', (_request, response) => void response.send('x'))
    .use('/metrics', async (_request, response) => void response.send(await metrics.text()));
  const server = createServer(application);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  await (await fetch(`${url}/xapi/statements?agent=secret`)).text();
  await (await fetch(`${url}/nothing/anna@example.org`, { method: 'PROPFIND' })).text();
  const text = await (await fetch(`${url}/metrics`)).text();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  expect(text).toContain('lotse_http_requests_total{route="statements",method="GET",status="200"} 1\n');
  expect(text).toContain('lotse_http_requests_total{route="pages",method="other",status="404"} 1\n');
  expect(text).toContain('lotse_http_request_duration_seconds_count{route="statements",method="GET"} 1\n');
  expect(text).toContain('lotse_http_requests_open 1\n');
  expect(text).not.toMatch(/anna|secret/);
});

test('the store shows its queue, its groups, and who lags behind', async () => {
  const { stores, close } = await temporaryStores();
  try {
    const store = stores.lrs;
    const metrics = createMetrics();
    measureProcess(metrics);
    measureStore(metrics, {
      health: stores.health,
      stream: store.stream,
      consumers: { slow: async () => 3, even: async (partition) => store.stream.findHead(partition) },
    });
    const organisation = organisationId('nordwerk')!;
    await store.access.createOrganisation({ id: organisation, name: '', created: '2026-11-21T08:00:00.000Z' });
    const writes = Array.from({ length: 40 }, (_, index) =>
      store.statements.appendStatements({
        organisation,
        statements: [preparedStatement({ id: uuid(index + 1) })],
        now: '2026-11-21T08:00:00.000Z',
      }),
    );
    expect(await metrics.text()).toContain('lotse_writer_queue 40\n');
    await Promise.all(writes);
    const text = await metrics.text();
    expect(text).toContain('lotse_writer_queue 0\n');
    expect(text).toContain('lotse_stream_position{partition="0"} 40\n');
    expect(text).toContain('lotse_consumer_lag{consumer="slow",partition="0"} 37\n');
    expect(text).toContain('lotse_consumer_lag{consumer="even",partition="0"} 0\n');
    expect(text).toContain('lotse_writer_group_commands_sum 41\n');
    expect(text).toContain('# TYPE lotse_writer_deaths_total counter\nlotse_writer_deaths_total 0\n');
    expect(text).toContain('# TYPE lotse_writer_deaths gauge\nlotse_writer_deaths 0\n');
    expect(text).toMatch(/process_resident_memory_bytes \d{7,}\n/);
  } finally {
    await close();
  }
});
