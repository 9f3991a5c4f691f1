import {
  type Activity,
  type Actor,
  agentKey,
  type ContextActivityKind,
  isActivity,
  type LanguageMap,
  type Statement,
} from '../../statement/index.js';
import type { StoredStatement } from '../../store/index.js';

/** The value of a cell. */
export type ExportValue = string | number | boolean | undefined;

/** A column of a table of statements. */
export interface ExportColumn {
  readonly name: string;
  /** `instant`: ISO 8601 text. */
  readonly type: 'text' | 'instant' | 'number' | 'boolean';
  readonly of: (statement: Statement, stored: StoredStatement) => ExportValue;
}

function actorText(actor: Actor | undefined): string | undefined {
  return actor === undefined ? undefined : agentKey(actor);
}

/** The first text of a language map; German first, as everywhere in Lotse, English second. */
function textOf(map: LanguageMap | undefined): string | undefined {
  if (map === undefined) return undefined;
  const tag = ['de', 'en']
    .map((language) => Object.keys(map).find((each) => each.toLowerCase().split('-')[0] === language))
    .find((each) => each !== undefined);
  return tag === undefined ? Object.values(map)[0] : map[tag];
}

function objectId({ object }: Statement): string | undefined {
  if (object.objectType === 'StatementRef') return object.id;
  if (object.objectType === 'SubStatement') return undefined;
  if (object.objectType === 'Agent' || object.objectType === 'Group') return actorText(object);
  return (object as Activity).id;
}

function definition({ object }: Statement): Activity['definition'] {
  return isActivity(object) ? object.definition : undefined;
}

function contextIds({ context }: Statement, kind: ContextActivityKind): string | undefined {
  const activities = context?.contextActivities?.[kind];
  if (activities === undefined) return undefined;
  return (Array.isArray(activities) ? (activities as readonly Activity[]) : [activities as Activity])
    .map(({ id }) => id)
    .join(' ');
}

/** The table's columns, in order. Lists of IRIs are separated by spaces, which no IRI contains. */
export const columns: readonly ExportColumn[] = [
  { name: 'id', type: 'text', of: (_statement, { id }) => id },
  { name: 'stored', type: 'instant', of: (_statement, { stored }) => stored },
  { name: 'timestamp', type: 'instant', of: ({ timestamp }) => timestamp },
  { name: 'actor', type: 'text', of: ({ actor }) => actorText(actor) },
  { name: 'verb', type: 'text', of: ({ verb }) => verb.id },
  { name: 'object_type', type: 'text', of: ({ object }) => object.objectType ?? 'Activity' },
  { name: 'object', type: 'text', of: objectId },
  { name: 'object_name', type: 'text', of: (statement) => textOf(definition(statement)?.name) },
  { name: 'activity_type', type: 'text', of: (statement) => definition(statement)?.type },
  { name: 'score_scaled', type: 'number', of: ({ result }) => result?.score?.scaled },
  { name: 'score_raw', type: 'number', of: ({ result }) => result?.score?.raw },
  { name: 'score_min', type: 'number', of: ({ result }) => result?.score?.min },
  { name: 'score_max', type: 'number', of: ({ result }) => result?.score?.max },
  { name: 'success', type: 'boolean', of: ({ result }) => result?.success },
  { name: 'completion', type: 'boolean', of: ({ result }) => result?.completion },
  { name: 'duration', type: 'text', of: ({ result }) => result?.duration },
  { name: 'response', type: 'text', of: ({ result }) => result?.response },
  { name: 'registration', type: 'text', of: ({ context }) => context?.registration },
  { name: 'parent', type: 'text', of: (statement) => contextIds(statement, 'parent') },
  { name: 'grouping', type: 'text', of: (statement) => contextIds(statement, 'grouping') },
  { name: 'category', type: 'text', of: (statement) => contextIds(statement, 'category') },
  { name: 'other', type: 'text', of: (statement) => contextIds(statement, 'other') },
  { name: 'platform', type: 'text', of: ({ context }) => context?.platform },
  { name: 'language', type: 'text', of: ({ context }) => context?.language },
  { name: 'authority', type: 'text', of: ({ authority }) => actorText(authority) },
  { name: 'version', type: 'text', of: ({ version }) => version },
  { name: 'voided', type: 'boolean', of: (_statement, { voided }) => voided },
];
