import { LotseError } from '../../../base/index.js';
import { type Path, valueAt, valuesAt } from './path.js';
import type { Order, Question } from './question.js';
import type { MatchingStatement } from './search.js';

/** Where something stands in an order. */
interface Key {
  readonly value: string | number | undefined;
  readonly position: number;
}

const maxRows = 10_000;

function keyOf({ path }: Order, { stored, statement }: MatchingStatement): Key {
  const value = valueAt(statement, path);
  const text = typeof value === 'string' ? value : undefined;
  // An instant may be written in several ways; only what it means says which is earlier.
  return {
    value: path.text === 'timestamp' && text !== undefined ? Date.parse(text) : text,
    position: stored.position,
  };
}

function compare(a: Key, b: Key): number {
  if (a.value === b.value) return a.position - b.position;
  if (a.value === undefined) return -1;
  if (b.value === undefined) return 1;
  return a.value < b.value ? -1 : 1;
}

const inOrder =
  ({ descending }: Order) =>
  (a: { readonly key: Key }, b: { readonly key: Key }): number =>
    (descending ? -1 : 1) * compare(a.key, b.key);

/** The first of an order, however many come: no more than twice as many are ever held. */
class First<Row extends { readonly key: Key }> {
  #rows: Row[] = [];
  constructor(
    readonly order: Order,
    readonly count: number,
  ) {}

  add(row: Row): void {
    this.#rows.push(row);
    if (this.#rows.length > this.count * 2 + 100) this.#cut();
  }

  rows(): readonly Row[] {
    this.#cut();
    return this.#rows;
  }

  #cut(): void {
    this.#rows = this.#rows.sort(inOrder(this.order)).slice(0, this.count);
  }
}

/** An object without a prototype: a name that a statement brings, such as `__proto__`, is a name in it like any other. */
const bare = (): Record<string, unknown> => Object.create(null) as Record<string, unknown>;

const isBare = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === null;

/** A value at its place in nested objects. */
function nested(paths: readonly Path[], statement: unknown): object {
  const result = bare();
  for (const path of paths) {
    const value = valueAt(statement, path);
    let place: Record<string, unknown> | undefined = value === undefined ? undefined : result;
    for (const name of path.names.slice(0, -1)) {
      const next: unknown = place && (place[name] ??= bare());
      // An object with a prototype is not ours but the statement's: it was requested as a whole, and holds the value
      // already.
      place = isBare(next) ? next : undefined;
    }
    if (place !== undefined) place[path.names.at(-1)!] = value;
  }
  return result;
}

async function answerPage(
  question: Extract<Question, { kind: 'page' }>,
  found: AsyncIterable<MatchingStatement>,
): Promise<string> {
  const { order, skip, limit = maxRows } = question;
  const first = new First<{ readonly key: Key; readonly text: string }>(order, skip + limit);
  let count = 0;
  for await (const each of found) {
    count += 1;
    first.add({ key: keyOf(order, each), text: each.stored.text });
  }
  if (count === 0) return '[]';
  if (question.limit === undefined && count - skip > maxRows)
    throw new LotseError(
      'too-large',
      `There are ${count} statements; all at once, an answer holds at most ${maxRows}.`,
    );
  return `[{"maxcount":${count},"statements":[${first
    .rows()
    .slice(skip)
    .map(({ text }) => text)
    .join(',')}]}]`;
}

async function answerFirst(
  { order, limit, values }: Extract<Question, { kind: 'first' }>,
  found: AsyncIterable<MatchingStatement>,
): Promise<string> {
  const first = new First<{ readonly key: Key; readonly statement: object }>(order, limit);
  for await (const each of found) first.add({ key: keyOf(order, each), statement: nested(values, each.statement) });
  return JSON.stringify(first.rows().map(({ statement }) => ({ statement })));
}

interface GroupEntry {
  readonly key: Key;
  readonly values: readonly (readonly unknown[])[];
}

async function answerGroups(
  { order, by, columns }: Extract<Question, { kind: 'groups' }>,
  found: AsyncIterable<MatchingStatement>,
): Promise<string> {
  const groups = new Map<string, { readonly id: unknown; readonly entries: GroupEntry[] }>();
  for await (const each of found) {
    const id = by === undefined ? null : (valueAt(each.statement, by) ?? null);
    const name = JSON.stringify(id);
    let group = groups.get(name);
    if (group === undefined) {
      if (groups.size >= maxRows) throw new LotseError('too-large', `There are more than ${maxRows} rows.`);
      groups.set(name, (group = { id, entries: [] }));
    }
    group.entries.push({
      key: keyOf(order, each),
      values: columns.map(({ path }) => valuesAt(each.statement, path).slice(0, 1)),
    });
  }
  return JSON.stringify(
    [...groups.values()].map(({ id, entries }) => {
      const ordered = entries.sort(inOrder(order));
      const row = columns.map(({ name, take }, index) => [
        name,
        take === 'all' ? ordered.flatMap(({ values }) => values[index]!) : (ordered.at(-1)!.values[index]![0] ?? null),
      ]);
      return { _id: id, ...(Object.fromEntries(row) as object) };
    }),
  );
}

/**
 * The answer to a question, as JSON text in the form that a pipeline's result has.
 * @param found what the question's condition finds
 * @throws LotseError `too-large`
 */
export async function answer(question: Question, found: AsyncIterable<MatchingStatement>): Promise<string> {
  switch (question.kind) {
    case 'count': {
      let count = 0;
      for await (const each of found) if (each.stored.position > 0) count += 1;
      return count === 0 ? '[]' : JSON.stringify([{ [question.name]: count }]);
    }
    case 'page':
      return answerPage(question, found);
    case 'first':
      return answerFirst(question, found);
    case 'groups':
      return answerGroups(question, found);
  }
}
