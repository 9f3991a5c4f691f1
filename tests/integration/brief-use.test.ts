import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { lrsStore, openSqlite, type SqliteEngine } from '../../adapters/sqlite/index.js';
import type { LrsStore } from '../../lrs/index.js';
import { temporaryFolder } from '../support/sqlite.js';

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
beforeEach(async () => void (folder = await temporaryFolder()));
afterEach(() => folder.remove());

const openBriefly = (): Promise<SqliteEngine> =>
  openSqlite({ path: join(folder.path, 'lotse.sqlite'), synchronous: 'normal', use: 'brief' });

async function briefly<T>(use: (store: LrsStore) => Promise<T>): Promise<T> {
  const engine = await openBriefly();
  try {
    return await use(lrsStore(engine));
  } finally {
    await engine.close();
  }
}

const create = (store: LrsStore, id: string) =>
  store.access.createOrganisation({ id: id as never, name: id, created: '2026-11-27T08:00:00.000Z' });

describe('a store that is opened for a moment', () => {
  test('is made where there is none, and holds what a moment before has written', async () => {
    await briefly((store) => create(store, 'nord'));
    await briefly(async (store) => {
      expect(await store.access.listOrganisations()).toMatchObject([{ id: 'nord' }]);
      await create(store, 'sued');
      expect(await store.access.listOrganisations()).toMatchObject([{ id: 'nord' }, { id: 'sued' }]);
    });
  });

  // Threads can be counted on Linux alone.
  (process.platform === 'linux' ? test : test.skip)('starts its threads when they are needed', async () => {
    const threads = () => readdirSync('/proc/self/task').length;
    await briefly((store) => create(store, 'nord'));
    await briefly((store) => store.access.listOrganisations());
    await briefly(async (store) => {
      const before = threads();
      await store.access.listOrganisations();
      expect(threads()).toBe(before);
      await create(store, 'sued');
      expect(threads()).toBe(before + 1);
    });
  });

  test('tells those who listen, though they came before its thread', async () => {
    await briefly((store) => create(store, 'nord'));
    const engine = await openBriefly();
    let heard = 0;
    const end = engine.module('access').onCommitted(() => void (heard += 1));
    let groups = 0;
    engine.writer.onGroup((commands) => void (groups += commands));
    await create(lrsStore(engine), 'sued');
    expect([heard, groups]).toEqual([1, 1]);
    end();
    await create(lrsStore(engine), 'west');
    expect([heard, groups]).toEqual([1, 2]);
    await engine.close();
  });
});
