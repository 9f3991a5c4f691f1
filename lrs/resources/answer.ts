import type { ServerResponse } from 'node:http';
import type { Instant } from '../../base/index.js';
import type { PageText } from '../store/index.js';
import { checkPreconditions, etagOf, namesDocument } from '../document/index.js';
import { type Exchange, preconditionsOf } from './exchange.js';

const jsonType = 'application/json; charset=utf-8';

/** Up to this size a page goes to the socket as one text with its headers, which is quicker than several buffers. */
const maxTextBytes = 8_192;

function end(response: ServerResponse, contentType: string, body: Uint8Array | string): void {
  response.setHeader('Content-Type', contentType);
  response.setHeader('Content-Length', String(Buffer.byteLength(body)));
  // To HEAD, Node sends these headers and leaves the body out. Text goes to the socket in one piece with the headers.
  response.end(body);
}

/** 200 with JSON text. */
export function sendJson({ response }: Exchange, text: string): void {
  end(response, jsonType, text);
}

/**
 * 200 with a page as the store wrote it (xAPI 2.0 §4.1.6.1, StatementResult). Its pieces are not copied, and given back
 * once they are sent.
 * @param more IRL of the next page; empty if there is none
 */
export function answerPage(exchange: Exchange, { chunks, release }: PageText, more: string): void {
  const { response } = exchange;
  const before = '{"statements":[';
  const after = `],"more":${JSON.stringify(more)}}`;
  const length = chunks.reduce((sum, { byteLength }) => sum + byteLength, 0);
  if (length <= maxTextBytes) {
    sendJson(exchange, `${before}${Buffer.concat(chunks).toString()}${after}`);
    release();
    return;
  }
  response.setHeader('Content-Type', jsonType);
  response.setHeader('Content-Length', String(length + Buffer.byteLength(before) + Buffer.byteLength(after)));
  // By then the socket has written them, or is closed itself.
  response.once('close', release);
  // Together to the socket; `end` lets go.
  response.cork();
  response.write(before);
  for (const chunk of chunks) response.write(chunk);
  response.end(after);
}

/**
 * 200 with content and its entity tag, without quotes; 304 where that is one of those in `If-None-Match` (RFC 9110
 * §13.2).
 * @throws LotseError `precondition-failed` if it is none of those in `If-Match`
 */
export function sendTagged(exchange: Exchange, etag: string, contentType: string, content: Uint8Array | string): void {
  const { response } = exchange;
  const { match, noneMatch } = preconditionsOf(exchange);
  if (match !== undefined) checkPreconditions({ match }, { etag }, 'overwrite');
  response.setHeader('ETag', `"${etag}"`);
  if (noneMatch === undefined || !namesDocument(noneMatch, { etag })) return end(response, contentType, content);
  response.statusCode = 304;
  response.end();
}

/** The same with JSON text, whose entity tag is its hash (xAPI 1.0.3 Communication §3.1). */
export function sendTaggedJson(exchange: Exchange, text: string): void {
  sendTagged(exchange, etagOf(text), jsonType, text);
}

/** 204. */
export function sendNoContent({ response }: Exchange): void {
  response.statusCode = 204;
  response.end();
}

/** When what is answered last changed: HTTP's form of the instant, to the second. */
export function setLastModified({ response }: Exchange, instant: Instant): void {
  response.setHeader('Last-Modified', new Date(instant).toUTCString());
}
