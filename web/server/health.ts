import { Router } from 'express';
import { LotseError } from '../../base/index.js';

/**
 * `/healthz`: the process answers. `/readyz`: it can do its work, as reported by `ready`, which throws otherwise.
 * Neither needs a credential, and neither reveals more than that.
 */
export function createHealthRouter(ready: () => Promise<void>): Router {
  const router = Router();
  router.get('/healthz', (_request, response) => {
    response.setHeader('Cache-Control', 'no-store').json({ status: 'ok' });
  });
  router.get('/readyz', async (_request, response) => {
    try {
      await ready();
    } catch (caught) {
      throw caught instanceof LotseError
        ? caught
        : new LotseError('store-unavailable', 'Lotse is not ready.', { cause: caught, retryAfter: 5 });
    }
    response.setHeader('Cache-Control', 'no-store').json({ status: 'ready' });
  });
  return router;
}
