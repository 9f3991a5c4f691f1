import type { RequestHandler } from 'express';
import { languageOf } from '../../web/index.js';
import { renderStartPage } from './view.js';

/** GET `/`. */
export function startRoute(options: {
  readonly publicUrl: string;
  readonly demoUrl: string | undefined;
}): RequestHandler {
  return (request, response) => {
    response.type('html').send(renderStartPage({ language: languageOf(request), ...options }));
  };
}
