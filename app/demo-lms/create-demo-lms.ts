import express, { urlencoded, type Express, type RequestHandler } from 'express';
import type { Clock, Logger } from '../../base/index.js';
import { assetRouter } from './assets.js';
import { deepLinkReturn } from './deep-linking/index.js';
import { createKeyRing } from './keys.js';
import { loginRouter } from './oidc/index.js';
import { handleDemoNotFound, pageErrors } from './page-errors.js';
import { pageRouter } from './page-router.js';
import type { DemoParts, DemoPlatform, RegisteredTool } from './parts.js';
import { serviceRouter } from './services/index.js';
import { initialState, openStateFile } from './state/index.js';

/** Options of the demo LMS. */
export interface DemoLmsOptions {
  /** Its own address, without a slash at its end. */
  readonly url: string;
  /** Lotse's address, without a slash at its end. */
  readonly toolUrl: string;
  /** Where the tool publishes its keys: `/lti/keys` below its address unless given. */
  readonly toolKeysUrl?: string;
  /** The file of its state, including its keys. */
  readonly statePath: string;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** The running platform, with its configuration for a tool. */
export interface DemoLms {
  /** The request listener, to be served at `url`. */
  readonly app: Express;
  readonly platform: DemoPlatform;
}

function securityHeaders({ origin }: RegisteredTool): RequestHandler {
  const policy = [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self'",
    "base-uri 'none'",
    // form-action also governs where a posted form is redirected to, so both sides of the login are in it.
    `form-action 'self' ${origin}`,
    `frame-src 'self' ${origin}`,
    "frame-ancestors 'self'",
  ].join('; ');
  return (_request, response, next) => {
    response.set({
      'Content-Security-Policy': policy,
      'X-Content-Type-Options': 'nosniff',
      'Referrer-Policy': 'same-origin',
      'Cache-Control': 'no-store',
    });
    next();
  };
}

/**
 * Redirects visitors who came by another name of this machine (`localhost` for `127.0.0.1`) to the demo's own address:
 * under any other, its pages are not the LMS that Lotse knows, and no browser would show Lotse inside them.
 */
function underOwnName(url: string): RequestHandler {
  const own = new URL(url);
  return (request, response, next) => {
    const requested = `http://${request.get('host') ?? ''}`;
    const local =
      URL.canParse(requested) && /^(?:localhost|127(?:\.\d+){3}|\[::1\])$/.test(new URL(requested).hostname);
    if (local && request.method === 'GET' && new URL(requested).hostname !== own.hostname)
      response.redirect(307, new URL(request.originalUrl.replace(/^\/+/, '/'), own).href);
    else next();
  };
}

/**
 * Opens a small, real LTI 1.3 platform with one course and one registered tool.
 * @throws LotseError `store-unavailable` if the state cannot be read or written
 */
export async function createDemoLms({
  url,
  toolUrl,
  toolKeysUrl = `${toolUrl}/lti/keys`,
  statePath,
  clock,
  logger,
}: DemoLmsOptions): Promise<DemoLms> {
  const tool: RegisteredTool = {
    loginUrl: `${toolUrl}/lti/login`,
    launchUrl: `${toolUrl}/lti/launch`,
    origin: new URL(toolUrl).origin,
  };
  const platform: DemoPlatform = {
    issuer: url,
    clientId: 'lotse-demo',
    deploymentId: '1',
    name: 'Lernplatz (Demo)',
    authUrl: `${url}/lti/auth`,
    tokenUrl: `${url}/lti/token`,
    jwksUrl: `${url}/lti/keys`,
  };
  const state = await openStateFile(statePath, () => initialState(tool.launchUrl));
  const keys = await createKeyRing(state.current(), toolKeysUrl, clock);
  const parts: DemoParts = { url, platform, tool, state, keys, clock, logger };

  const app = express();
  app.disable('x-powered-by');
  app.set('etag', false);
  app.use(securityHeaders(tool), underOwnName(url));
  app.use(assetRouter());
  app.use(loginRouter(parts));
  app.post('/lti/deep-link-return', urlencoded({ extended: false, limit: '1mb' }), deepLinkReturn(parts));
  app.use('/lti', serviceRouter(parts));
  app.use(pageRouter(parts));
  app.use(handleDemoNotFound);
  app.use(pageErrors(logger));
  return { app, platform };
}
