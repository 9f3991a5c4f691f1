import type { AppendBatch, PreparedStatement, RelationScope } from '../../../lrs/store/index.js';

/** A statement as the writer thread works with it. What is direct is there once, since it is related as well. */
export type PackedStatement = Omit<PreparedStatement, 'agents' | 'activities'> & {
  readonly agents: readonly string[];
  readonly activities: readonly string[];
};

/**
 * A batch on its way to the writer thread. What crosses is copied there and back again value by value, and an object's
 * keys each time with it, so many small objects cost more than the statement itself: a statement goes as a list of its
 * values, and a relation as a text, led by one letter for its scope.
 */
export type PackedBatch = Omit<AppendBatch, 'statements'> & { readonly statements: readonly StatementValues[] };

type StatementValues = readonly [
  id: string,
  text: string,
  fingerprint: string,
  verb: string,
  voiding: boolean,
  untimed: boolean,
  registration: string | undefined,
  refersTo: string | undefined,
  agents: readonly string[],
  activities: readonly string[],
  attachments: readonly string[],
  definitions: readonly string[],
];

const letters: Readonly<Record<RelationScope, string>> = { direct: 'd', related: 'r' };

export function packed({ organisation, now, statements }: AppendBatch): PackedBatch {
  return { organisation, now, statements: statements.map((statement) => valuesOf(packedStatement(statement))) };
}

/** The statements of a batch that has arrived. */
export function statementsOf({ statements }: PackedBatch): readonly PackedStatement[] {
  return statements.map(
    ([
      id,
      text,
      fingerprint,
      verb,
      voiding,
      untimed,
      registration,
      refersTo,
      agents,
      activities,
      attachments,
      definitions,
    ]) => ({
      id,
      text,
      fingerprint,
      verb,
      voiding,
      agents,
      activities,
      attachments,
      definitions: pairs(definitions),
      ...(untimed ? { untimed } : {}),
      ...(registration === undefined ? {} : { registration }),
      ...(refersTo === undefined ? {} : { refersTo }),
    }),
  );
}

export function packedStatement(statement: PreparedStatement): PackedStatement {
  return {
    ...statement,
    agents: packedRelations(statement.agents, ({ key }) => key),
    activities: packedRelations(statement.activities, ({ iri }) => iri),
  };
}

function valuesOf({
  id,
  text,
  fingerprint,
  verb,
  voiding,
  untimed,
  registration,
  refersTo,
  agents,
  activities,
  attachments,
  definitions,
}: PackedStatement): StatementValues {
  return [
    id,
    text,
    fingerprint,
    verb,
    voiding,
    untimed === true,
    registration,
    refersTo,
    agents,
    activities,
    attachments,
    definitions.flatMap(({ iri, definition }) => [iri, definition]),
  ];
}

function pairs(values: readonly string[]): PackedStatement['definitions'] {
  return Array.from({ length: values.length / 2 }, (_, index) => ({
    iri: values[2 * index]!,
    definition: values[2 * index + 1]!,
  }));
}

function packedRelations<Relation extends { readonly scope: RelationScope }>(
  relations: readonly Relation[],
  valueOf: (relation: Relation) => string,
): readonly string[] {
  const direct = new Set<string>();
  for (const relation of relations) if (relation.scope === 'direct') direct.add(valueOf(relation));
  const texts: string[] = [];
  for (const relation of relations) {
    const value = valueOf(relation);
    if (relation.scope === 'direct' || !direct.has(value)) texts.push(letters[relation.scope] + value);
  }
  return texts;
}

/** The scope and the value of one relation. */
export function unpacked(relation: string): { readonly scope: RelationScope; readonly value: string } {
  return { scope: relation.startsWith('d') ? 'direct' : 'related', value: relation.slice(1) };
}
