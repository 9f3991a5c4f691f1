import { request as httpRequest, Agent } from 'node:http';
import express from 'express';
import { expect, test } from '@jest/globals';
import request from 'supertest';
import { createLogger, type Logger, LotseError } from '../../base/index.js';
import {
  createAccessLog,
  createErrorHandler,
  createHealthRouter,
  listen,
  requestIdOf,
} from '../../web/server/index.js';
import { requestId, watchedBy } from '../support/express-door.js';
import { until } from '../support/until.js';

/** A logger that keeps its lines. */
function keepingLogger(): { readonly logger: Logger; readonly lines: () => readonly Record<string, unknown>[] } {
  const lines: Record<string, unknown>[] = [];
  const logger = createLogger('silent');
  const keep = (...args: unknown[]): void => void lines.push({ ...(args[0] as object), message: args[1] });
  return {
    logger: Object.assign(Object.create(logger) as Logger, { info: keep, warn: keep, error: keep }),
    lines: () => lines,
  };
}

test('the access log says what happened and nothing about whom', async () => {
  const { logger, lines } = keepingLogger();
  const application = express()
    .use(requestId(), watchedBy(createAccessLog(logger)))
    .get('/a/:id', (_request, response) => void response.send('x'));
  const answer = await request(application)
    .get('/a/1?launch=secret-token&agent=anna')
    .set('Authorization', 'Bearer secret-token');
  await until(() => lines().length > 0);
  expect(lines()).toEqual([
    {
      requestId: answer.headers['x-request-id'],
      method: 'GET',
      path: '/a/1',
      status: 200,
      milliseconds: expect.any(Number),
      message: 'answered',
    },
  ]);
});

test('the error handler keeps details for the log, under the same request id', async () => {
  const { logger, lines } = keepingLogger();
  const application = express().use(requestId());
  application.get('/', (_request, response) => {
    throw new LotseError('store-unavailable', 'Not now.', {
      detail: 'inside',
      cause: new Error(requestIdOf(response)),
    });
  });
  application.use(createErrorHandler(logger));
  const answer = await request(application).get('/');
  expect([answer.status, answer.headers['retry-after']]).toEqual([503, '5']);
  expect(answer.body).toEqual({
    error: { code: 'store-unavailable', message: 'Not now.', requestId: answer.headers['x-request-id'] },
  });
  expect(lines()[0]).toMatchObject({
    requestId: answer.headers['x-request-id'],
    code: 'store-unavailable',
    detail: 'inside',
    cause: expect.stringContaining(answer.headers['x-request-id'] as string),
  });
});

test('health says that the process lives, and readiness that it can work', async () => {
  const failures: Error[] = [];
  const application = express().use(
    createHealthRouter(async () => {
      for (const failure of failures) throw failure;
    }),
  );
  application.use(createErrorHandler(createLogger('silent')));
  expect((await request(application).get('/readyz')).body).toEqual({ status: 'ready' });
  failures.push(new Error('broken inside'));
  expect((await request(application).get('/healthz')).status).toBe(200);
  const answer = await request(application).get('/readyz');
  expect([answer.status, answer.text.includes('broken inside')]).toEqual([503, false]);
});

test('a closing server answers what it has begun, though the connection is kept alive, and takes nothing new', async () => {
  let begun: (() => void) | undefined;
  let answer: (() => void) | undefined;
  const started = new Promise<void>((resolve) => (begun = resolve));
  const server = await listen(
    express().get('/', (_request, response) => {
      answer = () => void response.send('finished');
      begun!();
    }),
    { host: '127.0.0.1', port: 0 },
  );
  const agent = new Agent({ keepAlive: true });
  const body = new Promise<string>((resolve, reject) => {
    httpRequest(server.url, { agent }, (response) => {
      let text = '';
      response.on('data', (chunk: Buffer) => (text += chunk.toString()));
      response.on('end', () => resolve(text));
    })
      .on('error', reject)
      .end();
  });
  await started;
  const began = Date.now();
  const closing = server.close();
  await expect(fetch(server.url)).rejects.toThrow();
  answer!();
  expect(await body).toBe('finished');
  await closing;
  expect(Date.now() - began).toBeLessThan(5_000);
  agent.destroy();
});

test('a closing server cuts off what does not end', async () => {
  let begun: (() => void) | undefined;
  const started = new Promise<void>((resolve) => (begun = resolve));
  const server = await listen(
    express().get('/', () => begun!()),
    { host: '127.0.0.1', port: 0 },
  );
  const cutOff = expect(fetch(server.url)).rejects.toThrow();
  await started;
  await server.close(20);
  await cutOff;
});

test('a port that is taken is said in a sentence', async () => {
  const first = await listen(express(), { host: '127.0.0.1', port: 0 });
  await expect(listen(express(), { host: '127.0.0.1', port: first.port })).rejects.toMatchObject({
    code: 'invalid-configuration',
    message: expect.stringContaining(`Port ${first.port} is in use`),
  });
  await expect(listen(express(), { host: '203.0.113.7', port: 0 })).rejects.toMatchObject({
    message: expect.stringContaining('203.0.113.7'),
  });
  await first.close();
});
