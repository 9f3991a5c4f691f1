import express, { type RequestHandler, type Router } from 'express';
import { LotseError } from '../../base/index.js';
import type { Visit } from '../../people/index.js';
import { contentSecurityPolicy } from '../../web/index.js';
import { launchEndpoint } from './callback/endpoint.js';
import { keysEndpoint } from './keys-endpoint.js';
import { createLaunchLimits } from './launch-limits.js';
import { loginEndpoint } from './login/endpoint.js';
import type { LaunchParts } from './parts.js';
import { problemHandler } from './problem/send-problem.js';
import { type EnterAttempt, followAttempt } from './session/follow-attempt.js';

/** The LTI 1.3 handshake, which ends in a visit. */
export interface Launch {
  /** To be mounted at `/lti`: `/login`, `/launch` and `/keys`. */
  readonly router: Router;
  /**
   * Finds where the grade of a visit's unit, or of its learning path, goes, for a further attempt there.
   * @returns enters the further attempt once it has begun
   * @throws LotseError `session-lost` if the launch did not lead to a path
   */
  followAttempt(visit: Visit, from: 'unit' | 'path'): Promise<EnterAttempt>;
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
    followAttempt: (visit, from) => followAttempt(parts, visit, from),
  };
}
