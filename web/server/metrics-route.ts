import { timingSafeEqual } from 'node:crypto';
import { Router, type Request } from 'express';
import { bearerToken, hashOfSecret, LotseError } from '../../base/index.js';
import type { Metrics } from './metrics.js';

/** Access to the metrics. */
export interface MetricsAccess {
  /** The bearer token that gives access; empty: none, see `createMetricsRouter`. */
  readonly token: string;
  readonly publicUrl: string;
}

const loopback = /^(?:127\.\d+\.\d+\.\d+|::1|::ffff:127\.\d+\.\d+\.\d+)$/;
const localNames = new Set(['localhost', '127.0.0.1', '[::1]']);
const forwarding = ['x-forwarded-for', 'forwarded', 'x-real-ip', 'via'];

function fromThisMachine(request: Request): boolean {
  return (
    loopback.test(request.socket.remoteAddress ?? '') && forwarding.every((name) => request.headers[name] === undefined)
  );
}

function holdsToken(request: Request, token: string): boolean {
  const given = bearerToken(request.headers.authorization);
  return (
    given !== undefined &&
    timingSafeEqual(Buffer.from(hashOfSecret(given), 'hex'), Buffer.from(hashOfSecret(token), 'hex'))
  );
}

/**
 * `/metrics`, not for the public. With a token: for its owner. Without one: for this machine alone, and only
 * if the installation is a local one too (`http://localhost…`), because behind a reverse proxy on the same machine
 * every request comes from this machine. Everybody else gets a 404.
 */
export function createMetricsRouter(metrics: Metrics, { token, publicUrl }: MetricsAccess): Router {
  const isLocal = localNames.has(new URL(publicUrl).hostname);
  const router = Router();
  router.get('/metrics', async (request, response) => {
    if (token === '') {
      if (!isLocal || !fromThisMachine(request)) throw new LotseError('not-found', 'There is nothing at this address.');
    } else if (!holdsToken(request, token)) {
      response.setHeader('WWW-Authenticate', 'Bearer');
      throw new LotseError('unauthorized', 'The metrics need the token of LOTSE_METRICS_TOKEN.');
    }
    response
      .setHeader('Cache-Control', 'no-store')
      .type('text/plain; version=0.0.4; charset=utf-8')
      .send(await metrics.text());
  });
  return router;
}
