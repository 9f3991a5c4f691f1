import { expect, test } from '@jest/globals';
import { lrsStore } from '../../../adapters/sqlite/index.js';
import { organisationId } from '../../../lrs/store/index.js';
import { preparedStatement, uuid } from '../../support/prepared-statement.js';
import { temporarySqlite } from '../../support/sqlite.js';
import { lrsStoreContract } from './suite.js';

const nordwerk = organisationId('nordwerk')!;
const now = '2026-11-21T08:00:00.000Z';

lrsStoreContract(async () => {
  const { engine, close } = await temporarySqlite();
  return { store: lrsStore(engine), close };
});

test('very large statements make a page shorter, and none is left out', async () => {
  const { engine, close } = await temporarySqlite();
  try {
    const store = lrsStore(engine);
    await store.access.createOrganisation({ id: nordwerk, name: 'Nordwerk', created: now });
    const ids = [1, 2, 3].map(uuid);
    for (const id of ids)
      await store.statements.appendStatements({
        organisation: nordwerk,
        now,
        statements: [preparedStatement({ id, content: id + 'x'.repeat(9_000_000) })],
      });
    const query = { organisation: nordwerk, filter: {}, ascending: true, limit: 500 } as const;
    const first = await store.statements.findPage(query);
    expect([first.statements.map(({ id }) => id), first.more]).toEqual([ids.slice(0, 2), true]);
    expect((await store.statements.findPageText(query)).next).toBe(first.statements.at(-1)!.position);
    const rest = await store.statements.findPage({ ...query, after: first.statements.at(-1)!.position });
    expect([rest.statements.map(({ id }) => id), rest.more]).toEqual([ids.slice(2), false]);
  } finally {
    await close();
  }
});
