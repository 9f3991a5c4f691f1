import {
  type LrsStore,
  organisationId,
  type OrganisationId,
  type Page,
  type PageRequest,
  type StatementFilter,
} from '../../../lrs/store/index.js';

/** Opens an empty store of the adapter under test. */
export type LrsStoreFactory = () => Promise<{ readonly store: LrsStore; close(): Promise<void> }>;

export const nordwerk = organisationId('nordwerk')!;
export const suedwerk = organisationId('suedwerk')!;

/** A store with two organisations, closed when the test is over. */
export async function withStore(open: LrsStoreFactory, test: (store: LrsStore) => Promise<void>): Promise<void> {
  const { store, close } = await open();
  try {
    for (const id of [nordwerk, suedwerk]) await store.access.createOrganisation({ id, name: id, created: at(0) });
    await test(store);
  } finally {
    await close();
  }
}

/** An instant some milliseconds after a fixed one, ISO 8601. */
export function at(milliseconds: number): string {
  return new Date(Date.UTC(2026, 10, 21, 8) + milliseconds).toISOString();
}

/** A whole query, page by page, as the ids in order. Fails on a page that is over the limit or says `more` wrongly. */
export async function readAll(
  store: LrsStore,
  organisation: OrganisationId,
  filter: StatementFilter,
  options: { readonly ascending?: boolean; readonly limit?: number } = {},
): Promise<readonly string[]> {
  const { ascending = false, limit = 100 } = options;
  const ids: string[] = [];
  let page: Page;
  let after: number | undefined;
  do {
    const request: PageRequest = { organisation, filter, ascending, limit, ...(after === undefined ? {} : { after }) };
    page = await store.statements.findPage(request);
    const { chunks, newestStored, next } = await store.statements.findPageText(request);
    if (Buffer.concat(chunks).toString() !== page.statements.map(({ text }) => text).join(','))
      throw new Error('a page is written otherwise than it is told');
    if (
      newestStored !==
      page.statements
        .map(({ stored }) => stored)
        .sort()
        .at(-1)
    )
      throw new Error('a written page is of another time');
    if (next !== (page.more ? page.statements.at(-1)!.position : undefined))
      throw new Error('a written page goes on elsewhere');
    if (page.statements.length > limit) throw new Error('a page is over its limit');
    if (page.more && page.statements.length < limit) throw new Error('a page that is not full says that there is more');
    ids.push(...page.statements.map(({ id }) => id));
    after = page.statements.at(-1)?.position;
  } while (page.more);
  return ids;
}
