import type { LrsStore, OrganisationId, Position, StatementFilter, StoredStatement } from '../../store/index.js';

/** What is exported. */
export interface ExportRequest {
  readonly store: Pick<LrsStore, 'statements'>;
  readonly organisation: OrganisationId;
  readonly filter: StatementFilter;
}

const pageSize = 500;

/**
 * The statements that a filter leaves, oldest first, page by page: memory stays the same however many there are. They
 * end with the newest there was when the export began, so that it ends though others write on.
 */
export async function* exportedStatements({ store, organisation, filter }: ExportRequest): AsyncGenerator<readonly StoredStatement[]> {
  const newest = await store.statements.consistentThrough(organisation);
  const until = filter.until === undefined || newest < filter.until ? newest : filter.until;
  let after: Position | undefined;
  for (;;) {
    const { statements, more } = await store.statements.page({
      organisation, filter: { ...filter, until }, ascending: true, limit: pageSize, ...(after === undefined ? {} : { after }),
    });
    if (statements.length > 0) yield statements;
    after = statements.at(-1)?.position;
    if (!more) return;
  }
}
