import { LotseError } from '../../lrs/base/index.js';

/** What to ask an LMS for. */
export interface JsonRequest {
  readonly url: string;
  readonly method?: 'GET' | 'POST';
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** Milliseconds until the whole answer must be here. */
  readonly timeout?: number;
  /** Most bytes of an answer. */
  readonly limit?: number;
  /** Ends the request from outside. */
  readonly signal?: AbortSignal;
}

/** What an LMS answered, whatever its status. `body` is the parsed JSON, `undefined` where there is none. */
export interface JsonAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: unknown;
}

const defaultTimeout = 10_000;
const defaultLimit = 1024 * 1024;
const mostRedirects = 3;
const redirects = new Set([301, 302, 303, 307, 308]);

function unreachable(detail: string, cause?: unknown): LotseError {
  return new LotseError('platform-unreachable', 'The LMS did not answer, or not as its specification says.', { detail, cause });
}

function checkedUrl(text: string): URL {
  if (!URL.canParse(text)) throw unreachable('address is no URL');
  const url = new URL(text);
  if (url.protocol !== 'https:' && url.protocol !== 'http:') throw unreachable(`address has the scheme ${url.protocol}`);
  if (url.username !== '' || url.password !== '') throw unreachable(`address of ${url.host} carries a user name`);
  return url;
}

/** Where a redirect leads: to the same origin, or the same host by https instead of http. */
function redirectTarget(from: URL, location: string | null): URL {
  if (location === null || !URL.canParse(location, from.href)) throw unreachable(`redirect of ${from.host} leads nowhere`);
  const target = checkedUrl(new URL(location, from).href);
  const upgraded = from.protocol === 'http:' && target.protocol === 'https:' && target.hostname === from.hostname;
  if (target.origin !== from.origin && !upgraded) throw unreachable(`redirect of ${from.host} leads to another host`);
  return target;
}

async function readLimited(response: Response, limit: number, host: string): Promise<string> {
  if (response.body === null) return '';
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of response.body) {
    size += part.byteLength;
    if (size > limit) throw unreachable(`answer of ${host} is over ${limit} bytes`);
    parts.push(part);
  }
  return Buffer.concat(parts).toString('utf8');
}

/**
 * The one way this tool asks an LMS for something: bounded in time and size, never led to another host.
 * @throws LotseError `platform-unreachable` where there is no answer, one over the limits, or one that is not JSON
 *   although its status is a success
 */
export async function fetchJson(request: JsonRequest): Promise<JsonAnswer> {
  const { method = 'GET', timeout = defaultTimeout, limit = defaultLimit } = request;
  const expiry = AbortSignal.timeout(timeout);
  const signal = request.signal === undefined ? expiry : AbortSignal.any([expiry, request.signal]);
  let url = checkedUrl(request.url);
  try {
    for (let hop = 0; ; hop += 1) {
      const response = await fetch(url, {
        method, signal, redirect: 'manual',
        ...(request.headers === undefined ? {} : { headers: request.headers }),
        ...(request.body === undefined ? {} : { body: request.body }),
      });
      if (method === 'GET' && redirects.has(response.status)) {
        await response.body?.cancel();
        if (hop >= mostRedirects) throw unreachable(`${url.host} redirects without end`);
        url = redirectTarget(url, response.headers.get('location'));
        continue;
      }
      return { status: response.status, headers: response.headers, body: parse(await readLimited(response, limit, url.host), response, url.host) };
    }
  } catch (caught) {
    if (caught instanceof LotseError) throw caught;
    const reason = expiry.aborted ? `no answer within ${timeout} ms` : caught instanceof Error && caught.cause instanceof Error ? caught.cause.message : String(caught);
    throw unreachable(`${url.host}: ${reason}`, caught);
  }
}

function parse(text: string, response: Response, host: string): unknown {
  if (text.trim() === '') return undefined;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    // Error pages are HTML more often than not; their status says enough.
    if (!response.ok) return undefined;
    throw unreachable(`answer of ${host} is not JSON`);
  }
}
