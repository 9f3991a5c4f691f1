import type { IncomingMessage, ServerResponse } from 'node:http';
import { LotseError } from '../../base/index.js';
import { withoutAlternateSyntax } from './alternate-request.js';
import { type RequestTarget, Exchange, type ResourceStep, type XapiRequest } from './exchange.js';
import { plainRequest } from './plain-request.js';
import type { Services } from './services.js';
import { answeredVersion } from './version.js';

type Method = 'GET' | 'PUT' | 'POST' | 'DELETE';

/** One xAPI resource: its path below the LRS's base, and per method the steps that answer it. HEAD is GET. */
export interface Resource {
  readonly path: string;
  readonly methods: Readonly<Partial<Record<Method, readonly ResourceStep[]>>>;
  /** Headers of every response of the resource, whatever the outcome of the request. */
  readonly headers?: Readonly<Record<string, string>>;
}

const exposed = [
  'ETag',
  'Last-Modified',
  'Content-Length',
  'WWW-Authenticate',
  'Retry-After',
  'X-Experience-API-Version',
  'X-Experience-API-Consistent-Through',
  'X-Request-Id',
].join(', ');
const accepted = [
  'Accept',
  'Accept-Language',
  'Authorization',
  'Content-Type',
  'If-Match',
  'If-None-Match',
  'X-Experience-API-Version',
  'X-Experience-API-Hash',
  'Content-Transfer-Encoding',
];

/**
 * Headers of every response. Any page may call the LRS, since access needs a secret and cookies
 * count for nothing. Documents have the type their sender chose, so a response is never sniffed, never runs
 * scripts and is never stored by shared caches.
 */
export function setGeneralHeaders(
  response: ServerResponse,
  { method, header }: Pick<XapiRequest, 'method' | 'header'>,
): void {
  response.setHeader('X-Experience-API-Version', answeredVersion(header('x-experience-api-version')));
  response.setHeader('Access-Control-Allow-Origin', '*');
  response.setHeader('Access-Control-Expose-Headers', exposed);
  response.setHeader('X-Content-Type-Options', 'nosniff');
  response.setHeader('Content-Security-Policy', "sandbox; default-src 'none'; frame-ancestors 'none'");
  response.setHeader('Cache-Control', method === 'GET' || method === 'HEAD' ? 'private, no-cache' : 'no-store');
}

function allowedMethods({ methods }: Resource): string {
  const names = Object.keys(methods);
  return [...names, ...(names.includes('GET') ? ['HEAD'] : []), 'OPTIONS'].join(', ');
}

/** Answers a CORS preflight request, which never carries a credential. */
function answerOptions(response: ServerResponse, resource: Resource): void {
  response.setHeader('Allow', allowedMethods(resource));
  response.setHeader('Access-Control-Allow-Methods', allowedMethods(resource));
  response.setHeader('Access-Control-Allow-Headers', accepted.join(', '));
  response.setHeader('Access-Control-Max-Age', '86400');
  response.statusCode = 204;
  response.end();
}

function stepsFor(resource: Resource, exchange: Exchange): readonly ResourceStep[] {
  const { method } = exchange.request;
  const steps = resource.methods[(method === 'HEAD' ? 'GET' : method) as Method];
  if (steps !== undefined) return steps;
  exchange.response.setHeader('Allow', allowedMethods(resource));
  throw new LotseError(
    'method-not-allowed',
    `This resource does not know ${method}. It knows ${allowedMethods(resource)}.`,
  );
}

/** Answers a request for a resource. */
export async function answerRequest(
  services: Services,
  resource: Resource,
  incoming: IncomingMessage,
  response: ServerResponse,
  target: RequestTarget,
): Promise<void> {
  const plain = plainRequest(incoming, response, services.bodyLimit);
  setGeneralHeaders(response, plain);
  for (const [name, value] of Object.entries(resource.headers ?? {})) response.setHeader(name, value);
  if (plain.method === 'OPTIONS') return answerOptions(response, resource);
  const request = await withoutAlternateSyntax(plain);
  if (request !== plain) setGeneralHeaders(response, request);
  const exchange = new Exchange(services, target, response, request);
  for (const step of stepsFor(resource, exchange)) {
    // Most steps are done when they return: only the others are worth an `await`.
    const waiting = step(exchange);
    if (waiting !== undefined) await waiting;
  }
}
