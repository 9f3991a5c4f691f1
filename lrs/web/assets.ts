import { join } from 'node:path';
import express, { type RequestHandler, type Router } from 'express';
import { projectRoot } from '../base/index.js';

/** What browsers load from us: the built style sheet and islands under `/assets/`. */
export function assets(): Router {
  const router = express.Router();
  router.use('/assets', express.static(join(projectRoot, 'dist', 'client'), { index: false, maxAge: '10m', fallthrough: true }));
  router.use('/assets', express.static(join(projectRoot, 'lrs', 'web', 'static'), { index: false, maxAge: '1d', fallthrough: true }));
  return router;
}

/**
 * Headers every page carries. Scripts come from us alone; inline style attributes are allowed because H5P's core sets
 * them. Who may frame a page is decided where the launch is known (`allowFraming`).
 */
export const securityHeaders: RequestHandler = (_request, response, next) => {
  response.setHeader('X-Content-Type-Options', 'nosniff');
  response.setHeader('Referrer-Policy', 'no-referrer');
  response.setHeader('Content-Security-Policy', contentSecurityPolicy("'self'"));
  next();
};

/** The policy of a page that the given ancestors may frame. */
export function contentSecurityPolicy(frameAncestors: string): string {
  return [
    "default-src 'self'", "script-src 'self'", "style-src 'self' 'unsafe-inline'", "img-src 'self' data: blob:", "media-src 'self' blob:",
    "font-src 'self' data:", "connect-src 'self'", "object-src 'none'", "base-uri 'none'", `frame-ancestors ${frameAncestors}`,
  ].join('; ');
}

/** The origins that may frame a page of a launch: ourselves and the LMS it came from. */
export function frameAncestorsOf(issuer: string): string {
  return URL.canParse(issuer) && /^https?:/.test(issuer) ? `'self' ${new URL(issuer).origin}` : "'self'";
}
