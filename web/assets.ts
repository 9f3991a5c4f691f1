import { join } from 'node:path';
import express, { type RequestHandler, type Router } from 'express';
import { distFolder } from '../base/index.js';
import { openAssetFolder } from './asset-folder.js';
import { sendAsset } from './send-asset.js';

/** The assets that browsers load: the built style sheet and islands, and the icon, under `/assets/`. */
export function assets(): Router {
  const router = express.Router();
  const folders = [openAssetFolder(join(distFolder, 'client')), openAssetFolder(join(distFolder, 'web', 'static'))];
  router.get('/assets/:name', async (request, response) => {
    const found = await Promise.all(folders.map((folder) => folder.find(request.params.name)));
    await sendAsset(
      request,
      response,
      found.find((asset) => asset !== undefined),
    );
  });
  return router;
}

/**
 * Headers every page carries. Scripts come from us alone; inline style attributes are allowed because H5P's core sets
 * them. Nobody may frame a page unless the launch it belongs to is known.
 */
export const securityHeaders: RequestHandler = (_request, response, next) => {
  response.setHeader('X-Content-Type-Options', 'nosniff');
  response.setHeader('Referrer-Policy', 'no-referrer');
  response.setHeader('Content-Security-Policy', contentSecurityPolicy("'none'"));
  next();
};

/** The policy of a page that the given ancestors may frame. Its forms come back to us. */
export function contentSecurityPolicy(frameAncestors: string): string {
  return [
    "default-src 'self'",
    "script-src 'self'",
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "media-src 'self' blob:",
    "font-src 'self' data:",
    "connect-src 'self'",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    `frame-ancestors ${frameAncestors}`,
  ].join('; ');
}

/**
 * An origin in the syntax of a policy: a host may contain `*`, `;` and `,` by the rules of URLs, and those mean
 * something else there.
 */
const plainOrigin = /^https?:\/\/(?:[\w.-]+|\[[\da-f:]+\])(?::\d+)?$/;

/** The origins that may frame a page of a launch: ourselves, and those of the LMS's addresses that are web addresses. */
export function frameAncestorsOf(...addresses: readonly string[]): string {
  const origins = addresses
    .filter((address) => URL.canParse(address))
    .map((address) => new URL(address).origin)
    .filter((origin) => plainOrigin.test(origin));
  return [...new Set(["'self'", ...origins])].join(' ');
}
