import { join } from 'node:path';
import express, { type RequestHandler, type Router } from 'express';
import { projectRoot } from '../base/index.js';
import { assetFolder } from './asset-folder.js';
import { sendAsset } from './send-asset.js';

/** What browsers load from us: the built style sheet and islands, and the icon, under `/assets/`. */
export function assets(): Router {
  const router = express.Router();
  const folders = [assetFolder(join(projectRoot, 'dist', 'client')), assetFolder(join(projectRoot, 'lrs', 'web', 'static'))];
  router.get('/assets/:name', async (request, response) => {
    const found = await Promise.all(folders.map((folder) => folder.find(request.params.name)));
    await sendAsset(request, response, found.find((asset) => asset !== undefined));
  });
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
