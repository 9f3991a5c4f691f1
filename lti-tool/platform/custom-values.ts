import { LotseError } from '../../base/index.js';

/**
 * Custom parameters for an LMS that stores them as one text: separators in values, and anything it would take for a
 * variable, are written as `%XX`.
 */
export interface CustomValues {
  /** @throws LotseError `internal` if a name cannot be kept */
  write(custom: Readonly<Record<string, string>>): Readonly<Record<string, string>>;
  read(custom: Readonly<Record<string, string>>): Readonly<Record<string, string>>;
}

function mapped(
  custom: Readonly<Record<string, string>>,
  change: (value: string) => string,
): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(custom).map(([name, value]) => [name, change(value)]));
}

/** @param characters what a value must not hold; single ASCII characters */
export function customValuesWithout(characters: readonly string[]): CustomValues {
  const codes = new Map(
    [...characters, '%'].map((character) => [
      character,
      `%${character.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`,
    ]),
  );
  const characterOf = new Map([...codes].map(([character, code]) => [code, character]));
  return {
    write(custom) {
      const wrong = Object.keys(custom).find((name) => !/^\w+$/.test(name));
      if (wrong !== undefined)
        throw new LotseError('internal', 'Something went wrong on our side.', {
          detail: `custom parameter ${wrong} has no plain name`,
        });
      return mapped(custom, (value) => [...value].map((character) => codes.get(character) ?? character).join(''));
    },
    // A sequence that is not encoded, a lone percent sign for example, stays as it is.
    read: (custom) =>
      mapped(custom, (value) => value.replaceAll(/%[0-9A-F]{2}/g, (code) => characterOf.get(code) ?? code)),
  };
}
