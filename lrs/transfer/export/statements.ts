import type {
  LrsStore,
  OrganisationId,
  Position,
  StatementFilter,
  StoredStatement,
  VoidedStatement,
} from '../../store/index.js';

/** Options of an export. */
export interface ExportRequest {
  readonly store: Pick<LrsStore, 'statements'>;
  readonly organisation: OrganisationId;
  readonly filter: StatementFilter;
  /** True if voided statements are included, each in its place; left out: they are not. */
  readonly voided?: boolean;
}

const pageSize = 500;

/** Merges the voided statements of a range of positions into the others. */
async function merged(
  { store, organisation }: ExportRequest,
  page: readonly StoredStatement[],
  voided: readonly VoidedStatement[],
): Promise<readonly StoredStatement[]> {
  if (voided.length === 0) return page;
  const found = await Promise.all(voided.map(({ id }) => store.statements.findStatement(organisation, id)));
  return [...page, ...found.filter((each) => each !== undefined)].sort((a, b) => a.position - b.position);
}

/**
 * The statements that match a filter, oldest first, page by page, so that memory stays bounded. They
 * end with the newest one at the start of the export, so that the export ends while others are written.
 */
export async function* exportedStatements(request: ExportRequest): AsyncGenerator<readonly StoredStatement[]> {
  const { store, organisation, filter } = request;
  const newest = await store.statements.findNewestStored(organisation);
  const until = filter.until === undefined || newest < filter.until ? newest : filter.until;
  const voided =
    request.voided === true
      ? [...(await store.statements.listVoidedStatements(organisation, { ...filter, until }))]
      : [];
  let after: Position | undefined;
  for (;;) {
    const { statements, more } = await store.statements.findPage({
      organisation,
      filter: { ...filter, until },
      ascending: true,
      limit: pageSize,
      ...(after === undefined ? {} : { after }),
    });
    after = statements.at(-1)?.position;
    // Up to the end of this page, or to the end of all, a page's worth at a time.
    const reach = more && after !== undefined ? after : Number.MAX_SAFE_INTEGER;
    for (let rest = statements; ;) {
      const due = voided.slice(0, pageSize).filter(({ position }) => position < reach);
      voided.splice(0, due.length);
      const last = due.length < pageSize ? reach : due.at(-1)!.position;
      const now = rest.filter(({ position }) => position <= last);
      rest = rest.slice(now.length);
      const page = await merged(request, now, due);
      if (page.length > 0) yield page;
      if (due.length < pageSize) break;
    }
    if (!more) return;
  }
}
