import type { Vocabulary } from '../../base/index.js';
import {
  agentKeySuffix,
  accountOfKey,
  type AgentKey,
  isIri,
  type LrsStore,
  type OrganisationId,
  type Position,
  type StatementFilter,
} from '../../lrs/index.js';
import { knownVerb, knownVerbs } from './texts/verbs.js';

/** The fields of the filter, with their names in the address. */
export const fields = ['person', 'verb', 'activity', 'course', 'from', 'until'] as const;
/** One of `fields`. */
export type Field = (typeof fields)[number];

/** A query as entered in the form. */
export type BrowserQuery = Readonly<Partial<Record<Field, string>>> & { readonly after?: Position };

/** A field that cannot be parsed, or a name that matches no person or several. */
export type QueryProblem =
  | { readonly kind: 'not-an-iri' | 'not-a-time' | 'unknown-person'; readonly field: Field; readonly value: string }
  | {
      readonly kind: 'several-people';
      readonly field: 'person';
      readonly value: string;
      readonly keys: readonly AgentKey[];
    };

/** A query for the store; with problems there is nothing to query. */
export interface ResolvedQuery {
  readonly filter: StatementFilter;
  readonly problems: readonly QueryProblem[];
}

const maxValueLength = 2_000;
/** Maximum number of people to choose from. */
const maxPeople = 20;

/** Parses the fields of a query string; empty and unknown ones are ignored. */
export function parseBrowserQuery(text: string): BrowserQuery {
  const pairs = new URLSearchParams(text);
  const query: { -readonly [Name in keyof BrowserQuery]: BrowserQuery[Name] } = {};
  for (const field of fields) {
    const value = pairs.get(field)?.trim().slice(0, maxValueLength);
    if (value !== undefined && value !== '') query[field] = value;
  }
  const after = pairs.get('after') ?? '';
  if (/^\d{1,15}$/.test(after)) query.after = Number(after);
  return query;
}

/** The query string of a query, with further parameters; empty if nothing is asked. */
export function queryText(query: BrowserQuery, further: Readonly<Record<string, string>> = {}): string {
  const pairs = new URLSearchParams();
  for (const [name, value] of Object.entries({ ...query, ...further })) pairs.set(name, String(value));
  return pairs.toString();
}

const keyPattern = /^(?:account|mbox|mbox_sha1sum|openid):./s;

/** True if a text is a whole agent key, as in links of the page. */
function isKey(text: string): boolean {
  if (!keyPattern.test(text)) return false;
  try {
    accountOfKey(text);
    return true;
  } catch {
    return false;
  }
}

/** The instant of a local time such as `2026-11-21T14:03`, in the server's time zone. */
function localInstant(text: string): Date | undefined {
  if (!/^\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2})?$/.test(text)) return undefined;
  const date = new Date(text.includes('T') ? text : `${text}T00:00`);
  return Number.isNaN(date.getTime()) ? undefined : date;
}

/**
 * Turns a query into a filter. A person is an account name or a whole agent key; a verb its name or
 * IRI; an activity its IRI or, for our own contents, its id; a course its IRI. Times are minutes: both ends are
 * included whole.
 */
export async function resolveQuery(
  query: BrowserQuery,
  {
    store,
    vocabulary,
    organisation,
  }: { readonly store: LrsStore; readonly vocabulary: Vocabulary; readonly organisation: OrganisationId },
): Promise<ResolvedQuery> {
  const problems: QueryProblem[] = [];
  const iri = (field: Field, read: (text: string) => string | undefined): string | undefined => {
    const value = query[field];
    if (value === undefined) return undefined;
    const found = read(value);
    if (found === undefined || !isIri(found)) problems.push({ kind: 'not-an-iri', field, value });
    return found;
  };
  const instant = (field: 'from' | 'until', shift: number): string | undefined => {
    const value = query[field];
    if (value === undefined) return undefined;
    const date = localInstant(value);
    if (date === undefined) problems.push({ kind: 'not-a-time', field, value });
    return date === undefined ? undefined : new Date(date.getTime() + shift).toISOString();
  };

  async function agent(): Promise<AgentKey | undefined> {
    const value = query.person;
    if (value === undefined) return undefined;
    if (isKey(value)) return value as AgentKey;
    const keys = await store.statements.listAgentKeysEnding(organisation, agentKeySuffix(value), maxPeople);
    if (keys.length === 0) problems.push({ kind: 'unknown-person', field: 'person', value });
    if (keys.length > 1) problems.push({ kind: 'several-people', field: 'person', value, keys });
    return keys[0];
  }

  const key = await agent();
  const verb = iri('verb', (text) => {
    const name = knownVerb(text);
    return name === undefined ? text : knownVerbs[name][0];
  });
  const activity = iri('activity', (text) => (isIri(text) ? text : vocabulary.activity(text)));
  const within = iri('course', (text) => text);
  const since = instant('from', -1);
  const wholeDay = query.until !== undefined && !query.until.includes('T');
  const until = instant('until', (wholeDay ? 24 * 60 : 1) * 60_000 - 1);
  return {
    problems,
    filter: {
      ...(key === undefined ? {} : { agent: { key, scope: 'direct' } }),
      ...(activity === undefined ? {} : { activity: { iri: activity, scope: 'direct' } }),
      ...(within === undefined ? {} : { within }),
      ...(verb === undefined ? {} : { verb }),
      ...(since === undefined ? {} : { since }),
      ...(until === undefined ? {} : { until }),
    },
  };
}
