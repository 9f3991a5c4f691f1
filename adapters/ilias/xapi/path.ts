type Properties = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is Properties =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Defaults for properties a statement leaves out (xAPI 1.0.3 Data §2.4.2, §2.4.4). */
const defaults: ReadonlyMap<string, string> = new Map([
  ['object.objectType', 'Activity'],
  ['actor.objectType', 'Agent'],
]);

/** A place in a statement. */
export interface Path {
  /** As ILIAS writes it, without the leading `statement.`. */
  readonly text: string;
  readonly names: readonly string[];
}

const maxPathLength = 500;
const maxPathNames = 10;

/**
 * Reads a path such as `statement.context.extensions.https://ilias&46;de/cmi5/activityid`: names with points between
 * them, where a point within a name is written `&46;`.
 */
export function parsePath(text: string): Path | undefined {
  if (!text.startsWith('statement.') || text.length > maxPathLength) return undefined;
  const rest = text.slice('statement.'.length);
  const names = rest.split('.').map((name) => name.replaceAll('&46;', '.'));
  return names.length > maxPathNames || names.some((name) => name === '') ? undefined : { text: rest, names };
}

/** Everything that stands at a place; lists on the way there stand for each of their elements. */
export function valuesAt(statement: unknown, { text, names }: Path): readonly unknown[] {
  let values: readonly unknown[] = [statement];
  for (const name of names) {
    values = values
      .flatMap((value) => (Array.isArray(value) ? (value as readonly unknown[]) : [value]))
      .flatMap((value) => (isObject(value) && Object.hasOwn(value, name) ? [value[name]] : []));
  }
  const fallback = defaults.get(text);
  return values.length === 0 && fallback !== undefined ? [fallback] : values;
}

/** The first of them. */
export function valueAt(statement: unknown, path: Path): unknown {
  return valuesAt(statement, path)[0];
}
