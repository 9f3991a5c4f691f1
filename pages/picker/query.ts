import type { Request } from 'express';
import { isLanguage, type Language } from '../../web/index.js';

/** Maximum number of items that can be placed at once. */
export const maxChosenItems = 50;
const maxSearchLength = 200;
const maxValueLength = 300;

/** Search criteria of the picker. */
export interface PickerFilter {
  readonly search: string;
  /** Code of a competency group; empty: all. */
  readonly area: string;
  /** Level of a competency tag; empty: any. */
  readonly level: string;
  /** `unit` or `case`; empty: both. */
  readonly kind: string;
}

/** A request to the picker. */
export interface PickerQuery extends PickerFilter {
  /** From 1. */
  readonly page: number;
  /** The chosen items, in the order in which they will be placed. */
  readonly chosen: readonly string[];
  /** True if more was chosen than can be placed at once. */
  readonly tooMany: boolean;
  /** The content to preview. */
  readonly preview?: string;
  /** A change to the selection that only counts once. */
  readonly changed: boolean;
  /** The language that was chosen on the page. */
  readonly language?: Language;
}

type Fields = Readonly<Record<string, unknown>>;

function texts(fields: Fields, name: string): readonly string[] {
  return [fields[name]]
    .flat()
    .filter((value): value is string => typeof value === 'string' && value !== '' && value.length <= maxValueLength);
}

function text(fields: Fields, name: string): string {
  return (texts(fields, name)[0] ?? '').trim();
}

/**
 * The selection after a form was submitted. `item` holds the former selection, in order; of the items on the page
 * (`shown`), `pick` holds those that are ticked now. Items that were not on the page stay as they were.
 */
function merged(fields: Fields, multiple: boolean): readonly string[] {
  const before = texts(fields, 'item');
  const shown = new Set(texts(fields, 'shown'));
  const picked = texts(fields, 'pick');
  const added = picked.filter((value) => !before.includes(value));
  if (!multiple) return added.length > 0 ? added.slice(-1) : before.slice(0, 1);
  return [...new Set([...before.filter((value) => !shown.has(value) || picked.includes(value)), ...added])];
}

function moved(chosen: readonly string[], value: string, by: -1 | 1): readonly string[] {
  const from = chosen.indexOf(value);
  const to = from + by;
  if (from < 0 || to < 0 || to >= chosen.length) return chosen;
  const order = [...chosen];
  [order[from], order[to]] = [order[to]!, order[from]!];
  return order;
}

/** Applies the buttons of the selection: up, down, or remove. */
function withChange(
  fields: Fields,
  chosen: readonly string[],
): { readonly chosen: readonly string[]; readonly changed: boolean } {
  const [up, down, out] = [text(fields, 'up'), text(fields, 'down'), text(fields, 'remove')];
  if (up !== '') return { chosen: moved(chosen, up, -1), changed: true };
  if (down !== '') return { chosen: moved(chosen, down, 1), changed: true };
  if (out !== '') return { chosen: chosen.filter((value) => value !== out), changed: true };
  return { chosen, changed: false };
}

/** Parses a form or a link to the picker; invalid values are ignored. */
export function parsePickerQuery(request: Request, multiple: boolean): PickerQuery {
  const fields: Fields = { ...(request.query as Fields), ...((request.body ?? {}) as Fields) };
  const { chosen, changed } = withChange(fields, merged(fields, multiple));
  // A new search begins at its first page; any other request stays on its page.
  const requested = text(fields, 'find') === '' ? text(fields, 'turn') || text(fields, 'page') : '1';
  const page = Number(/^\d{1,4}$/.exec(requested)?.[0] ?? 1);
  const [preview, language] = [text(fields, 'preview'), text(fields, 'language')];
  return {
    search: text(fields, 'search').slice(0, maxSearchLength),
    area: text(fields, 'area'),
    level: text(fields, 'level'),
    kind: text(fields, 'kind'),
    page: Math.max(1, page),
    chosen: chosen.slice(0, maxChosenItems),
    tooMany: chosen.length > maxChosenItems,
    changed,
    ...(preview === '' ? {} : { preview }),
    ...(isLanguage(language) ? { language } : {}),
  };
}

/** The parameters of the picker's address that repeat the query. */
export function parametersOf(visit: string, query: PickerQuery): string {
  const pairs = new URLSearchParams({ visit });
  const { search, area, level, kind, page, language = '' } = query;
  const parameters = { search, area, level, kind, page: page === 1 ? '' : String(page), language };
  for (const [name, value] of Object.entries(parameters)) if (value !== '') pairs.set(name, value);
  for (const value of query.chosen) pairs.append('item', value);
  return pairs.toString();
}
