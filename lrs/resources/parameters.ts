import { type Instant, isUuid, LotseError } from '../../base/index.js';
import {
  type Agent,
  type IdentifiedGroup,
  isIri,
  parseAgent,
  parseJson,
  toUtcTimestamp,
  type XapiVersion,
} from '../statement/index.js';

function decode(text: string, name: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch (caught) {
    throw new LotseError('invalid-parameter', 'The query is not percent-encoded UTF-8.', {
      path: name.slice(0, 60),
      cause: caught,
    });
  }
}

/**
 * Reads a query or a form (`application/x-www-form-urlencoded`).
 * @throws LotseError `invalid-parameter` for broken percent-encoding, and for a name that comes twice, since two
 *   readers could take different ones
 */
export function parsePairs(text: string): ReadonlyMap<string, string> {
  const pairs = new Map<string, string>();
  for (const pair of text.split('&')) {
    if (pair === '') continue;
    const equals = pair.indexOf('=');
    const rawName = equals < 0 ? pair : pair.slice(0, equals);
    const name = decode(rawName, rawName);
    if (pairs.has(name))
      throw new LotseError('invalid-parameter', 'A parameter was sent more than once.', { path: name.slice(0, 60) });
    pairs.set(name, equals < 0 ? '' : decode(pair.slice(equals + 1), name));
  }
  return pairs;
}

function withoutDuplicates(
  pairs: ReadonlyMap<string, string>,
  repeated: Readonly<Record<string, string>>,
): ReadonlyMap<string, string> {
  const rest = new Map(pairs);
  for (const [name, original] of Object.entries(repeated))
    if (pairs.has(name) && pairs.get(name) === pairs.get(original)) rest.delete(name);
  return rest;
}

function wrong(name: string, allowed: string): LotseError {
  return new LotseError('invalid-parameter', `The parameter ${name} must be ${allowed}.`, { path: name });
}

/** A request's parameters. Each reader returns `undefined` for one that was not sent, and refuses a wrong value. */
export class Parameters {
  readonly #pairs: ReadonlyMap<string, string>;

  /**
   * @param allowed every name the resource knows for this method (xAPI 1.0.3 Communication §3.2)
   * @param repeated names that may stand beside these, by the parameter whose value they must repeat
   * @throws LotseError `invalid-parameter` for any other name, those that differ in case alone included
   */
  constructor(query: string, allowed: readonly string[], repeated: Readonly<Record<string, string>> = {}) {
    this.#pairs = withoutDuplicates(parsePairs(query), repeated);
    for (const name of this.#pairs.keys()) {
      if (allowed.includes(name)) continue;
      const meant = allowed.find((each) => each.toLowerCase() === name.toLowerCase());
      throw new LotseError(
        'invalid-parameter',
        meant === undefined
          ? `This resource does not know such a parameter here. It knows: ${allowed.join(', ') || 'none'}.`
          : `Parameter names are case-sensitive: write ${meant}.`,
        { path: name.slice(0, 60) },
      );
    }
  }

  get names(): readonly string[] {
    return [...this.#pairs.keys()];
  }

  has(name: string): boolean {
    return this.#pairs.has(name);
  }

  /** Any text but the empty one. */
  text(name: string): string | undefined {
    const value = this.#pairs.get(name);
    if (value === '') throw wrong(name, 'a text that is not empty');
    return value;
  }

  iri(name: string): string | undefined {
    const value = this.#pairs.get(name);
    if (value !== undefined && !isIri(value))
      throw wrong(name, 'an IRI with a scheme, such as https://example.org/activities/1');
    return value;
  }

  /** A UUID in lower case. */
  uuid(name: string): string | undefined {
    const value = this.#pairs.get(name);
    if (value !== undefined && !isUuid(value)) throw wrong(name, 'a UUID');
    return value?.toLowerCase();
  }

  /** `false` if it was not sent. */
  boolean(name: string): boolean {
    const value = this.#pairs.get(name);
    if (value !== undefined && value !== 'true' && value !== 'false') throw wrong(name, 'true or false');
    return value === 'true';
  }

  /** A whole number from 0. */
  integer(name: string): number | undefined {
    const value = this.#pairs.get(name);
    if (value === undefined) return undefined;
    if (!/^\d{1,15}$/.test(value)) throw wrong(name, 'a whole number, 0 or more');
    return Number(value);
  }

  oneOf<Choice extends string>(name: string, choices: readonly Choice[]): Choice | undefined {
    const value = this.#pairs.get(name);
    if (value === undefined) return undefined;
    const choice = choices.find((each) => each === value);
    if (choice === undefined) throw wrong(name, `one of ${choices.join(', ')}`);
    return choice;
  }

  /** An instant; finer parts of a second are cut off, as `stored` has none. */
  instant(name: string, version: XapiVersion): Instant | undefined {
    const value = this.#pairs.get(name);
    if (value === undefined) return undefined;
    const instant = toUtcTimestamp(value, version);
    if (instant === undefined) throw wrong(name, 'a timestamp such as 2026-11-21T08:15:00.000Z');
    return `${instant.slice(0, 23)}Z`;
  }

  /** An Agent or identified Group, as JSON. */
  actor(name: string): Agent | IdentifiedGroup | undefined {
    const value = this.#pairs.get(name);
    return value === undefined ? undefined : parseAgent(readJson(name, value), name);
  }

  /** An Agent, as JSON. */
  agent(name: string): Agent | undefined {
    const actor = this.actor(name);
    if (actor?.objectType === 'Group')
      throw wrong(name, 'an Agent; a Group with an identifier is asked for as an Agent with that identifier');
    return actor;
  }
}

function readJson(name: string, text: string): unknown {
  try {
    return parseJson(text);
  } catch (caught) {
    throw new LotseError(
      'invalid-parameter',
      `The parameter ${name} is not JSON. ${caught instanceof LotseError ? caught.message : ''}`.trim(),
      { path: name, cause: caught },
    );
  }
}

/** The value of a parameter that the resource cannot do without. */
export function requiredParameter<Value>(name: string, value: Value | undefined): Value {
  if (value === undefined)
    throw new LotseError('invalid-parameter', `The parameter ${name} is missing.`, { path: name });
  return value;
}
