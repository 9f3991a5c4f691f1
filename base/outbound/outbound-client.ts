import { type IncomingMessage, request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { pipeline, Readable } from 'node:stream';
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';
import { checkedUrl, guardedLookup, type NetworkPolicy } from './address-guard.js';
import { toOutboundError, OutboundError } from './outbound-error.js';

const decoders: Readonly<Record<string, () => NodeJS.ReadWriteStream & Readable>> = {
  gzip: createGunzip,
  'x-gzip': createGunzip,
  deflate: createInflate,
  br: createBrotliDecompress,
};

/** Decodes a body's content coding; without a known one the body stays as it is (RFC 9110 §8.4). */
function decodedBody(body: Readable, coding: string | undefined): Readable {
  const decoder = decoders[coding?.trim().toLowerCase() ?? '']?.();
  // Errors of either side reach the reader through the decoder.
  return decoder === undefined ? body : pipeline(body, decoder, () => undefined);
}

/** A body streamed at the pace of the receiver. */
export interface StreamedBody {
  /** Octets. */
  readonly length: number;
  chunks(): AsyncIterable<Uint8Array>;
}

/** A request to send. */
export interface OutboundRequest {
  readonly url: string | URL;
  readonly method?: 'GET' | 'POST' | 'PUT' | 'DELETE';
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | StreamedBody;
  /** Time until the whole response must be here; for `stream`, the longest wait for its next chunk. */
  readonly timeoutMs: number;
  /** Maximum size of a response, decoded, in octets. */
  readonly maxBytes: number;
  /** A longer response is refused, or read up to the limit. */
  readonly longer?: 'refuse' | 'cut';
  /**
   * Number of redirects a GET follows, on the same host only; none unless given: a redirect is a response like any
   * other.
   */
  readonly maxRedirects?: number;
  /** Aborts the request. */
  readonly signal?: AbortSignal;
}

/** A response, whatever its status. */
export interface OutboundResponse {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

/** The same while it is still being received. */
export interface StreamedResponse extends Omit<OutboundResponse, 'text'> {
  readonly body: AsyncIterable<Uint8Array>;
}

/**
 * The only HTTP client: every request of the product to another server goes through it, except those to an object
 * store, whose address only the operator can set. It is bounded in time and size, connects to no other host than the
 * requested one, and to no address that the network policy refuses, whatever a name resolves to at the moment.
 */
export interface OutboundClient {
  /** Sends a request and waits for the whole answer. @throws OutboundError */
  send(request: OutboundRequest): Promise<OutboundResponse>;
  /**
   * Sends a request and streams its response to `read`. Data that `read` leaves is not waited for.
   * @throws OutboundError, also into `read` if the body breaks off; whatever `read` throws
   */
  stream<Result>(request: OutboundRequest, read: (answer: StreamedResponse) => Promise<Result>): Promise<Result>;
}

const redirects = new Set([301, 302, 303, 307, 308]);

/** Aborts a request after its timeout, or on a signal. */
class Deadline {
  readonly #expiry = new AbortController();
  readonly #timer: NodeJS.Timeout;
  readonly signal: AbortSignal;

  constructor(
    private readonly timeoutMs: number,
    given: AbortSignal | undefined,
  ) {
    this.#timer = setTimeout(() => this.#expiry.abort(), timeoutMs);
    this.signal = given === undefined ? this.#expiry.signal : AbortSignal.any([this.#expiry.signal, given]);
  }

  refresh(): void {
    this.#timer.refresh();
  }

  end(): void {
    clearTimeout(this.#timer);
  }

  /** Explains an error, taking into account that the deadline may have passed. */
  explain(caught: unknown, host: string): OutboundError {
    if (!this.#expiry.signal.aborted || caught instanceof OutboundError) return toOutboundError(caught, host);
    return new OutboundError('timeout', `${host}: no answer within ${this.timeoutMs} ms`, { cause: caught });
  }
}

/** Sends one request and waits for the head of its response. */
function open(
  policy: NetworkPolicy,
  url: URL,
  { method = 'GET', headers = {}, body }: OutboundRequest,
  signal: AbortSignal,
): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const start = url.protocol === 'https:' ? httpsRequest : httpRequest;
    const length = typeof body === 'object' ? body.length : Buffer.byteLength(body ?? '');
    const request = start(
      url,
      {
        method,
        signal,
        lookup: guardedLookup(policy, url),
        // A new connection for each request: an existing one could have been made under another check.
        agent: false,
        headers: {
          'User-Agent': 'Lotse',
          'Accept-Encoding': 'identity',
          ...headers,
          ...(body === undefined ? {} : { 'Content-Length': String(length) }),
        },
      },
      resolve,
    );
    request.on('error', reject);
    if (typeof body !== 'object') {
      request.end(body);
      return;
    }
    const content = Readable.from(body.chunks(), { objectMode: false });
    // An error of the body ends the request; a response that comes before all of it is sent counts.
    content.on('error', (caught) => request.destroy(caught));
    request.on('close', () => content.destroy());
    content.pipe(request);
  });
}

/** The target of a redirect: on the same origin, or the same host over https instead of http. */
function redirectTarget(policy: NetworkPolicy, from: URL, location: string | undefined): URL {
  if (location === undefined || !URL.canParse(location, from.href))
    throw new OutboundError('redirect', `redirect of ${from.host} leads nowhere`);
  const target = checkedUrl(policy, new URL(location, from).href);
  const upgraded = from.protocol === 'http:' && target.protocol === 'https:' && target.hostname === from.hostname;
  if (target.origin !== from.origin && !upgraded)
    throw new OutboundError('redirect', `redirect of ${from.host} leads to another host`);
  return target;
}

/** The response at the end of all redirects. */
async function followed(
  policy: NetworkPolicy,
  from: URL,
  request: OutboundRequest,
  signal: AbortSignal,
): Promise<IncomingMessage> {
  const { method = 'GET', maxRedirects = 0 } = request;
  let url = from;
  for (let hop = 0; ; hop += 1) {
    const answer = await open(policy, url, request, signal);
    if (maxRedirects === 0 || method !== 'GET' || !redirects.has(answer.statusCode ?? 0)) return answer;
    answer.destroy();
    if (hop >= maxRedirects) throw new OutboundError('redirect', `${url.host} redirects without end`);
    url = redirectTarget(policy, url, answer.headers.location);
  }
}

function headersOf({ rawHeaders }: IncomingMessage): Headers {
  const headers = new Headers();
  for (let index = 0; index + 1 < rawHeaders.length; index += 2)
    headers.append(rawHeaders[index]!, rawHeaders[index + 1]!);
  return headers;
}

/** The chunks of a response, decoded, up to its limit. */
async function* piecesOf(
  answer: IncomingMessage,
  { maxBytes, longer = 'refuse' }: OutboundRequest,
  host: string,
): AsyncGenerator<Buffer, void> {
  const tooLarge = (): OutboundError => new OutboundError('too-large', `answer of ${host} is over ${maxBytes} bytes`);
  if (longer === 'refuse' && Number(answer.headers['content-length'] ?? 0) > maxBytes) throw tooLarge();
  let size = 0;
  for await (const piece of decodedBody(answer, answer.headers['content-encoding']) as AsyncIterable<Buffer>) {
    size += piece.byteLength;
    if (size <= maxBytes) {
      yield piece;
      continue;
    }
    if (longer === 'refuse') throw tooLarge();
    yield piece.subarray(0, piece.byteLength - (size - maxBytes));
    return;
  }
}

/** @param policy which addresses may be asked */
export function createOutboundClient(policy: NetworkPolicy): OutboundClient {
  async function exchange<Result>(
    request: OutboundRequest,
    read: (answer: StreamedResponse, deadline: Deadline) => Promise<Result>,
  ): Promise<Result> {
    const url = checkedUrl(policy, String(request.url));
    const deadline = new Deadline(request.timeoutMs, request.signal);
    async function* body(answer: IncomingMessage): AsyncGenerator<Buffer, void> {
      try {
        yield* piecesOf(answer, request, url.host);
      } catch (caught) {
        throw deadline.explain(caught, url.host);
      }
    }
    try {
      const answer = await followed(policy, url, request, deadline.signal).catch((caught: unknown) => {
        throw deadline.explain(caught, url.host);
      });
      try {
        return await read({ status: answer.statusCode ?? 0, headers: headersOf(answer), body: body(answer) }, deadline);
      } finally {
        answer.destroy();
      }
    } finally {
      deadline.end();
    }
  }

  return {
    send: (request) =>
      exchange(request, async ({ body, ...head }) => {
        const chunks: Uint8Array[] = [];
        for await (const piece of body) chunks.push(piece);
        return { ...head, text: Buffer.concat(chunks).toString('utf8') };
      }),
    stream: (request, read) =>
      exchange(request, ({ body, ...head }, deadline) => {
        async function* timedChunks(): AsyncGenerator<Uint8Array, void> {
          for await (const piece of body) {
            deadline.refresh();
            yield piece;
          }
        }
        return read({ ...head, body: timedChunks() });
      }),
  };
}
