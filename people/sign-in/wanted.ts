import type { Language } from '../../web/index.js';

/** Most characters of what is shown after a sign-in; what is longer is cut. */
export const longestWanted = 10_000;

/** An address below the base, in a language; the base itself where the text leads anywhere else. */
export function addressOf(base: string, wanted: string, language: Language): string {
  const given = `${base}${/^[/?]/.test(wanted) ? wanted.slice(0, longestWanted) : ''}`;
  const url = URL.canParse(given, 'http://here') ? new URL(given, 'http://here') : new URL(base, 'http://here');
  const inside = url.host === 'here' && (url.pathname === base || url.pathname.startsWith(`${base}/`));
  if (!inside) return `${base}?language=${language}`;
  url.searchParams.set('language', language);
  return `${url.pathname}?${url.searchParams.toString()}`;
}
