import { join } from 'node:path';
import { Router } from 'express';
import { distFolder } from '../../base/index.js';

const files = {
  'demo-lms.css': ['app', 'demo-lms', 'styles', 'demo-lms.css'],
  'demo-lms.svg': ['app', 'demo-lms', 'styles', 'demo-lms.svg'],
  'demo-lms.js': ['client', 'demo-lms.js'],
} as const;

/** The assets of the pages. */
export function assetRouter(): Router {
  const router = Router();
  for (const [name, path] of Object.entries(files)) {
    router.get(`/assets/${name}`, (_request, response, next) => {
      response.sendFile(
        join(distFolder, ...path),
        { cacheControl: false, headers: { 'Cache-Control': 'no-cache' } },
        (error?: Error) => {
          if (error !== undefined && !response.headersSent) next();
        },
      );
    });
  }
  return router;
}
