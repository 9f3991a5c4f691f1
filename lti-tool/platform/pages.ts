import { LotseError } from '../../base/index.js';
import type { Platform } from '../store/index.js';
import type { PlatformAccess } from './platform-access.js';

/** A paged list of an LMS. */
export interface PagedList {
  readonly url: string;
  readonly scope: string;
  /** For the log. */
  readonly service: string;
  /** The one media type to accept: some LMSs compare it literally. */
  readonly accept: string;
  readonly maxPages: number;
  /** Maximum size of one page, in bytes. */
  readonly limit: number;
  readonly signal?: AbortSignal;
}

function unreachable(message: string, service: string, detail: string): LotseError {
  return new LotseError('platform-unreachable', message, { detail: `${service}: ${detail}` });
}

/**
 * The pages of a list, each as parsed JSON, one request at a time. A next page is followed on the same host only, and
 * none is requested twice.
 * @throws PlatformResponseError, LotseError `platform-unreachable`
 */
export async function* fetchPages(
  access: PlatformAccess,
  platform: Platform,
  list: PagedList,
): AsyncGenerator<unknown> {
  const { service, accept, limit, maxPages, signal } = list;
  const read = new Set<string>();
  let url: string | undefined = list.url;
  while (url !== undefined) {
    if (read.size >= maxPages || read.has(url))
      throw unreachable(
        'The learning platform gives out a list without end.',
        service,
        read.has(url) ? 'a page leads back to one before it' : `over ${maxPages} pages`,
      );
    read.add(url);
    const answer = await access.request(platform, list.scope, service, {
      url,
      headers: { Accept: accept },
      limit,
      ...(signal === undefined ? {} : { signal }),
    });
    yield answer.body;
    const next = nextPage(answer.headers.get('link'), url);
    if (next !== undefined && new URL(next).origin !== new URL(list.url).origin)
      throw unreachable(
        'The learning platform continues a list at another address.',
        service,
        'next page on another host',
      );
    url = next;
  }
}

/**
 * The next page's address in a Link header (RFC 8288), in the forms LMSs really use: the relation in straight or curly
 * quotes or in none, the address absolute or relative, its ampersands escaped as in HTML (Moodle's line items).
 * @param header as `fetch` gives it: a character beyond Latin-1 arrives as its UTF-8 bytes
 * @param from the address that was asked
 */
export function nextPage(header: string | null, from: string): string | undefined {
  const text = Buffer.from(header ?? '', 'latin1').toString('utf8');
  for (const [, target, parameters] of text.matchAll(/<([^>]*)>((?:\s*;[^,<]*)*)/g)) {
    const address = target!.replaceAll('&amp;', '&');
    if (/;\s*rel\s*=\s*["“”]?next["“”]?\s*(;|$)/i.test(parameters!) && URL.canParse(address, from))
      return new URL(address, from).href;
  }
  return undefined;
}
