import type { Dialect } from '../../../lrs/index.js';

type Properties = Readonly<Record<string, unknown>>;

/** Lists of interaction components (xAPI 1.0.3 Data §2.4.4.1). */
const componentLists = ['choices', 'scale', 'source', 'target', 'steps'];

function isObject(value: unknown): value is Properties {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The object with a property in a new state; the same object where that is the old one. */
function withProperty(object: Properties, name: string, value: unknown): Properties {
  return object[name] === value ? object : { ...object, [name]: value };
}

/** A question that nobody answered has `null` for a response. */
function withoutNulls(result: unknown): unknown {
  if (!isObject(result) || !Object.values(result).includes(null)) return result;
  return Object.fromEntries(Object.entries(result).filter(([, value]) => value !== null));
}

/**
 * PHP writes a list that does not count from 0 as an object. Components are named by what is left of their text without anything but letters and
 * digits, so that equal answers, or two that differ in umlauts alone, come under one name: the first stays.
 */
function components(list: unknown): unknown {
  const items = isObject(list) ? Object.values(list) : list;
  if (!Array.isArray(items)) return list;
  const ids = new Set<unknown>();
  const distinct = items.filter((item: unknown) => {
    const id = isObject(item) ? item['id'] : item;
    return !ids.has(id) && ids.add(id);
  });
  return distinct.length === items.length ? items : distinct;
}

function definition(value: unknown): unknown {
  if (!isObject(value)) return value;
  return componentLists
    .filter((name) => name in value)
    .reduce((normalised, name) => withProperty(normalised, name, components(value[name])), value);
}

/**
 * The deviations of Moodle's plugin logstore_xapi (5.0.1, seen in Moodle 5.1) from the specification. It sends all
 * statements of an event in one, so that a
 * quiz of ten questions would be lost by the one that nobody answered.
 */
export const moodleDialect: Dialect = {
  software: 'moodle',
  normalise(statement) {
    if (!isObject(statement)) return statement;
    const { object } = statement;
    const normalised =
      'result' in statement ? withProperty(statement, 'result', withoutNulls(statement['result'])) : statement;
    return isObject(object) && 'definition' in object
      ? withProperty(normalised, 'object', withProperty(object, 'definition', definition(object['definition'])))
      : normalised;
  },
};
