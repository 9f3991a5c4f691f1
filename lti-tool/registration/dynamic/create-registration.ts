import express, {
  type ErrorRequestHandler,
  type Request,
  type RequestHandler,
  type Response,
  type Router,
} from 'express';
import { z } from 'zod';
import type { Logger } from '../../../base/index.js';
import {
  contentSecurityPolicy,
  isLanguage,
  type Language,
  languageOf,
  logError,
  requestIdOf,
} from '../../../web/index.js';
import { RegistrationError } from '../registration-error.js';
import { confirmPage, donePage, refusedPage, renewedPage } from './pages.js';
import { parseRegistrationRequest } from './read-request.js';
import { propose, register, type RegistrationParts } from './register.js';

const confirmationSchema = z.object({ seen: z.string().min(1).max(100) });

/**
 * These pages stand in the LMS's frame, and which LMS that is nobody knows before its configuration has been read.
 * Whoever frames them has the invitation, which is all that they could steal a click for.
 */
const headers: RequestHandler = (_request, response, next) => {
  response.setHeader('Content-Security-Policy', contentSecurityPolicy('*'));
  response.setHeader('Referrer-Policy', 'no-referrer');
  response.setHeader('X-Content-Type-Options', 'nosniff');
  response.setHeader('Cache-Control', 'no-store');
  next();
};

function languageFor(request: Request): Language {
  const given = (request.body as Record<string, unknown> | undefined)?.['language'];
  return isLanguage(given) ? given : languageOf(request);
}

/** Refusals have sentences of their own; programs get the code, and the reason as its path. */
function refusals(logger: Logger): ErrorRequestHandler {
  return (caught: unknown, request, response, next) => {
    if (!(caught instanceof RegistrationError) || response.headersSent || request.accepts(['json', 'html']) !== 'html')
      return next(caught);
    const requestId = requestIdOf(response);
    logError(logger, caught, requestId);
    response
      .status(caught.status)
      .type('html')
      .send(refusedPage(languageFor(request), caught, requestId));
  };
}

/** Dependencies of the registration's routes. */
export interface RegistrationRouterParts extends RegistrationParts {
  readonly logger: Logger;
}

/** `/register`, to be mounted at `/lti`: dynamic registration, opened by an LMS with an invitation of ours. */
export function registrationRouter(parts: RegistrationRouterParts): Router {
  const { logger, publicUrl } = parts;
  const router = express.Router();
  const form = express.urlencoded({ extended: false, limit: '32kb', parameterLimit: 20 });

  async function show(request: Request, response: Response): Promise<void> {
    const read = parseRegistrationRequest(request.query);
    const proposal = await propose(parts, read);
    response.type('html').send(confirmPage(languageFor(request), `${publicUrl}/lti/register`, read, proposal));
  }

  async function connect(request: Request, response: Response): Promise<void> {
    const read = parseRegistrationRequest(request.body);
    const parsed = confirmationSchema.safeParse(request.body);
    if (!parsed.success) throw new RegistrationError('configuration-changed', 'nothing was agreed to');
    const { platform, renewed } = await register(parts, read, parsed.data.seen);
    logger.info(
      { organisation: platform.organisation, platform: platform.id, kind: platform.kind },
      renewed ? 'platform registered anew' : 'platform registered',
    );
    const organisation = await parts.organisations.findOrganisation(platform.organisation);
    response
      .type('html')
      .send(
        (renewed ? renewedPage : donePage)(languageFor(request), platform, organisation?.name ?? platform.organisation),
      );
  }

  router.route('/register').all(headers).get(show).post(form, connect);
  router.use('/register', refusals(logger));
  return router;
}
