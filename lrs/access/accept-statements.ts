import { type Clock, isoNow, LotseError, newUuid, type Vocabulary } from '../../base/index.js';
import {
  isSameStatement,
  checkSignature,
  type CompletedStatement,
  completeStatement,
  fingerprintOf,
  namedAttachments,
  parseStatement,
  prepareStatement,
  signatureUsage,
  type Statement,
  type XapiVersion,
} from '../statement/index.js';
import type { AppendBatch, AppendResult, LrsStore, OrganisationId, PreparedStatement } from '../store/index.js';
import { checkAwardsNothing, checkWithinLimits } from './foreign-statement.js';
import { allows, type Principal } from './principal.js';

/** The attachment data that came with statements and is already stored. */
export interface ReceivedData {
  /** @param sha2 lower case */
  has(sha2: string): boolean;
  /** The data of an attachment that says it is a signature. */
  signature(sha2: string): Uint8Array | undefined;
}

const noData: ReceivedData = { has: () => false, signature: () => undefined };

/** Options for accepting statements. */
export interface AcceptOptions {
  /** The version of xAPI that they follow. */
  readonly version: XapiVersion;
  /**
   * They are as the principal's own software sent them, so that under a grant they must not say what only Lotse
   * says; see `checkAwardsNothing`.
   */
  readonly asSent?: boolean;
  /** Left out: none. */
  readonly received?: ReceivedData;
  /** The JSON text of the statement, if it is only one; see `textOf`. */
  readonly text?: string | undefined;
}

/**
 * The only entry point of statements: validates, completes (id, authority, timestamp, version), and appends them as one
 * batch, all or nothing and durable on return. Sending the same statements again changes nothing and succeeds.
 * @returns their ids, in order
 * @throws LotseError `invalid-statement`, `foreign-statement`, `conflict`, `store-unavailable`; `path` begins with
 *   `statements[index]`
 */
export type AcceptStatements = (
  principal: Principal,
  statements: readonly unknown[],
  options: AcceptOptions,
) => Promise<readonly string[]>;

/**
 * An attachment without data must say where the data is (xAPI 1.0.3 Communication §1.5.2), and one that says it is
 * a signature must be one (Data §2.6).
 */
function checkAttachments(
  statement: CompletedStatement,
  path: string,
  { version, received = noData }: AcceptOptions,
): void {
  for (const { attachment, path: place } of namedAttachments(statement, path)) {
    const sha2 = attachment.sha2.toLowerCase();
    if (attachment.fileUrl === undefined && !received.has(sha2)) {
      throw new LotseError('invalid-statement', 'An attachment sent without its data must have a fileUrl.', {
        path: `${place}.fileUrl`,
      });
    }
    if (attachment.usageType === signatureUsage)
      checkSignature({ statement, attachment, data: received.signature(sha2), version, path: place });
  }
}

function checkIdsDiffer(statements: readonly PreparedStatement[]): void {
  const seen = new Set<string>();
  for (const [index, { id }] of statements.entries()) {
    if (seen.has(id))
      throw new LotseError('invalid-statement', 'Two statements of the batch have the same id.', {
        path: `statements[${index}].id`,
      });
    seen.add(id);
  }
}

/** The way in, over a store. */
export function acceptStatementsInto(store: LrsStore, clock: Clock, vocabulary: Vocabulary): AcceptStatements {
  return async (principal, statements, options) => {
    const { version, asSent = false, text } = options;
    const now = isoNow(clock);
    const defines = !asSent || allows(principal, 'define');
    const prepared = statements.map((value, index) => {
      const path = `statements[${index}]`;
      const parsed = parseStatement(value, { version, path });
      const statement = completeStatement(parsed, {
        id: parsed.id ?? newUuid(),
        authority: principal.authority,
        version,
      });
      checkAttachments(statement, path, options);
      checkWithinLimits(principal, statement, path);
      if (principal.kind === 'grant' && asSent) checkAwardsNothing(vocabulary, statement, path);
      return prepareStatement(statement, {
        defines,
        ...(text === undefined ? {} : { sent: { statement: parsed, text } }),
      });
    });
    checkIdsDiffer(prepared);
    if (prepared.length === 0) return [];
    const result = await appendStatements(store, { organisation: principal.organisation, statements: prepared, now });
    if (result.kind === 'conflict') {
      throw new LotseError(
        'conflict',
        `A different statement with the id ${result.id} is stored already. Nothing of this request was stored.`,
        { path: `statements[${result.index}].id` },
      );
    }
    return result.statements.map(({ id }) => id);
  };
}

/**
 * Appends a batch. The store compares fingerprints, which tell a type that is written out from one that goes without
 * saying; whatever it takes for different on that account alone is the same statement all the same.
 */
async function appendStatements({ statements: store }: LrsStore, batch: AppendBatch): Promise<AppendResult> {
  const result = await store.appendStatements(batch);
  if (result.kind !== 'conflict') return result;
  const { organisation, statements } = batch;
  const conflicting = await findStored(store, organisation, statements[result.index]!);
  if (conflicting === undefined) return result;
  const others = statements.slice(result.index + 1);
  const alike = await Promise.all(others.map(async (each) => (await findStored(store, organisation, each)) ?? each));
  return store.appendStatements({
    ...batch,
    statements: [...statements.slice(0, result.index), conflicting, ...alike],
  });
}

/** The statement with the fingerprint of the stored one with its id, if the two are the same. */
async function findStored(
  store: LrsStore['statements'],
  organisation: OrganisationId,
  statement: PreparedStatement,
): Promise<PreparedStatement | undefined> {
  const stored = await store.findStatement(organisation, statement.id);
  if (stored === undefined) return undefined;
  const original = JSON.parse(stored.text) as Statement;
  return isSameStatement(original, JSON.parse(statement.text) as Statement)
    ? { ...statement, fingerprint: fingerprintOf(original) }
    : undefined;
}
