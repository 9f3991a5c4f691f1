import { lookup as resolveName } from 'node:dns';
import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { isIP, type LookupFunction } from 'node:net';
import { Readable } from 'node:stream';
import { LotseError, rangeOf } from '../../../base/index.js';

/** A body that is read while it is sent, at the pace of the receiver. */
export interface StreamedBody {
  /** Octets. */
  readonly length: number;
  pieces(): AsyncIterable<Uint8Array>;
}

/** What goes out to an address that somebody has configured. */
export interface OutboundRequest {
  readonly method: 'GET' | 'POST';
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | StreamedBody;
  /** Whether the address may lie in a private network. */
  readonly allowPrivate: boolean;
  /** Milliseconds until the whole answer must be here. */
  readonly timeout: number;
  readonly signal?: AbortSignal;
}

/** What came back. A redirect is an answer like any other: it is not followed. */
export interface OutboundAnswer {
  readonly status: number;
  /** Seconds. */
  readonly retryAfter: number | undefined;
  /** The answer's text, its first 64 KiB. */
  readonly text: string;
}

const mostText = 64 * 1024;

function privateAddress(host: string): LotseError {
  return new LotseError('forbidden', `${host} lies in a private network, which this target may not reach.`);
}

/** Resolves a name and refuses private addresses: what was checked is what is connected to, whatever the name says next. */
const publicLookup: LookupFunction = (hostname, options, callback) => {
  resolveName(hostname, { ...options, all: true }, (error, addresses) => {
    const list = Array.isArray(addresses) ? addresses : [];
    const fault =
      error ??
      (list.some(({ address }) => rangeOf(address) !== 'public')
        ? Object.assign(privateAddress(hostname), { errno: 0 })
        : null);
    if (fault !== null) return callback(fault, '', 4);
    if (options.all === true) return callback(null, list);
    callback(null, list[0]!.address, list[0]!.family);
  });
};

/**
 * Sends a request and reads its answer.
 * @throws LotseError `forbidden` where the address is private and must not be; any other error where there is no answer
 */
export async function sendOutbound({
  method,
  url,
  headers,
  body,
  allowPrivate,
  timeout,
  signal,
}: OutboundRequest): Promise<OutboundAnswer> {
  const host = url.hostname.replace(/^\[|\]$/g, '');
  // A literal address is never looked up.
  if (!allowPrivate && isIP(host) !== 0 && rangeOf(host) !== 'public') throw privateAddress(host);
  const expiry = AbortSignal.timeout(timeout);
  return new Promise((resolve, reject) => {
    const request = (url.protocol === 'https:' ? httpsRequest : httpRequest)(
      url,
      {
        method,
        signal: signal === undefined ? expiry : AbortSignal.any([expiry, signal]),
        agent: false,
        headers: {
          ...headers,
          ...(body === undefined
            ? {}
            : { 'Content-Length': String(typeof body === 'object' ? body.length : Buffer.byteLength(body)) }),
        },
        ...(allowPrivate ? {} : { lookup: publicLookup }),
      },
      (response) => {
        let text = '';
        response.setEncoding('utf8');
        response.on('data', (part: string) => {
          if (text.length < mostText) text += part;
        });
        response.on('end', () => {
          const seconds = Number(response.headers['retry-after'] ?? Number.NaN);
          resolve({
            status: response.statusCode ?? 0,
            retryAfter: Number.isFinite(seconds) && seconds >= 0 ? seconds : undefined,
            text: text.slice(0, mostText),
          });
        });
        response.on('error', reject);
      },
    );
    request.on('error', reject);
    if (typeof body !== 'object') {
      request.end(body);
      return;
    }
    const content = Readable.from(body.pieces(), { objectMode: false });
    // Data that cannot be read ends the request; an answer that comes before all is sent counts.
    content.on('error', (caught) => request.destroy(caught));
    request.on('close', () => content.destroy());
    content.pipe(request);
  });
}
