import type { AppendBatch, PreparedStatement, RelationScope } from '../../../lrs/store/index.js';

/**
 * A statement on its way to the writer thread. What crosses is copied there and back again value by value, so many
 * small objects cost more than the statement itself: relations go as texts, led by one letter for their scope.
 */
export type PackedStatement = Omit<PreparedStatement, 'agents' | 'activities'> & { readonly agents: readonly string[]; readonly activities: readonly string[] };

/** A batch on its way to the writer thread. */
export type PackedBatch = Omit<AppendBatch, 'statements'> & { readonly statements: readonly PackedStatement[] };

const letters: Readonly<Record<RelationScope, string>> = { direct: 'd', related: 'r' };

export function packedStatement(statement: PreparedStatement): PackedStatement {
  return {
    ...statement,
    agents: statement.agents.map(({ key, scope }) => letters[scope] + key),
    activities: statement.activities.map(({ iri, scope }) => letters[scope] + iri),
  };
}

export function packed(batch: AppendBatch): PackedBatch {
  return { ...batch, statements: batch.statements.map(packedStatement) };
}

/** The scope and the value of one relation. */
export function unpacked(relation: string): { readonly scope: RelationScope; readonly value: string } {
  return { scope: relation.startsWith('d') ? 'direct' : 'related', value: relation.slice(1) };
}
