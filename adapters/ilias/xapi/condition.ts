import { LotseError } from '../../../lrs/base/index.js';
import { readPath, valuesAt, type Path } from './path.js';

/** What a statement must be to be meant: our own form of a `$match` stage. */
export type Condition =
  | { readonly kind: 'all' | 'any'; readonly of: readonly Condition[] }
  | { readonly kind: 'is'; readonly path: Path; readonly value: string | number | boolean }
  | { readonly kind: 'begins'; readonly path: Path; readonly with: string }
  | { readonly kind: 'exists'; readonly path: Path; readonly exists: boolean }
  /** Instants, both ends excluded, in milliseconds since 1970. */
  | { readonly kind: 'between'; readonly path: Path; readonly after: number; readonly before: number };

const deepest = 5;
const most = 5_000;

function refuse(reason: string): never {
  throw new LotseError('invalid-parameter', `This LRS answers the questions that ILIAS asks, and no others: ${reason}`, { path: 'pipeline' });
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === 'object' && value !== null && !Array.isArray(value);
/** What PHP makes of an empty map. */
const isEmpty = (value: unknown): boolean => Array.isArray(value) && value.length === 0;

/** What PHP's `preg_quote` escapes. */
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

function readOperators(path: Path, operators: Readonly<Record<string, unknown>>): Condition {
  const names = Object.keys(operators);
  const { $regex, $exists, $gt, $lt } = operators;
  if (names.length === 1 && typeof $regex === 'string') {
    const start = literalStart($regex);
    return start === undefined ? refuse('a pattern must be "^" and a text in which everything special is escaped.') : { kind: 'begins', path, with: start };
  }
  if (names.length === 1 && ($exists === 1 || $exists === 0 || typeof $exists === 'boolean')) return { kind: 'exists', path, exists: $exists === 1 || $exists === true };
  if (names.length > 0 && names.every((name) => name === '$gt' || name === '$lt')) {
    return { kind: 'between', path, after: $gt === undefined ? -Infinity : instant($gt), before: $lt === undefined ? Infinity : instant($lt) };
  }
  return refuse(`the operators ${names.slice(0, 5).join(', ').slice(0, 100)} are not among them.`);
}

/**
 * Reads the conditions of a `$match` stage, or of a deletion's filter.
 * @throws LotseError `invalid-parameter` for anything that ILIAS does not send
 */
export function readCondition(value: unknown): Condition {
  let count = 0;

  function read(given: unknown, depth: number): Condition {
    if (!isObject(given)) return refuse('a condition must be an object.');
    if (depth > deepest) return refuse('the conditions are nested too deeply.');
    return {
      kind: 'all',
      of: Object.entries(given).map(([name, part]): Condition => {
        count += 1;
        if (count > most) return refuse('there are too many conditions.');
        if (name === '$and' || name === '$or') {
          if (!Array.isArray(part)) return refuse(`${name} must be a list.`);
          return { kind: name === '$and' ? 'all' : 'any', of: (part as readonly unknown[]).map((each) => read(each, depth + 1)) };
        }
        const path = readPath(name);
        if (path === undefined) return refuse('a condition must be about statement.… .');
        if (typeof part === 'string' || typeof part === 'number' || typeof part === 'boolean') return { kind: 'is', path, value: part };
        return isObject(part) ? readOperators(path, part) : refuse('a value must be a text, a number or an operator.');
      }),
    };
  }

  // Where it knows nobody to ask about, ILIAS sends an empty map: that means nothing, never everything.
  if (isEmpty(value) || (isObject(value) && Object.keys(value).length === 0)) return { kind: 'any', of: [] };
  return read(value, 0);
}

/** Whether a statement is meant. */
export function isMeant(statement: unknown, condition: Condition): boolean {
  switch (condition.kind) {
    case 'all':
      return condition.of.every((each) => isMeant(statement, each));
    case 'any':
      return condition.of.some((each) => isMeant(statement, each));
    case 'is':
      return valuesAt(statement, condition.path).includes(condition.value);
    case 'begins':
      return valuesAt(statement, condition.path).some((value) => typeof value === 'string' && value.startsWith(condition.with));
    case 'exists':
      return (valuesAt(statement, condition.path).length > 0) === condition.exists;
    case 'between':
      return valuesAt(statement, condition.path).some((value) => {
        const at = typeof value === 'string' ? Date.parse(value) : Number.NaN;
        return at > condition.after && at < condition.before;
      });
  }
}
