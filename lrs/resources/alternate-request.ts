import { LotseError } from '../../base/index.js';
import { xapiVersionOf } from '../statement/index.js';
import type { XapiRequest } from './exchange.js';
import { parsePairs } from './parameters.js';

const methods = ['GET', 'PUT', 'POST', 'DELETE', 'HEAD'];

/** Form parameters that stand for headers (xAPI 1.0.3 Communication §1.3). */
const headers = [
  'authorization',
  'x-experience-api-version',
  'content-type',
  'content-length',
  'if-match',
  'if-none-match',
];

const withBody = ['PUT', 'POST'];

/**
 * The characters of a header value (RFC 9110 §5.5): a value that is stored, such as a document's type, is sent in a
 * header again.
 */
const headerValue = /^[\t\u0020-\u007e\u0080-\u00ff]{0,8000}$/;

function isForm(contentType: string | undefined): boolean {
  return contentType === undefined || /^application\/x-www-form-urlencoded\s*(;|$)/i.test(contentType);
}

function readForm(body: Uint8Array): ReadonlyMap<string, string> {
  try {
    return parsePairs(new TextDecoder('utf-8', { fatal: true }).decode(body));
  } catch (caught) {
    if (caught instanceof LotseError) throw caught;
    throw new LotseError('bad-request', 'The form is not UTF-8 text.', { cause: caught });
  }
}

/** The method that the address names, where all else is as it must be to stand in a form. */
function methodOf(request: XapiRequest): string {
  const query = parsePairs(request.query);
  const method = query.get('method') ?? '';
  if (query.size > 1)
    throw new LotseError(
      'invalid-parameter',
      'Beside "method" there may be no parameter in the address; the others belong into the form.',
    );
  if (!methods.includes(method))
    throw new LotseError('invalid-parameter', `The parameter method must be one of ${methods.join(', ')}.`, {
      path: 'method',
    });
  if (!isForm(request.header('content-type')))
    throw new LotseError(
      'bad-request',
      'A request with "method" in its address is a form: application/x-www-form-urlencoded.',
    );
  return method;
}

/** Takes what stands for headers out of a form. */
function takeHeaders(form: Map<string, string>): ReadonlyMap<string, string> {
  const moved = new Map<string, string>();
  for (const [name, value] of form) {
    const header = name.toLowerCase();
    if (!headers.includes(header)) continue;
    if (moved.has(header))
      throw new LotseError('invalid-parameter', 'A header was sent more than once in the form.', { path: header });
    if (!headerValue.test(value))
      throw new LotseError(
        'invalid-parameter',
        'A header in the form has characters that no header can have, or is too long.',
        { path: header },
      );
    moved.set(header, value.trim());
    form.delete(name);
  }
  return moved;
}

/**
 * Converts the alternate request syntax into a plain request: `POST …?method=PUT` with headers, parameters and
 * content in a form (xAPI 1.0.3 Communication §1.3). Version 2.0 does not have it; there `method` is a parameter
 * that is not known.
 * @throws LotseError `bad-request`, `invalid-parameter`
 */
export async function withoutAlternateSyntax(request: XapiRequest): Promise<XapiRequest> {
  if (request.method !== 'POST' || !/(^|&)method=/.test(request.query)) return request;
  if (request.header('x-experience-api-version')?.startsWith('2')) return request;
  const method = methodOf(request);
  const form = new Map(readForm(await request.body()));
  const content = form.get('content');
  form.delete('content');
  if (content === undefined && withBody.includes(method))
    throw new LotseError('bad-request', 'The form has no parameter "content".', { path: 'content' });
  const moved = takeHeaders(form);
  if (xapiVersionOf(moved.get('x-experience-api-version')) === '2.0.0') {
    throw new LotseError('bad-request', 'xAPI 2.0 does not have the alternate request syntax.', { path: 'method' });
  }
  const octets = new TextEncoder().encode(content ?? '');
  return {
    method,
    query: new URLSearchParams([...form]).toString(),
    // The form's own type says nothing about the content in it.
    header: (name) => moved.get(name) ?? (name === 'content-type' ? 'application/json' : request.header(name)),
    body: () => Promise.resolve(octets),
    chunks: async function* () {
      yield octets;
    },
  };
}
