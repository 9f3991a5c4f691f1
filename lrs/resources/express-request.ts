import express, { type Request, type Response } from 'express';
import type { XapiRequest } from './exchange.js';
import { readPieces } from './request-pieces.js';

const empty = new Uint8Array(0);

/**
 * Reads the body as bytes, unpacking gzip, deflate and br; the limit counts unpacked bytes.
 * @throws what Express's parser throws, a 4xx with `status`
 */
function readBody(request: Request, response: Response, limit: number): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    express.raw({ type: () => true, limit })(request, response, (caught?: unknown) => {
      if (caught !== undefined) reject(caught as Error);
      else resolve(request.body instanceof Uint8Array ? request.body : empty);
    });
  });
}

/** The query of an address, without its question mark. */
export function queryOf(url: string): string {
  const mark = url.indexOf('?');
  return mark < 0 ? '' : url.slice(mark + 1);
}

/** A request as it came in. */
export function plainRequest(request: Request, response: Response, limit: number): XapiRequest {
  return {
    method: request.method,
    query: queryOf(request.originalUrl),
    header: (name) => request.get(name),
    body: () => readBody(request, response, limit),
    pieces: (most) => readPieces(request, most),
  };
}
