import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Request, Response } from 'express';
import type { ByteRange, StoredBlob } from '../base/index.js';

/** A blob to send to a browser. */
export interface OutgoingBlob {
  readonly blob: StoredBlob;
  readonly contentType: string;
  /** Identifies the content, e.g. its hash; becomes its ETag. */
  readonly tag: string;
  readonly cacheControl: string;
}

/** A validator in If-Range must be exactly the current one (RFC 9110 §13.1.5). */
function isNotModified(request: Request, etag: string): boolean {
  const condition = request.headers['if-range'];
  return condition === undefined || condition === etag;
}

/**
 * The requested part (RFC 9110 §14.2): one range of octets. A request for several, or in another
 * unit, gets all of it.
 */
function rangeOf(request: Request, etag: string, length: number): ByteRange | 'all' | 'unsatisfiable' {
  if (request.method !== 'GET' || !isNotModified(request, etag)) return 'all';
  const ranges = request.range(length);
  if (ranges === -1) return 'unsatisfiable';
  if (!Array.isArray(ranges) || ranges.type !== 'bytes' || ranges.length !== 1) return 'all';
  const { start, end } = ranges[0]!;
  return { start, end };
}

async function* rest(first: Uint8Array, chunks: AsyncIterator<Uint8Array>): AsyncGenerator<Uint8Array, void> {
  try {
    yield first;
    for (let next = await chunks.next(); next.done !== true; next = await chunks.next()) yield next.value;
  } finally {
    await chunks.return?.();
  }
}

/** Streams a blob, or a range of it, at the pace of the reader, without buffering it. */
export async function sendBlob(
  request: Request,
  response: Response,
  { blob, contentType, tag, cacheControl }: OutgoingBlob,
): Promise<void> {
  const etag = `"${tag}"`;
  response.set('ETag', etag);
  if (request.fresh) {
    response.status(304).set('Cache-Control', cacheControl).end();
    return;
  }
  const range = rangeOf(request, etag, blob.length);
  if (range === 'unsatisfiable') {
    response.status(416).set('Content-Range', `bytes */${blob.length}`).end();
    return;
  }
  const chunks = (range === 'all' ? blob.read() : blob.read(range))[Symbol.asyncIterator]();
  // Before the head: if the blob cannot be read at present, an error can still be sent.
  const first = request.method === 'HEAD' ? undefined : await chunks.next();
  response.set({
    'Content-Type': contentType,
    'Cache-Control': cacheControl,
    'Accept-Ranges': 'bytes',
    'X-Content-Type-Options': 'nosniff',
    'Content-Length': String(range === 'all' ? blob.length : range.end - range.start + 1),
  });
  if (range !== 'all') response.status(206).set('Content-Range', `bytes ${range.start}-${range.end}/${blob.length}`);
  if (first === undefined || first.done === true) {
    response.end();
    return;
  }
  try {
    await pipeline(Readable.from(rest(first.value, chunks), { objectMode: false }), response);
  } catch (caught) {
    // The client has gone away: nobody is left to tell, and nothing went wrong here.
    if ((caught as NodeJS.ErrnoException).code !== 'ERR_STREAM_PREMATURE_CLOSE') throw caught;
  }
}
