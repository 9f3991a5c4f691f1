import { text, type Request, type RequestHandler } from 'express';
import type { z } from 'zod';
import { LotseError } from '../../../base/index.js';

/** Media types of the services (AGS 2.0 §3, NRPS 2.0 §2.4). */
export const media = {
  lineItem: 'application/vnd.ims.lis.v2.lineitem+json',
  lineItems: 'application/vnd.ims.lis.v2.lineitemcontainer+json',
  score: 'application/vnd.ims.lis.v1.score+json',
  results: 'application/vnd.ims.lis.v2.resultcontainer+json',
  members: 'application/vnd.ims.lti-nrps.v2.membershipcontainer+json',
} as const;

/**
 * Accepts a body of exactly this media type, as Moodle does.
 * @throws LotseError `unsupported-media-type`
 */
export function takeText<P>(type: string): readonly RequestHandler<P>[] {
  return [
    (request, _response, next) => {
      const given = (request.headers['content-type'] ?? '').split(';', 1)[0]!.trim().toLowerCase();
      if (given !== type) throw new LotseError('unsupported-media-type', `The Content-Type must be ${type}.`);
      next();
    },
    text({ type: () => true, limit: '64kb' }) as RequestHandler<P>,
  ];
}

/** @throws LotseError `invalid-json`, `bad-request` with the path of the fault */
export function parseDemoBody<T>(request: { readonly body: unknown }, schema: z.ZodType<T>): T {
  let value: unknown;
  try {
    value = JSON.parse(typeof request.body === 'string' ? request.body : '');
  } catch {
    throw new LotseError('invalid-json', 'The body is not JSON.');
  }
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  const path = issue?.path.join('.') ?? '';
  throw new LotseError('bad-request', `${path === '' ? 'The body' : path}: ${issue?.message ?? 'is malformed'}.`, {
    path,
  });
}

/** One page of a list, and the Link header that leads to the next (RFC 8288). */
export function pageOf<T>(
  all: readonly T[],
  request: Pick<Request, 'query'>,
  address: string,
): { readonly page: readonly T[]; readonly link: string | undefined } {
  const whole = (name: string): number | undefined => {
    const value = request.query[name];
    if (value === undefined) return undefined;
    if (typeof value !== 'string' || !/^\d{1,6}$/.test(value))
      throw new LotseError('invalid-parameter', `${name} must be a whole number.`, { path: name });
    return Number(value);
  };
  const limit = whole('limit');
  if (limit === undefined) return { page: all, link: undefined };
  if (limit === 0) throw new LotseError('invalid-parameter', 'limit must be 1 or more.', { path: 'limit' });
  const from = whole('from') ?? 0;
  if (from + limit >= all.length) return { page: all.slice(from), link: undefined };
  const next = new URL(address);
  for (const [name, value] of Object.entries(request.query))
    if (typeof value === 'string') next.searchParams.set(name, value);
  next.searchParams.set('from', String(from + limit));
  return { page: all.slice(from, from + limit), link: `<${next.href}>; rel="next"` };
}
