import { type ErrorCode, type ErrorOptions, type LotseError, operatorError } from './errors.js';
import { bilingual } from './language.js';
import de from './locales/de.json' with { type: 'json' };
import en from './locales/en.json' with { type: 'json' };
import { defineTexts, type TextValues } from './texts.js';

const texts = defineTexts({ de: de.start, en: en.start });
const codeTexts = defineTexts({ de: de.code, en: en.code });

/** An error that keeps a program from starting: what is wrong, and what to do. */
export function startError(
  code: ErrorCode,
  key: keyof typeof de.start,
  values: TextValues = {},
  options: ErrorOptions = {},
): LotseError {
  return operatorError(
    code,
    bilingual((language) => texts(language)(key, values)),
    options,
  );
}

/** Sentences that stores say in English alone, and that may cross from one thread to another. */
const saidByStores = [
  'folder-served',
  'folder-not-writable',
  'folder-not-made',
  'database-newer',
  'database-not-opened',
  'database-not-copied',
  'bucket-keys',
  'bucket-missing',
  'bucket-refused',
  'bucket-without-keys',
  'files-unavailable',
  'store-unavailable',
] as const satisfies readonly (keyof typeof en.start)[];

/** The values of a sentence that was made from a text; `undefined` if it was made from another. */
function valuesIn(sentence: string, text: string): TextValues | undefined {
  const pattern = text
    .split(/\{\{(\w+)\}\}/)
    .map((part, index) => (index % 2 === 1 ? `(?<${part}>.+)` : part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')))
    .join('');
  const found = new RegExp(`^${pattern}$`, 's').exec(sentence);
  return found === null ? undefined : { ...found.groups };
}

/** The German message of an error; only the kind of error, if nobody has said more. */
export function germanOf({ code, message, german }: LotseError): string {
  if (german !== undefined) return german;
  for (const key of saidByStores) {
    const values = valuesIn(message, en.start[key]);
    if (values !== undefined) return texts('de')(key, values);
  }
  return codeTexts('de')(isKnownCode(code) ? code : 'other');
}

function isKnownCode(code: ErrorCode): code is ErrorCode & keyof typeof de.code {
  return Object.hasOwn(de.code, code);
}
