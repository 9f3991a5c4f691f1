import { type Clock, isoNow, LotseError } from '../../../base/index.js';
import type { LrsStore, PreparedStatement } from '../../store/index.js';
import { createAttachmentIntake } from './attachment-intake.js';
import type { ImportCursor } from './cursor.js';
import { prepareForeign, type PrepareOptions } from './prepare.js';
import type { ImportItem, ImportSource } from './source.js';

/** A statement that was refused, and the reason. */
export interface ImportRefusal {
  readonly where: string;
  readonly reason: string;
  readonly path?: string;
}

/** Progress of an import. */
export interface ImportCounts {
  readonly read: number;
  readonly stored: number;
  /** Statements that were stored already. */
  readonly same: number;
  readonly refused: number;
}

/** Options of an import. */
export interface ImportRequest extends PrepareOptions {
  readonly store: Pick<LrsStore, 'statements' | 'attachments'>;
  readonly source: ImportSource;
  readonly cursor: ImportCursor;
  readonly clock: Clock;
  /** Maximum size of one attachment, in bytes. */
  readonly attachmentLimit: number;
  /** True if the first refusal ends the import; everything before it is stored. */
  readonly strict: boolean;
  readonly onRefused?: (refusal: ImportRefusal) => void;
  readonly onProgress?: (counts: ImportCounts, share: number | undefined) => void;
}

/** Small enough that a server beside the import waits only for a moment. */
const batchSize = 100;

interface Entry {
  readonly where: string;
  readonly statement: PreparedStatement;
}

function stopped({ where, reason, path }: ImportRefusal): LotseError {
  return new LotseError(
    'invalid-statement',
    `The import has stopped at ${where}: ${reason} What stands before it is stored.`,
    path === undefined ? {} : { path },
  );
}

/**
 * Imports statements. After each batch the cursor is saved, so an interrupted import can be resumed; and
 * because a statement that exists already changes nothing, it does not matter that the last batch is repeated.
 * @throws LotseError `invalid-statement` at the first refusal where `strict`; what the source throws;
 *   `store-unavailable`
 */
export async function importStatements(request: ImportRequest): Promise<ImportCounts> {
  const { store, source, cursor, strict, organisation, clock, attachmentLimit, onRefused, onProgress } = request;
  const intake = createAttachmentIntake({
    attachments: store.attachments,
    organisation,
    source,
    limit: attachmentLimit,
  });
  const counts = { read: 0, stored: 0, same: 0, refused: 0 };
  let batch: Entry[] = [];
  let next: string | undefined;
  let strictly: ImportRefusal | undefined;

  const refuse = (where: string, caught: unknown): void => {
    if (!(caught instanceof LotseError) || caught.status >= 500) throw caught;
    const refusal = { where, reason: caught.message, ...(caught.path === undefined ? {} : { path: caught.path }) };
    counts.refused += 1;
    onRefused?.(refusal);
    if (strict) strictly ??= refusal;
  };

  const prepare = async ({ where, read }: ImportItem): Promise<void> => {
    counts.read += 1;
    try {
      batch.push({ where, statement: await prepareForeign(read(), request, intake.data) });
    } catch (caught) {
      refuse(where, caught);
    }
  };

  /** Stores the batch; a statement that contradicts a stored one is removed and refused. */
  const flush = async (share: number | undefined): Promise<void> => {
    let waiting = batch;
    batch = [];
    while (waiting.length > 0) {
      const result = await store.statements.appendStatements({
        organisation,
        statements: waiting.map(({ statement }) => statement),
        now: isoNow(clock),
      });
      if (result.kind === 'stored') {
        for (const { outcome } of result.statements) counts[outcome] += 1;
        break;
      }
      const { where, statement } = waiting[result.index]!;
      refuse(where, new LotseError('conflict', `A different statement with the id ${statement.id} is stored already.`));
      // A strict import stores only the statements before the refused one.
      waiting = strict ? waiting.slice(0, result.index) : waiting.toSpliced(result.index, 1);
    }
    if (next !== undefined && strictly === undefined) await cursor.save(next);
    onProgress?.({ ...counts }, share);
  };

  for await (const item of source.items(await cursor.load(), intake.keep)) {
    await prepare(item);
    if (strictly === undefined) next = item.next ?? next;
    if (batch.length >= batchSize || strictly !== undefined) await flush(item.share);
    if (strictly !== undefined) throw stopped(strictly);
  }
  await flush(1);
  if (strictly !== undefined) throw stopped(strictly);
  await cursor.clear();
  return counts;
}
