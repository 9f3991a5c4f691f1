import { LotseError } from '../../../base/index.js';
import { type Path, parsePath, valuesAt } from './path.js';

/** A condition on statements: our own form of a `$match` stage. */
export type StatementCondition =
  | { readonly kind: 'all' | 'any'; readonly of: readonly StatementCondition[] }
  | { readonly kind: 'is'; readonly path: Path; readonly value: string | number | boolean }
  | { readonly kind: 'begins'; readonly path: Path; readonly with: string }
  | { readonly kind: 'exists'; readonly path: Path; readonly exists: boolean }
  /** Instants, both ends excluded, in milliseconds since 1970. */
  | { readonly kind: 'between'; readonly path: Path; readonly after: number; readonly before: number };

const maxDepth = 5;
/** Of conditions in all: an object may have some thousand people, and each is two of them. */
const maxConditions = 5_000;
/** Of those that look at each value of a place in turn; ILIAS sends three. */
const maxScanningConditions = 20;
/** Of places in a statement that are asked about; ILIAS asks about ten. */
const maxPaths = 30;

function refuse(reason: string): never {
  throw new LotseError(
    'invalid-parameter',
    `This LRS answers the questions that ILIAS asks, and no others: ${reason}`,
    { path: 'pipeline' },
  );
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
/** The form of an empty map in PHP. */
const isEmpty = (value: unknown): boolean => Array.isArray(value) && value.length === 0;

/** Characters that PHP's `preg_quote` escapes. */
const special = new Set('.\\+*?[^]$(){}=!<>|:-#/');

/**
 * The text that a pattern of ILIAS stands for: `^` and a text in which everything special is escaped. Nothing else is
 * taken, so that nobody's pattern is ever run.
 */
export function literalStart(pattern: string): string | undefined {
  if (!pattern.startsWith('^') || pattern.length > 2_000) return undefined;
  let text = '';
  for (let at = 1; at < pattern.length; at += 1) {
    const character = pattern[at]!;
    if (character === '\\') {
      at += 1;
      const escaped = pattern[at];
      if (escaped === undefined || !special.has(escaped)) return undefined;
      text += escaped;
    } else if (special.has(character) && !'/:-#=!<>'.includes(character)) return undefined;
    else text += character;
  }
  return text === '' ? undefined : text;
}

function instant(value: unknown): number {
  const milliseconds = typeof value === 'string' ? Date.parse(value) : Number.NaN;
  return Number.isNaN(milliseconds) ? refuse('an instant is compared with something else.') : milliseconds;
}

function readOperators(path: Path, operators: Readonly<Record<string, unknown>>): StatementCondition {
  const names = Object.keys(operators);
  const { $regex, $exists, $gt, $lt } = operators;
  if (names.length === 1 && typeof $regex === 'string') {
    const start = literalStart($regex);
    return start === undefined
      ? refuse('a pattern must be "^" and a text in which everything special is escaped.')
      : { kind: 'begins', path, with: start };
  }
  if (names.length === 1 && ($exists === 1 || $exists === 0 || typeof $exists === 'boolean'))
    return { kind: 'exists', path, exists: $exists === 1 || $exists === true };
  if (names.length > 0 && names.every((name) => name === '$gt' || name === '$lt')) {
    return {
      kind: 'between',
      path,
      after: $gt === undefined ? -Infinity : instant($gt),
      before: $lt === undefined ? Infinity : instant($lt),
    };
  }
  return refuse(`the operators ${names.slice(0, 5).join(', ').slice(0, 100)} are not among them.`);
}

/**
 * Reads the conditions of a `$match` stage, or of a deletion's filter.
 * @throws LotseError `invalid-parameter` for anything that ILIAS does not send
 */
export function parseCondition(value: unknown): StatementCondition {
  let count = 0;
  let searching = 0;
  const places = new Set<string>();

  function readPlace(name: string): Path {
    const path = parsePath(name);
    if (path === undefined) return refuse('a condition must be about statement.… .');
    places.add(path.text);
    return places.size > maxPaths ? refuse('the conditions are about too many places in a statement.') : path;
  }

  function read(given: unknown, depth: number): StatementCondition {
    if (!isObject(given)) return refuse('a condition must be an object.');
    if (depth > maxDepth) return refuse('the conditions are nested too deeply.');
    const parts = Object.entries(given);
    // An empty one is one too.
    count += Math.max(parts.length, 1);
    if (count > maxConditions) return refuse('there are too many conditions.');
    return {
      kind: 'all',
      of: parts.map(([name, part]): StatementCondition => {
        if (name === '$and' || name === '$or') {
          if (!Array.isArray(part)) return refuse(`${name} must be a list.`);
          return {
            kind: name === '$and' ? 'all' : 'any',
            of: (part as readonly unknown[]).map((each) => read(each, depth + 1)),
          };
        }
        const path = readPlace(name);
        if (typeof part === 'string' || typeof part === 'number' || typeof part === 'boolean')
          return { kind: 'is', path, value: part };
        if (!isObject(part)) return refuse('a value must be a text, a number or an operator.');
        searching += 1;
        return searching > maxScanningConditions
          ? refuse('there are too many conditions with operators.')
          : readOperators(path, part);
      }),
    };
  }

  // If it knows nobody to ask about, ILIAS sends an empty map: that means nothing, never everything.
  if (isEmpty(value) || (isObject(value) && Object.keys(value).length === 0)) return { kind: 'any', of: [] };
  return read(value, 0);
}

/** The values at the paths of a statement, each looked up once however many conditions ask about it. */
class Places {
  #values = new Map<string, { readonly list: readonly unknown[]; set?: ReadonlySet<unknown> }>();
  constructor(readonly statement: unknown) {}

  list(path: Path): readonly unknown[] {
    return this.#at(path).list;
  }

  has({ path, value }: Extract<StatementCondition, { kind: 'is' }>): boolean {
    const at = this.#at(path);
    return (at.set ??= new Set(at.list)).has(value);
  }

  #at(path: Path): { readonly list: readonly unknown[]; set?: ReadonlySet<unknown> } {
    let existing = this.#values.get(path.text);
    if (existing === undefined) this.#values.set(path.text, (existing = { list: valuesAt(this.statement, path) }));
    return existing;
  }
}

function meets(places: Places, condition: StatementCondition): boolean {
  switch (condition.kind) {
    case 'all':
      return condition.of.every((each) => meets(places, each));
    case 'any':
      return condition.of.some((each) => meets(places, each));
    case 'is':
      return places.has(condition);
    case 'begins':
      return places.list(condition.path).some((value) => typeof value === 'string' && value.startsWith(condition.with));
    case 'exists':
      return places.list(condition.path).length > 0 === condition.exists;
    case 'between':
      return places.list(condition.path).some((value) => {
        const at = typeof value === 'string' ? Date.parse(value) : Number.NaN;
        return at > condition.after && at < condition.before;
      });
  }
}

/**
 * True if a statement matches. The time grows with the length of the statement plus the number of conditions, not their
 * product.
 */
export function matchesCondition(statement: unknown, condition: StatementCondition): boolean {
  return meets(new Places(statement), condition);
}
