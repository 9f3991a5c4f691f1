import type { PageRequest, StatementQueries, StoredStatement } from './statements.js';

/** Every statement that fits, page by page, in the order that the request asks for. */
export async function* pagesOf(
  statements: Pick<StatementQueries, 'findPage'>,
  request: Omit<PageRequest, 'after'>,
): AsyncGenerator<readonly StoredStatement[], void> {
  let page = await statements.findPage(request);
  for (;;) {
    yield page.statements;
    const after = page.statements.at(-1)?.position;
    if (!page.more || after === undefined) return;
    page = await statements.findPage({ ...request, after });
  }
}
