import { LotseError } from '../../base/index.js';
import { isIri, isUri } from './iri.js';
import { isLanguageTag } from './language-tag.js';
import { childPath, elementPath, ownChildPath } from './path.js';
import type { Extensions, LanguageMap } from './types.js';

/** A JSON object whose properties are yet to be checked. */
export type UncheckedObject = Readonly<Record<string, unknown>>;

/** A check of the value at a path; returns if the value is valid and throws otherwise. */
export type Check = (value: unknown, path: string) => void;

/**
 * Refuses a statement.
 * @param reason a whole sentence
 */
export function refuse(path: string, reason: string): never {
  throw new LotseError('invalid-statement', reason, path === '' ? {} : { path });
}

/** A description of a value, to complete "…, but is". */
function kindOf(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'an array';
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`;
}

function refuseKind(value: unknown, path: string, expected: string): never {
  const name = path === '' ? 'The statement' : `"${path}"`;
  refuse(path, `${name} must be ${expected}, but is ${kindOf(value)}.`);
}

/** An object (not null, not an array), with no other properties than these. */
export function checkObjectKeys(
  value: unknown,
  path: string,
  allowed: ReadonlySet<string>,
  what: string,
): UncheckedObject {
  const object = anyObject(value, path);
  for (const key in object) {
    if (!allowed.has(key))
      refuse(
        childPath(path, key),
        `${what} has no property "${key.slice(0, 60)}". Names must match exactly, upper and lower case included.`,
      );
  }
  return object;
}

/** An object (not null, not an array) with any properties. */
export function anyObject(value: unknown, path: string): UncheckedObject {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) refuseKind(value, path, 'an object');
  return value as UncheckedObject;
}

/** Checks a property of the specification that may be left out. */
export function optional(object: UncheckedObject, key: string, path: string, check: Check): void {
  const value = object[key];
  if (value !== undefined) check(value, ownChildPath(path, key));
}

/** Checks a property of the specification that must be there. */
export function required(object: UncheckedObject, key: string, path: string, check: Check, what: string): void {
  const value = object[key];
  if (value === undefined) refuse(childPath(path, key), `${what} must have the property "${key}".`);
  check(value, ownChildPath(path, key));
}

/** Checks an array and each of its elements. */
export function arrayOf(value: unknown, path: string, check: Check): readonly unknown[] {
  if (!Array.isArray(value)) refuseKind(value, path, 'an array');
  for (let index = 0; index < value.length; index++) check(value[index], elementPath(path, index));
  return value;
}

/** Any text. */
export function checkString(value: unknown, path: string): asserts value is string {
  if (typeof value !== 'string') refuseKind(value, path, 'a text');
}

/** `true` or `false`, not as a text. */
export function checkBoolean(value: unknown, path: string): asserts value is boolean {
  if (typeof value !== 'boolean') refuseKind(value, path, 'true or false');
}

/** A number, not as a text. */
export function checkNumber(value: unknown, path: string): asserts value is number {
  if (typeof value !== 'number' || !Number.isFinite(value)) refuseKind(value, path, 'a number');
}

/** One of the values of an enumeration, exactly. */
export function checkOneOf(values: readonly string[], ending = ''): Check {
  return (value, path) => {
    checkString(value, path);
    if (!values.includes(value))
      refuse(path, `"${path}" must be ${values.map((each) => `"${each}"`).join(' or ')}${ending}.`);
  };
}

function stringCheck(test: (text: string) => boolean, expected: string): Check {
  return (value, path) => {
    checkString(value, path);
    if (!test(value)) refuse(path, `"${path}" must be ${expected}.`);
  };
}

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** A UUID in standard form, of any version (Data §4.4). */
export const checkUuid = stringCheck(
  (text) => uuid.test(text),
  'a UUID such as "12345678-1234-4234-8234-123456789012"',
);
/** An absolute IRI (Data §4.3). */
export const checkIri = stringCheck(isIri, 'an absolute IRI with a scheme, such as "https://example.com/x"');
/** An absolute URI: an IRI of ASCII characters alone. */
export const checkUri = stringCheck(isUri, 'an absolute URI with a scheme, such as "https://example.com/x"');
/** An RFC 5646 language tag. */
export const checkLanguageTag = stringCheck(isLanguageTag, 'a language tag after RFC 5646, such as "de" or "en-US"');

/** A language map (Data §4.2). */
export function checkLanguageMap(value: unknown, path: string): asserts value is LanguageMap {
  const map = anyObject(value, path);
  for (const tag in map) {
    if (!isLanguageTag(tag))
      refuse(
        childPath(path, tag),
        `The keys of "${path}" must be language tags after RFC 5646, such as "de" or "en-US".`,
      );
    if (typeof map[tag] !== 'string') checkString(map[tag], childPath(path, tag));
  }
}

/** Extensions (Data §4.1): the keys are IRIs, the values are free. */
export function checkExtensions(value: unknown, path: string): asserts value is Extensions {
  for (const key in anyObject(value, path)) {
    if (!isIri(key))
      refuse(childPath(path, key), `The keys of "${path}" must be absolute IRIs, such as "https://example.com/x".`);
  }
}
