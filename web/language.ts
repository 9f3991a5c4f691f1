import type { Request } from 'express';
import { type Language, languages } from '../base/index.js';

export { type Language, languages };

/** True if a text names one of our languages. */
export function isLanguage(text: unknown): text is Language {
  return languages.includes(text as Language);
}

/** The interface language for a tag such as `de_DE`, `en-GB`; German where it is another's. */
export function languageOfTag(tag: string | undefined): Language {
  return /^en([-_]|$)/i.test(tag ?? '') ? 'en' : 'de';
}

/** The language a request asks for: its `language` parameter, else Accept-Language, else German. */
export function languageOf(request: Request): Language {
  const requested = request.query['language'];
  if (isLanguage(requested)) return requested;
  const accepted = request.acceptsLanguages([...languages]);
  return isLanguage(accepted) ? accepted : 'de';
}
