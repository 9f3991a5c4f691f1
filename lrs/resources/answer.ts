import type { ServerResponse } from 'node:http';
import { etagOf } from '../document/index.js';
import { setFree } from '../server/index.js';
import type { Exchange } from './exchange.js';

function end(response: ServerResponse, contentType: string, body: Uint8Array | string): void {
  response.setHeader('Content-Type', contentType);
  response.setHeader('Content-Length', String(Buffer.byteLength(body)));
  // To HEAD, Node sends these headers and leaves the body out. Text goes to the socket in one piece with the headers.
  response.end(body);
}

/** 200 with JSON text. */
export function answerJson({ response }: Exchange, text: string): void {
  end(response, 'application/json; charset=utf-8', text);
}

/** 200 with JSON that lies in pieces of bytes between two texts. They are not copied, and freed once they are sent. */
export function answerJsonPieces({ response }: Exchange, before: string, pieces: readonly Uint8Array[], after: string): void {
  response.setHeader('Content-Type', 'application/json; charset=utf-8');
  response.setHeader('Content-Length', String(pieces.reduce((sum, { length }) => sum + length, Buffer.byteLength(before) + Buffer.byteLength(after))));
  // By then the socket has written them, or is closed itself.
  response.once('close', () => setFree(pieces));
  // Together to the socket; `end` lets go.
  response.cork();
  response.write(before);
  for (const piece of pieces) response.write(piece);
  response.end(after);
}

/** 200 with JSON text and, as entity tag, its hash (xAPI 1.0.3 Communication §3.1). */
export function answerTaggedJson(exchange: Exchange, text: string): void {
  exchange.response.setHeader('ETag', `"${etagOf(text)}"`);
  answerJson(exchange, text);
}

/** 200 with bytes of any type. */
export function answerBytes({ response }: Exchange, contentType: string, content: Uint8Array): void {
  end(response, contentType, content);
}

/** 204. */
export function answerNothing({ response }: Exchange): void {
  response.statusCode = 204;
  response.end();
}

/** When what is answered last changed: HTTP's form of an ISO 8601 instant, to the second. */
export function setLastModified({ response }: Exchange, instant: string): void {
  response.setHeader('Last-Modified', new Date(instant).toUTCString());
}
