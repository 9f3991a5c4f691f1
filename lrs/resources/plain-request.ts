import type { IncomingMessage, ServerResponse } from 'node:http';
import express from 'express';
import { LotseError } from '../../base/index.js';
import type { XapiRequest } from './exchange.js';
import { readChunks } from './request-chunks.js';

const empty = new Uint8Array(0);

/**
 * True if the body is not encoded and its length is announced and within the limit. Node holds it to that
 * length, so that reading it takes no more than joining its chunks.
 */
function isPlain(request: IncomingMessage, limit: number): boolean {
  const { 'content-encoding': encoding, 'content-length': announced, 'transfer-encoding': transfer } = request.headers;
  const length = Number(announced);
  return encoding === undefined && transfer === undefined && length > 0 && length <= limit;
}

/** @throws LotseError `bad-request` if it breaks off */
function readPlain(request: IncomingMessage): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    const breakOff = (caught?: Error): void =>
      reject(new LotseError('bad-request', 'The body broke off.', { cause: caught }));
    if (request.destroyed) return breakOff();
    request.on('data', (piece: Buffer) => void chunks.push(piece));
    request.on('end', () => resolve(chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks)));
    request.on('error', breakOff);
    request.on('close', () => {
      if (!request.complete) breakOff();
    });
  });
}

/**
 * Reads the body as bytes, decoding gzip, deflate and br; the limit counts decoded bytes.
 * @throws what Express's parser throws, a 4xx with `status`
 */
function readAny(request: IncomingMessage, response: ServerResponse, limit: number): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    express.raw({ type: () => true, limit })(request, response, (caught?: unknown) => {
      if (caught !== undefined) return reject(caught as Error);
      const { body } = request as { readonly body?: unknown };
      resolve(body instanceof Uint8Array ? body : empty);
    });
  });
}

/** The query of an address, without its question mark. */
export function queryOf(url: string): string {
  const mark = url.indexOf('?');
  return mark < 0 ? '' : url.slice(mark + 1);
}

/** A request as it came in. */
export function plainRequest(request: IncomingMessage, response: ServerResponse, limit: number): XapiRequest {
  let body: Promise<Uint8Array> | undefined;
  return {
    method: request.method!,
    query: queryOf(request.url!),
    header: (name) => request.headers[name] as string | undefined,
    body: () => (body ??= isPlain(request, limit) ? readPlain(request) : readAny(request, response, limit)),
    chunks: (maxBytes) => readChunks(request, maxBytes),
  };
}
