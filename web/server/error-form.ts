import type { ErrorBody } from '../../base/index.js';

/** The formats of an error response, the most detailed first. */
const forms = ['application/json', 'text/html', 'text/plain'] as const;
type Form = (typeof forms)[number];

const item = /^[ \t]*([^\s;,]+)\/([^\s;,]+)[ \t]*(?:;(.*))?$/;
const quality = /(?:^|;)[ \t]*q=(0(?:\.\d{0,3})?|1(?:\.0{0,3})?)[ \t]*(?:;|$)/i;
const maxRanges = 50;

/** A reader's preference for a form, 0 to 1: the range that names it most exactly decides (RFC 9110 §12.5.1). */
function liking(form: Form, ranges: ReadonlyMap<string, number>): number {
  return ranges.get(form) ?? ranges.get(`${form.split('/', 1)[0]!}/*`) ?? ranges.get('*/*') ?? 0;
}

/**
 * The format that an `Accept` header prefers. JSON if the header says nothing, prefers no other, or accepts
 * none of them: an error is reported in any case.
 */
function formFor(accept: string | undefined): Form {
  if (accept === undefined) return forms[0];
  const ranges = new Map<string, number>();
  for (const text of accept.split(',', maxRanges)) {
    const match = item.exec(text);
    if (match !== null)
      ranges.set(`${match[1]!}/${match[2]!}`.toLowerCase(), Number(quality.exec(match[3] ?? '')?.[1] ?? 1));
  }
  return forms.reduce((best: Form, form) => (liking(form, ranges) > liking(best, ranges) ? form : best), forms[0]);
}

const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');

const written: Readonly<Record<Form, (body: ErrorBody) => string>> = {
  'application/json': (body) => JSON.stringify(body),
  'text/html': (body) =>
    `<!doctype html>\n<html lang="en"><meta charset="utf-8"><title>${body.error.code}</title>\n${linesOf(body)
      .map((line) => `<p>${escaped(line)}</p>`)
      .join('\n')}\n</html>\n`,
  'text/plain': (body) => `${linesOf(body).join('\n')}\n`,
};

function linesOf({ error: { code, message, path, requestId } }: ErrorBody): readonly string[] {
  return [message, ...(path === undefined ? [] : [`Where: ${path}`]), `Code: ${code}`, `Request: ${requestId}`];
}

/** An error in the format that the client prefers (xAPI 1.0.3 Communication §3.2; xAPI 2.0 §4.1.5). */
export function formatErrorResponse(
  body: ErrorBody,
  accept: string | undefined,
): { readonly contentType: string; readonly text: string } {
  const form = formFor(accept);
  return { contentType: `${form}; charset=utf-8`, text: written[form](body) };
}
