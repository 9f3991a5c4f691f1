import { request as httpRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { checkedUrl, guardedLookup, type NetworkPolicy } from './network-policy.js';
import { Unreachable, type UnreachableReason } from './unreachable.js';

/** What to ask an LMS for. */
export interface TextRequest {
  readonly url: string;
  readonly method?: 'GET' | 'POST' | 'PUT' | 'DELETE';
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** Milliseconds until the whole answer must be here. */
  readonly timeout?: number;
  /** Most bytes of an answer. */
  readonly limit?: number;
  /** Ends the request from outside. */
  readonly signal?: AbortSignal;
  /** `false`: a redirect is an answer like any other. */
  readonly follow?: boolean;
}

/** What an LMS answered, whatever its status. */
export interface TextAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

/**
 * The one way this tool asks an LMS for something: bounded in time and size, never led to another host, and never to an
 * address that the network policy refuses, whatever a name may mean at the moment.
 * @throws Unreachable where there is no answer, or one over the limits
 */
export type FetchText = (request: TextRequest) => Promise<TextAnswer>;

const defaultTimeout = 10_000;
const defaultLimit = 1024 * 1024;
const mostRedirects = 3;
const redirects = new Set([301, 302, 303, 307, 308]);

/** Where a redirect leads: to the same origin, or the same host by https instead of http. */
function redirectTarget(policy: NetworkPolicy, from: URL, location: string | undefined): URL {
  if (location === undefined || !URL.canParse(location, from.href))
    throw new Unreachable('redirect', `redirect of ${from.host} leads nowhere`);
  const target = checkedUrl(policy, new URL(location, from).href);
  const upgraded = from.protocol === 'http:' && target.protocol === 'https:' && target.hostname === from.hostname;
  if (target.origin !== from.origin && !upgraded)
    throw new Unreachable('redirect', `redirect of ${from.host} leads to another host`);
  return target;
}

const reasonsByCode: Readonly<Record<string, UnreachableReason>> = {
  ENOTFOUND: 'name',
  EAI_AGAIN: 'name',
  EAI_FAIL: 'name',
  ENODATA: 'name',
  ECONNREFUSED: 'refused',
};

/** Node's own name for what went wrong, e.g. `ECONNREFUSED`. */
export function codeOf(caught: unknown): string {
  return typeof caught === 'object' && caught !== null && 'code' in caught ? String(caught.code) : '';
}

function reasonOf(caught: unknown): UnreachableReason {
  const code = codeOf(caught);
  // Node's names for what is wrong with a certificate are OpenSSL's.
  if (
    /CERT|SELF_SIGNED|UNABLE_TO_(GET|VERIFY|DECODE)|^ERR_TLS|^HOSTNAME_MISMATCH|^INVALID_(CA|PURPOSE)|^PATH_LENGTH/.test(
      code,
    )
  )
    return 'certificate';
  return reasonsByCode[code] ?? (code.startsWith('ERR_SSL') || code === 'EPROTO' ? 'certificate' : 'network');
}

/** Sends one request and waits for the head of its answer. */
function send(
  policy: NetworkPolicy,
  url: URL,
  { method = 'GET', headers = {}, body }: TextRequest,
  signal: AbortSignal,
): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const start = url.protocol === 'https:' ? httpsRequest : httpRequest;
    const request = start(
      url,
      {
        method,
        signal,
        lookup: guardedLookup(policy, url),
        // A connection of its own for each request: one that is kept could have been made under another check.
        agent: false,
        headers: {
          'User-Agent': 'Lotse',
          'Accept-Encoding': 'identity',
          ...headers,
          ...(body === undefined ? {} : { 'Content-Length': String(Buffer.byteLength(body)) }),
        },
      },
      resolve,
    );
    request.on('error', reject);
    request.end(body);
  });
}

async function readLimited(answer: IncomingMessage, limit: number, host: string): Promise<string> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of answer as AsyncIterable<Buffer>) {
    size += part.byteLength;
    if (size > limit) throw new Unreachable('too-large', `answer of ${host} is over ${limit} bytes`);
    parts.push(part);
  }
  return Buffer.concat(parts).toString('utf8');
}

function headersOf({ rawHeaders }: IncomingMessage): Headers {
  const headers = new Headers();
  for (let index = 0; index + 1 < rawHeaders.length; index += 2)
    headers.append(rawHeaders[index]!, rawHeaders[index + 1]!);
  return headers;
}

/** @param policy which addresses may be asked */
export function createFetchText(policy: NetworkPolicy): FetchText {
  return async (request) => {
    const { method = 'GET', limit = defaultLimit, follow = true } = request;
    const timeout = Math.min(request.timeout ?? defaultTimeout, policy.patience ?? Infinity);
    const expiry = AbortSignal.timeout(timeout);
    const signal = request.signal === undefined ? expiry : AbortSignal.any([expiry, request.signal]);
    let url = checkedUrl(policy, request.url);
    try {
      for (let hop = 0; ; hop += 1) {
        const answer = await send(policy, url, request, signal);
        try {
          const status = answer.statusCode ?? 0;
          if (follow && method === 'GET' && redirects.has(status)) {
            if (hop >= mostRedirects) throw new Unreachable('redirect', `${url.host} redirects without end`);
            url = redirectTarget(policy, url, answer.headers.location);
            continue;
          }
          const length = Number(answer.headers['content-length'] ?? 0);
          if (length > limit) throw new Unreachable('too-large', `answer of ${url.host} is over ${limit} bytes`);
          return { status, headers: headersOf(answer), text: await readLimited(answer, limit, url.host) };
        } finally {
          answer.destroy();
        }
      }
    } catch (caught) {
      if (caught instanceof Unreachable) throw caught;
      if (expiry.aborted)
        throw new Unreachable('timeout', `${url.host}: no answer within ${timeout} ms`, { cause: caught });
      throw new Unreachable(
        reasonOf(caught),
        `${url.host}: ${caught instanceof Error ? caught.message : String(caught)}`,
        { cause: caught },
      );
    }
  };
}
