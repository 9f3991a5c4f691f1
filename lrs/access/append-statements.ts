import { areSame, fingerprintOf, type Statement } from '../statement/index.js';
import type { AppendBatch, AppendResult, LrsStore, OrganisationId, PreparedStatement } from '../store/index.js';

/**
 * Appends a batch. The store compares fingerprints, which tell a type that is written out from one that goes without
 * saying; whatever it takes for different on that account alone is the same statement all the same.
 */
export async function appendStatements({ statements: store }: LrsStore, batch: AppendBatch): Promise<AppendResult> {
  const result = await store.append(batch);
  if (result.kind !== 'conflict') return result;
  const { organisation, statements } = batch;
  const conflicting = await asKept(store, organisation, statements[result.index]!);
  if (conflicting === undefined) return result;
  const others = statements.slice(result.index + 1);
  const alike = await Promise.all(others.map(async (each) => (await asKept(store, organisation, each)) ?? each));
  return store.append({ ...batch, statements: [...statements.slice(0, result.index), conflicting, ...alike] });
}

/** The statement with the fingerprint of the one that is kept under its id, where the two are the same. */
async function asKept(
  store: LrsStore['statements'],
  organisation: OrganisationId,
  statement: PreparedStatement,
): Promise<PreparedStatement | undefined> {
  const kept = await store.find(organisation, statement.id);
  if (kept === undefined) return undefined;
  const original = JSON.parse(kept.text) as Statement;
  return areSame(original, JSON.parse(statement.text) as Statement)
    ? { ...statement, fingerprint: fingerprintOf(original) }
    : undefined;
}
