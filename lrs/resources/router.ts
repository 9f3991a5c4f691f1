import { Router, type RequestHandler } from 'express';
import { LotseError } from '../base/index.js';
import { errorHandler, requestId } from '../server/index.js';
import { about } from './about.js';
import { activities } from './activities.js';
import { activitiesProfile } from './activities-profile.js';
import { activitiesState } from './activities-state.js';
import { agentsProfile } from './agents-profile.js';
import { agents } from './agents.js';
import { handlerFor, setGeneralHeaders } from './resource.js';
import type { Services } from './services.js';
import { statements } from './statements.js';

const resources = [about, statements, activities, activitiesState, activitiesProfile, agents, agentsProfile];

const refuseUnknown: RequestHandler = (request, response) => {
  setGeneralHeaders(response, { method: request.method, header: (name) => request.get(name) });
  throw new LotseError('not-found', 'The LRS has no resource at this address.');
};

const withoutLastSlash = (path: string): string => (path.endsWith('/') ? path.slice(0, -1) : path);

/** The xAPI resources, to be mounted at the LRS's base. Every refusal is answered here, as JSON. */
export function xapiRouter(services: Services): Router {
  const router = Router();
  router.use(requestId());
  // One look-up instead of one layer per resource, each with an expression to try.
  const byPath = new Map(resources.map((resource) => [resource.path, handlerFor(resource, services)]));
  router.use((request, response, next) => (byPath.get(withoutLastSlash(request.path)) ?? refuseUnknown)(request, response, next));
  router.use(errorHandler(services.logger));
  return router;
}
