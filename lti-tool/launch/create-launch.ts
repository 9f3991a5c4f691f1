import express, { type Request, type RequestHandler, type Router } from 'express';
import { LotseError } from '../../base/index.js';
import { contentSecurityPolicy } from '../../web/index.js';
import { launchEndpoint } from './callback/endpoint.js';
import { keysEndpoint } from './keys-endpoint.js';
import { createLaunchLimits } from './launch-limits.js';
import { loginEndpoint } from './login/endpoint.js';
import type { LaunchParts } from './parts.js';
import { problemHandler } from './problem/problem-handler.js';
import { openUnit } from './session/open-unit.js';
import { preview, type Preview } from './session/preview.js';
import { type LaunchVisit, sessionFrom } from './session/session-from.js';
import { startOver } from './session/start-over.js';

/** The LTI 1.3 handshake, and who comes out of it. */
export interface Launch {
  /** To be mounted at `/lti`: `/login`, `/launch` and `/keys`. */
  readonly router: Router;
  /**
   * Who asks, by the launch token in the request (query parameter or form field `launch`, or Bearer).
   * @throws LotseError `session-lost`
   */
  sessionFrom(request: Request): Promise<LaunchVisit>;
  /**
   * Begins another attempt at the visit's content; returns the token for it.
   * @throws LotseError `unknown-content`
   */
  startOver(visit: Pick<LaunchVisit, 'session' | 'grant' | 'principal'>): Promise<string>;
  /**
   * Opens a unit of the learning path that the visit's link leads to; returns the token for it.
   * @throws LotseError `session-lost` where the link leads elsewhere; `unknown-content`
   */
  openUnit(visit: Pick<LaunchVisit, 'session' | 'grant' | 'principal'>, contentId: string): Promise<string>;
  /** Lets the visitor look at a content without leaving a trace. */
  preview(
    visit: Pick<LaunchVisit, 'session' | 'grant' | 'principal'>,
    content: { readonly id: string; readonly version: number },
  ): Promise<Preview>;
}

/**
 * Even a page that says what went wrong has to show inside the LMS's frame, and at this point it may not be known
 * which LMS that is.
 */
const showInAnyFrame: RequestHandler = (_request, response, next) => {
  response.setHeader('Content-Security-Policy', contentSecurityPolicy('*'));
  response.setHeader('Referrer-Policy', 'no-referrer');
  response.setHeader('X-Content-Type-Options', 'nosniff');
  response.setHeader('Cache-Control', 'no-store');
  next();
};

const onlyFromCourse: RequestHandler = () => {
  throw new LotseError(
    'invalid-login',
    'This address is for learning platforms. Please open the unit from your course.',
    { detail: 'launch: opened by GET' },
  );
};

export function createLaunch(parts: LaunchParts): Launch {
  const router = express.Router();
  const form = express.urlencoded({ extended: false, limit: '256kb', parameterLimit: 50 });
  const limits = createLaunchLimits(parts.clock, parts.launchRate ?? 0);
  // Before the body is read: what is over the limit must not cost more than this.
  const countLogin: RequestHandler = (request, _response, next) => (limits.login(request), next());
  const countLaunch: RequestHandler = (request, _response, next) => (limits.launch(request), next());
  const login = loginEndpoint(parts, limits);
  router.use(showInAnyFrame);
  router.route('/login').all(countLogin).get(login).post(form, login);
  router.route('/launch').all(countLaunch).get(onlyFromCourse).post(form, launchEndpoint(parts));
  router.get(['/keys', '/keys/:organisation'], keysEndpoint(parts.platforms));
  router.use(problemHandler(parts.logger));
  return {
    router,
    sessionFrom: (request) => sessionFrom(parts.lrs.access, request),
    startOver: (visit) => startOver(parts, visit),
    openUnit: (visit, contentId) => openUnit(parts, visit, contentId),
    preview: (visit, content) => preview(parts, visit, content),
  };
}
