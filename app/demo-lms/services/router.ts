import { Router, urlencoded, type RequestHandler } from 'express';
import { LotseError } from '../../../base/index.js';
import { demoScopes } from '../claims.js';
import { course } from '../course.js';
import type { DemoParts } from '../parts.js';
import { requireDemoScope } from './bearer.js';
import { lineItemRouter } from './line-items.js';
import { membershipsEndpoint } from './memberships.js';
import { serviceErrors } from './problem.js';
import { scoreRouter } from './scores.js';
import { tokenEndpoint } from './token.js';

const noSuchService: RequestHandler = () => {
  throw new LotseError('not-found', 'There is no service at this address.');
};

/** The LTI Advantage services and their token endpoint. */
export function serviceRouter(parts: DemoParts): Router {
  const router = Router();
  router.post('/token', urlencoded({ extended: false, limit: '64kb' }), tokenEndpoint(parts));
  router.use(`/ags/${course.id}/lineitems`, lineItemRouter(parts), scoreRouter(parts));
  router.get(
    `/nrps/${course.id}/memberships`,
    requireDemoScope(parts.keys, demoScopes.membershipReadOnly),
    membershipsEndpoint(parts),
  );
  router.use(['/ags', '/nrps', '/token'], noSuchService);
  router.use(serviceErrors(parts.logger));
  return router;
}
