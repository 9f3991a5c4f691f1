import { type Clock, isoNow, LotseError } from '../../base/index.js';
import { type CompletedStatement, prepareStatement } from '../statement/index.js';
import type { LrsStore, OrganisationId, PreparedStatement, StoredStatement } from '../store/index.js';

/** Dependencies of erasing statements. */
export interface Erasing {
  readonly store: Pick<LrsStore, 'statements'>;
  readonly clock: Clock;
}

/** The result of an erasure. */
export interface StatementErasure {
  /** Ids that are gone. */
  readonly erased: readonly string[];
}

/** Statements per durable transaction, so that other writes wait only for a moment. */
const batchSize = 200;
const maxTries = 5;

function prepareAgain({ text }: StoredStatement): PreparedStatement {
  const { stored: _stored, ...statement } = JSON.parse(text) as CompletedStatement & { readonly stored?: string };
  return prepareStatement(statement, { defines: false });
}

async function eraseSome(
  { store, clock }: Erasing,
  organisation: OrganisationId,
  ids: readonly string[],
): Promise<readonly string[]> {
  for (let tries = 0; tries < maxTries; tries += 1) {
    const referring = (await store.statements.listReferringStatements(organisation, ids)).map(prepareAgain);
    const result = await store.statements.eraseStatements({ organisation, ids, referring, now: isoNow(clock) });
    if (result.kind === 'erased') return result.statements;
  }
  throw new LotseError(
    'store-unavailable',
    'Statements that are to be erased are being referred to all the time. Please try again.',
    { retryAfter: 5 },
  );
}

/**
 * Erases statements for good: text, relations, and everything only they say about people. Consumers of the stream are
 * told to drop what they derived. Voiding statements stay, since the statements they void would reappear without them.
 * A number of transactions, so that what was erased before a failure stays erased; erasing again goes on.
 * @throws LotseError `store-unavailable`, `not-found`
 */
export async function eraseStatements(
  erasing: Erasing,
  organisation: OrganisationId,
  ids: readonly string[],
): Promise<StatementErasure> {
  const erased: string[] = [];
  for (let at = 0; at < ids.length; at += batchSize)
    erased.push(...(await eraseSome(erasing, organisation, ids.slice(at, at + batchSize))));
  return { erased };
}
