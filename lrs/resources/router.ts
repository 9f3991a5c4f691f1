import type { IncomingMessage, ServerResponse } from 'node:http';
import type { RequestHandler } from 'express';
import { LotseError } from '../../base/index.js';
import { sendError, assignRequestId } from '../../web/index.js';
import { about } from './about.js';
import { activitiesProfile, agentsProfile } from './profile.js';
import { activitiesState } from './activities-state.js';
import { activities } from './activities.js';
import { agents } from './agents.js';
import type { RequestTarget } from './exchange.js';
import { answerRequest, setGeneralHeaders } from './resource.js';
import type { Services } from './services.js';
import { statements } from './statements.js';

const resources = new Map(
  [about, statements, activities, activitiesState, activitiesProfile, agents, agentsProfile].map((resource) => [
    resource.path,
    resource,
  ]),
);

const withoutLastSlash = (path: string): string => (path.endsWith('/') ? path.slice(0, -1) : path);

/** Answers requests for the xAPI resources; every refusal too, as JSON. */
export type XapiHandler = (request: IncomingMessage, response: ServerResponse, target: RequestTarget) => void;

async function answer(
  services: Services,
  request: IncomingMessage,
  response: ServerResponse,
  target: RequestTarget,
): Promise<void> {
  assignRequestId(response);
  const resource = resources.get(withoutLastSlash(target.path));
  if (resource !== undefined) return answerRequest(services, resource, request, response, target);
  setGeneralHeaders(response, {
    method: request.method!,
    header: (name) => request.headers[name] as string | undefined,
  });
  throw new LotseError('not-found', 'The LRS has no resource at this address.');
}

/** The xAPI resources. */
export function createXapiHandler(services: Services): XapiHandler {
  return (request, response, target) =>
    void answer(services, request, response, target).catch((caught: unknown) =>
      sendError(services.logger, caught, response),
    );
}

/** The same for Express, to be mounted at the LRS's base. */
export function createXapiRouter(handle: XapiHandler): RequestHandler {
  return (request, response) =>
    handle(request, response, { address: request.ip, base: request.baseUrl, path: request.path });
}
