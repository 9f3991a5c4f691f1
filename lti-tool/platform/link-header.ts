/**
 * The next page's address in a Link header (RFC 8288), as LMSs really write it: the relation in straight or curly
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
