import type { AppendBatch, PreparedStatement, RelationScope } from '../../../lrs/store/index.js';

/**
 * A statement on its way to the writer thread. What crosses is copied there and back again value by value, so many
 * small objects cost more than the statement itself: relations go as texts, led by one letter for their scope, and what is
 * direct goes once, since it is related as well.
 */
export type PackedStatement = Omit<PreparedStatement, 'agents' | 'activities'> & { readonly agents: readonly string[]; readonly activities: readonly string[] };

/** A batch on its way to the writer thread. */
export type PackedBatch = Omit<AppendBatch, 'statements'> & { readonly statements: readonly PackedStatement[] };

const letters: Readonly<Record<RelationScope, string>> = { direct: 'd', related: 'r' };

export function packed({ organisation, now, statements }: AppendBatch): PackedBatch {
  return { organisation, now, statements: statements.map(packedStatement) };
}

export function packedStatement(statement: PreparedStatement): PackedStatement {
  return {
    ...statement,
    agents: packedRelations(statement.agents, ({ key }) => key),
    activities: packedRelations(statement.activities, ({ iri }) => iri),
  };
}

function packedRelations<Relation extends { readonly scope: RelationScope }>(relations: readonly Relation[], valueOf: (relation: Relation) => string): readonly string[] {
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
