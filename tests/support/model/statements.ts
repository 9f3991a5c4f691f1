import { LotseError } from '../../../base/index.js';
import {
  type ActivityQueries,
  type AppendBatch,
  type AppendResult,
  type EraseRequest,
  type EraseResult,
  mergedDefinition,
  maxInheritedTerms,
  type OrganisationId,
  type Page,
  type PageRequest,
  type PreparedStatement,
  type RelationScope,
  type StatementCommands,
  type StatementFilter,
  type StatementQueries,
  type StoredEvent,
  type StoredStatement,
  type StreamQueries,
} from '../../../lrs/store/index.js';

interface Entry {
  readonly organisation: OrganisationId;
  readonly position: number;
  readonly stored: string;
  readonly statement: PreparedStatement;
}

interface Erased {
  readonly organisation: OrganisationId;
  readonly position: number;
  readonly stored: string;
  readonly statements: readonly string[];
}

/** The statements of the model: one array, and every answer computed from all of it. */
export function statementModel(exists: (organisation: OrganisationId) => boolean): {
  statements: StatementCommands & StatementQueries;
  activities: ActivityQueries;
  stream: StreamQueries;
} {
  const entries: Entry[] = [];
  const erasures: Erased[] = [];
  /** What statements said about activities; it outlives them. */
  const said: { readonly organisation: OrganisationId; readonly iri: string; readonly definition: string }[] = [];
  const named = new Set<string>();
  let last = 0;
  const listeners = new Set<() => void>();
  let promised = 0;

  const newest = (): number => Math.max(0, ...[...entries, ...erasures].map((entry) => Date.parse(entry.stored)));
  const get = (organisation: OrganisationId, id: string): Entry | undefined =>
    entries.find((entry) => entry.organisation === organisation && entry.statement.id === id);

  const isVoided = ({ organisation, statement: { id, voiding } }: Entry): boolean =>
    !voiding &&
    entries.some(
      (other) => other.organisation === organisation && other.statement.voiding && other.statement.refersTo === id,
    );

  /** The statement and all that it refers to, directly or through others. */
  const closure = (entry: Entry): readonly Entry[] => {
    const chain = [entry];
    for (;;) {
      const target = chain.at(-1)!.statement.refersTo;
      const next = target === undefined ? undefined : get(entry.organisation, target);
      if (next === undefined || chain.includes(next)) return chain;
      chain.push(next);
    }
  };

  /** What statements are found by, each once, as `maxInheritedTerms` counts it. */
  const foundBy = (statements: readonly PreparedStatement[]): number =>
    new Set(
      statements.flatMap(({ verb, registration, agents, activities }) => [
        `verb ${verb}`,
        ...(registration === undefined ? [] : [`registration ${registration}`]),
        ...agents.flatMap(({ key, scope }) => [`related agent ${key}`, `${scope} agent ${key}`]),
        ...activities.flatMap(({ iri, scope }) => [`related activity ${iri}`, `${scope} activity ${iri}`]),
      ]),
    ).size;
  const inherited = (some: readonly Entry[]): number =>
    some.reduce(
      (sum, entry) => sum + foundBy(closure(entry).map((each) => each.statement)) - foundBy([entry.statement]),
      0,
    );

  const inScope = (has: RelationScope, asked: RelationScope): boolean => asked === 'related' || has === 'direct';

  const matches = (
    entry: Entry,
    { agent, also, activity, within, verb, registration, since, until }: StatementFilter,
  ): boolean => {
    const statements = closure(entry).map((each) => each.statement);
    const hasAgent = (asked: StatementFilter['agent']): boolean =>
      asked === undefined ||
      statements.some(({ agents }) =>
        agents.some(({ key, scope }) => key === asked.key && inScope(scope, asked.scope)),
      );
    return (
      hasAgent(agent) &&
      hasAgent(also) &&
      (activity === undefined ||
        statements.some(({ activities }) =>
          activities.some(({ iri, scope }) => iri === activity.iri && inScope(scope, activity.scope)),
        )) &&
      (within === undefined || statements.some(({ activities }) => activities.some(({ iri }) => iri === within))) &&
      (verb === undefined || statements.some((statement) => statement.verb === verb)) &&
      (registration === undefined || statements.some((statement) => statement.registration === registration)) &&
      (since === undefined || Date.parse(entry.stored) > Date.parse(since)) &&
      (until === undefined || Date.parse(entry.stored) <= Date.parse(until))
    );
  };

  const stored = (entry: Entry): StoredStatement => ({
    id: entry.statement.id,
    position: entry.position,
    stored: entry.stored,
    voided: isVoided(entry),
    text: textOf(entry),
  });

  const append = async ({ organisation, statements, now }: AppendBatch): Promise<AppendResult> => {
    if (!exists(organisation)) throw new LotseError('not-found', 'There is no such organisation.');
    const instant = new Date(Math.max(Date.parse(now), promised + 1, newest() + 1)).toISOString();
    const before = { count: entries.length, last };
    const largest = Math.max(
      0,
      ...[...entries.map((entry) => entry.statement), ...statements].map(
        ({ agents, activities }) => agents.length + activities.length,
      ),
    );
    // Counted only if it could be too much.
    const isLarge = largest * (entries.length + statements.length) > maxInheritedTerms / 10;
    const inheritedBefore = isLarge ? inherited(entries) : 0;
    const results: { id: string; outcome: 'stored' | 'same'; position: number }[] = [];
    for (const [index, statement] of statements.entries()) {
      const present = get(organisation, statement.id);
      if (present !== undefined && present.statement.fingerprint !== statement.fingerprint) {
        entries.length = before.count;
        last = before.last;
        return { kind: 'conflict', index, id: statement.id };
      }
      if (present === undefined) entries.push({ organisation, position: ++last, stored: instant, statement });
      results.push({
        id: statement.id,
        outcome: present === undefined ? 'stored' : 'same',
        position: present?.position ?? last,
      });
    }
    if (isLarge && inherited(entries) - inheritedBefore > maxInheritedTerms) {
      entries.length = before.count;
      last = before.last;
      throw new LotseError('too-large', 'Too much would be found by too much.');
    }
    for (const {
      statement: { verb, activities },
    } of entries.slice(before.count))
      for (const iri of [verb, ...activities.map((each) => each.iri)]) named.add(`${organisation} ${iri}`);
    for (const {
      statement: { definitions },
    } of entries.slice(before.count))
      said.push(...definitions.map((each) => ({ organisation, ...each })));
    for (const listener of listeners) listener();
    return { kind: 'stored', statements: results };
  };

  const referring = (organisation: OrganisationId, ids: readonly string[]): readonly Entry[] => {
    const there = ids.filter((id) => get(organisation, id)?.statement.voiding === false);
    return entries.filter(
      (entry) =>
        entry.organisation === organisation &&
        !there.includes(entry.statement.id) &&
        closure(entry).some(({ statement: { id } }) => there.includes(id)),
    );
  };

  const erase = async ({ organisation, ids, referring: given, now }: EraseRequest): Promise<EraseResult> => {
    if (!exists(organisation)) throw new LotseError('not-found', 'There is no such organisation.');
    const gone = [...new Set(ids)].filter((id) => get(organisation, id)?.statement.voiding === false);
    if (gone.length === 0) return { kind: 'erased', statements: [] };
    if (referring(organisation, gone).some(({ statement: { id } }) => !given.some((each) => each.id === id)))
      return { kind: 'referred' };
    const stored = new Date(Math.max(Date.parse(now), promised + 1, newest() + 1)).toISOString();
    for (const id of gone) entries.splice(entries.indexOf(get(organisation, id)!), 1);
    erasures.push({ organisation, position: ++last, stored, statements: gone });
    for (const listener of listeners) listener();
    return { kind: 'erased', statements: gone };
  };

  const page = async ({ organisation, filter, ascending, after, limit }: PageRequest): Promise<Page> => {
    const all = entries.filter(
      (entry) => entry.organisation === organisation && !isVoided(entry) && matches(entry, filter),
    );
    const ordered = ascending ? all : all.toReversed();
    const behind =
      after === undefined
        ? ordered
        : ordered.filter(({ position }) => (ascending ? position > after : position < after));
    return { statements: behind.slice(0, limit).map(stored), more: behind.length > limit };
  };

  return {
    statements: {
      appendStatements: append,
      eraseStatements: erase,
      listReferringStatements: async (organisation, ids) => referring(organisation, ids).map(stored),
      findStatement: async (organisation, id) => {
        const entry = get(organisation, id);
        return entry === undefined ? undefined : stored(entry);
      },
      findPage: page,
      findPageText: async (request) => {
        const { statements, more } = await page(request);
        const newest = statements
          .map((each) => each.stored)
          .sort()
          .at(-1);
        return {
          chunks: [new TextEncoder().encode(statements.map(({ text }) => text).join(','))],
          ...(newest === undefined ? {} : { newestStored: newest }),
          ...(more ? { next: statements.at(-1)!.position } : {}),
          release: () => undefined,
        };
      },
      listVoidedStatements: async (organisation, filter) =>
        entries
          .filter((entry) => entry.organisation === organisation && isVoided(entry) && matches(entry, filter))
          .map(({ statement, position }) => ({ id: statement.id, position })),
      listAgentKeysEnding: async (organisation, ending, limit) => {
        const keys = entries
          .filter((entry) => entry.organisation === organisation)
          .flatMap(({ statement }) => statement.agents.map(({ key }) => key));
        return [...new Set(keys)]
          .filter((key) => key.endsWith(ending))
          .sort(byCodePoint)
          .slice(0, limit);
      },
      listIrisBeginning: async (organisation, beginning, limit) =>
        [...named]
          .filter((each) => each.startsWith(`${organisation} ${beginning}`))
          .map((each) => each.slice(organisation.length + 1))
          .sort(byCodePoint)
          .slice(0, limit),
      findNewestStored: async () => new Date(newest()).toISOString(),
      promiseConsistency: async (_organisation, now) => {
        promised = Math.max(promised, Date.parse(now) - 1);
        return new Date(Math.max(newest(), Date.parse(now) - 1)).toISOString();
      },
    },
    activities: {
      findDefinitions: async (organisation, iris) => {
        const merged = iris.map(
          (iri) =>
            [
              iri,
              said
                .filter((each) => each.organisation === organisation && each.iri === iri)
                .map(({ definition }) => definition),
            ] as const,
        );
        return new Map(
          merged.flatMap(([iri, definitions]) =>
            definitions.length === 0 ? [] : [[iri, definitions.reduce(mergedDefinition)] as const],
          ),
        );
      },
    },
    stream: {
      listPartitions: async () => [0],
      findHead: async () => last,
      listEvents: async (_partition, after, limit) =>
        [...entries.map(eventOf), ...erasures.map((each): StoredEvent => ({ kind: 'erasure', ...each }))]
          .filter(({ position }) => position > after)
          .sort((a, b) => a.position - b.position)
          .slice(0, limit),
      onAppended: (listener) => {
        listeners.add(listener);
        return () => void listeners.delete(listener);
      },
    },
  };
}

const byCodePoint = (one: string, other: string): number => Buffer.compare(Buffer.from(one), Buffer.from(other));

function textOf({ stored, statement }: Entry): string {
  const timestamp = statement.untimed === true ? `"timestamp":${JSON.stringify(stored)},` : '';
  return `{"stored":${JSON.stringify(stored)},${timestamp}${statement.text.slice(1)}`;
}

function eventOf(entry: Entry): StoredEvent {
  const { organisation, position, stored, statement } = entry;
  const event = { position, organisation, stored, id: statement.id, text: textOf(entry) };
  if (statement.voiding && statement.refersTo !== undefined)
    return { ...event, kind: 'void', target: statement.refersTo };
  return { ...event, kind: 'statement' };
}
