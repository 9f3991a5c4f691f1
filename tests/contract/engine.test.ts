import { spawn } from 'node:child_process';
import { chmod, mkdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from '@jest/globals';
import {
  type Engine,
  followWritingHealth,
  type WriterMessage,
  groupCommitter,
  openEngine,
  Sqlite,
  writingError,
} from '../../adapters/sqlite/engine/index.js';
import { lrsStore, openSqlite } from '../../adapters/sqlite/index.js';
import { LotseError } from '../../base/index.js';
import { type LrsStore, organisationId } from '../../lrs/store/index.js';
import { mortalModules } from '../support/mortal-modules.js';
import { preparedStatement, uuid } from '../support/prepared-statement.js';
import { temporaryFolder, temporarySqlite } from '../support/sqlite.js';
import { until } from '../support/until.js';
import { at, nordwerk, readAll } from './lrs-store/factory.js';

async function withSqlite(
  test: (opened: {
    readonly store: LrsStore;
    readonly path: string;
    readonly close: () => Promise<void>;
  }) => Promise<void>,
): Promise<void> {
  const { engine, path, close } = await temporarySqlite();
  const store = lrsStore(engine);
  try {
    await store.access.createOrganisation({ id: nordwerk, name: 'Nordwerk', created: at(0) });
    await test({ store, path, close: () => engine.close() });
  } finally {
    await close();
  }
}

const append = (store: LrsStore, number: number, organisation = nordwerk) =>
  store.statements.appendStatements({
    organisation,
    statements: [preparedStatement({ id: uuid(number) })],
    now: at(0),
  });

describe('group commit', () => {
  test('many commands at once share few transactions', () =>
    withSqlite(async ({ store }) => {
      await Promise.all(Array.from({ length: 300 }, (_, number) => append(store, number)));
      const events = await store.stream.listEvents(0, 0, 1000);
      expect(events.map(({ position }) => position)).toEqual(Array.from({ length: 300 }, (_, index) => index + 1));
      // `stored` rises from transaction to transaction, and the clock here stands still: as many instants as transactions.
      expect(new Set(events.map(({ stored }) => stored)).size).toBeLessThanOrEqual(150);
    }));

  describe('takes commands for as long as COMMIT usually takes', () => {
    const busy = (milliseconds: number): void => {
      for (const end = performance.now() + milliseconds; performance.now() < end;);
    };

    /** The sizes of the groups that commands of a length make on a disk of a slowness, both in milliseconds, until all are answered. */
    function groupSizes({
      commands,
      command,
      disk,
    }: {
      readonly commands: number;
      readonly command: number;
      readonly disk: number;
    }): readonly number[] {
      const database = new Sqlite(':memory:');
      const slow = new Proxy(database, {
        get: (target, name) => {
          if (name === 'prepare') {
            return (sql: string) => {
              const made = target.prepare(sql);
              return sql === 'COMMIT' ? { run: () => (busy(disk), made.run()) } : made;
            };
          }
          const value: unknown = Reflect.get(target, name);
          return typeof value === 'function' ? (value.bind(target) as unknown) : value;
        },
      });
      const commitGroup = groupCommitter({
        database: slow,
        modules: {
          busy: {
            migrations: [],
            commands: { work: (_database, number: number) => (busy(command), number) },
            queries: {},
          },
        },
      });
      const queue = Array.from({ length: commands }, (_, number) => ({
        number,
        module: 'busy',
        name: 'work',
        input: number,
      }));
      const groups: WriterMessage[] = [];
      while (queue.length > 0) groups.push(commitGroup(queue));
      database.close();
      const replies = groups.map((group) => (group.kind === 'committed' ? group.replies : []));
      expect(replies.flat()).toEqual(Array.from({ length: commands }, (_, number) => ({ number, output: number })));
      return replies.map(({ length }) => length);
    }

    test('on a slow disk groups grow, until what they cost is shared by many', () => {
      const sizes = groupSizes({ commands: 200, command: 0.5, disk: 20 });
      expect(Math.max(...sizes)).toBeGreaterThan(8);
      expect(sizes.length).toBeLessThan(50);
    });

    test('on a quick one the first are answered while the others wait', () => {
      const sizes = groupSizes({ commands: 20, command: 2, disk: 0 });
      expect(Math.max(...sizes)).toBeLessThanOrEqual(2);
    });

    test('even the slowest disk lets no command wait for more than a bounded time of others', () => {
      const sizes = groupSizes({ commands: 80, command: 5, disk: 150 });
      expect(Math.max(...sizes)).toBeGreaterThan(5);
      expect(Math.max(...sizes)).toBeLessThanOrEqual(11);
    });
  });

  test('a command that fails leaves its neighbours alone', () =>
    withSqlite(async ({ store }) => {
      const nobody = organisationId('nobody')!;
      const results = await Promise.allSettled(
        Array.from({ length: 60 }, (_, number) => append(store, number, number % 3 === 0 ? nobody : nordwerk)),
      );
      const refused = results.flatMap((result, number) => (result.status === 'rejected' ? [number] : []));
      expect(refused).toEqual(Array.from({ length: 20 }, (_, index) => index * 3));
      expect(await readAll(store, nordwerk, {})).toHaveLength(40);
      const events = await store.stream.listEvents(0, 0, 1000);
      expect(events.map(({ position }) => position)).toEqual(Array.from({ length: 40 }, (_, index) => index + 1));
    }));

  test('a command that fails in the middle is undone whole, what it had named included', () =>
    withSqlite(async ({ store }) => {
      const good = preparedStatement({ id: uuid(1), actor: 'zoe', verb: 'discovered' });
      // The second statement is refused by the database after the first has been written.
      const broken = { ...preparedStatement({ id: uuid(2) }), text: null as unknown as string };
      const failing = store.statements.appendStatements({
        organisation: nordwerk,
        statements: [good, broken],
        now: at(0),
      });
      const following = store.statements.appendStatements({
        organisation: nordwerk,
        statements: [{ ...good, id: uuid(3) }],
        now: at(0),
      });
      await expect(failing).rejects.toMatchObject({ code: 'internal' });
      expect(await following).toMatchObject({ statements: [{ outcome: 'stored', position: 1 }] });
      expect(await readAll(store, nordwerk, { verb: good.verb, agent: good.agents[0]! })).toEqual([uuid(3)]);
      expect(await readAll(store, nordwerk, {})).toEqual([uuid(3)]);
    }));

  test('what is acknowledged is committed: another connection sees it at once', () =>
    withSqlite(async ({ store, path }) => {
      const other = new Sqlite(path, { readonly: true });
      const ids = other.prepare<[], Buffer>('SELECT id FROM statement').pluck();
      try {
        await Promise.all(
          Array.from({ length: 100 }, async (_, number) => {
            await append(store, number);
            expect(ids.all().map((id) => id.toString('hex'))).toContain(uuid(number).replaceAll('-', ''));
          }),
        );
      } finally {
        other.close();
      }
    }));
});

describe('a reading thread that dies', () => {
  test('fails what waits for it, and the next query finds another', async () => {
    const folder = await temporaryFolder();
    const thread = (name: string): URL => new URL(name, import.meta.url);
    const threads = {
      writer: thread('../../adapters/sqlite/threads/writer.js'),
      reader: thread('../support/mortal-reader.js'),
    };
    const engine = await openEngine(
      { path: join(folder.path, 'lotse.db'), synchronous: 'normal' },
      { modules: mortalModules, threads },
    );
    try {
      const store = lrsStore(engine);
      await store.access.createOrganisation({ id: nordwerk, name: 'Nordwerk', created: at(0) });
      await append(store, 1);
      // Long pages are read in that thread.
      const page = () => store.statements.findPage({ organisation: nordwerk, filter: {}, ascending: true, limit: 500 });
      for (let death = 0; death < 3; death++) {
        expect((await page()).statements).toHaveLength(1);
        const waiting = await Promise.allSettled([
          engine.module('mortal').queryInReader('die', undefined),
          page(),
          page(),
        ]);
        for (const each of waiting)
          expect(each).toMatchObject({
            status: 'rejected',
            reason: { code: 'store-unavailable', status: 503, retryAfter: 1 },
          });
      }
      expect((await page()).statements).toHaveLength(1);
    } finally {
      await engine.close();
      await folder.remove();
    }
  });
});

describe('a writer thread that dies', () => {
  async function withMortal(
    test: (opened: {
      readonly engine: Engine<typeof mortalModules>;
      readonly store: LrsStore;
      readonly path: string;
    }) => Promise<void>,
  ): Promise<void> {
    const folder = await temporaryFolder();
    const path = join(folder.path, 'lotse.db');
    const thread = (name: string): URL => new URL(name, import.meta.url);
    const threads = { writer: thread('../support/mortal-writer.js'), reader: thread('../support/mortal-reader.js') };
    const engine = await openEngine({ path, synchronous: 'normal' }, { modules: mortalModules, threads });
    try {
      const store = lrsStore(engine);
      await store.access.createOrganisation({ id: nordwerk, name: 'Nordwerk', created: at(0) });
      await test({ engine, store, path });
    } finally {
      await engine.close();
      await folder.remove();
    }
  }
  const isWell = ({ writer }: Engine<typeof mortalModules>): Promise<boolean> =>
    writer.check().then(
      () => true,
      () => false,
    );
  const ranges = (from: number, count: number): readonly number[] =>
    Array.from({ length: count }, (_, index) => from + index);

  test.each(['die', 'breakOff'] as const)(
    '%s: fails what waits for it; what was acknowledged is there, what was not is there whole or not at all; another takes its place',
    (way) =>
      withMortal(async ({ engine, store }) => {
        const acknowledged = new Set<string>();
        const sent: string[][] = [];
        for (let death = 0; death < 2; death++) {
          await until(() => isWell(engine));
          const batches = ranges(death * 200, 40).map((number) => [uuid(2 * number), uuid(2 * number + 1)]);
          sent.push(...batches);
          const send = (ids: readonly string[]) =>
            store.statements
              .appendStatements({
                organisation: nordwerk,
                statements: ids.map((id) => preparedStatement({ id })),
                now: at(0),
              })
              .then(() => ids.forEach((id) => acknowledged.add(id)));
          const before = batches.slice(0, 20).map(send);
          const end = engine.module('mortal').execute(way, undefined);
          const outcomes = await Promise.allSettled([
            ...before,
            ...batches.slice(20).map(send),
            ...(way === 'die' ? [end] : []),
          ]);
          await end.catch(() => undefined);
          for (const each of outcomes)
            if (each.status === 'rejected')
              expect(each).toMatchObject({
                reason: { code: 'store-unavailable', status: 503, retryAfter: expect.any(Number) },
              });
          if (way === 'die') expect(outcomes.at(-1)!.status).toBe('rejected');
          await until(() => engine.writer.deaths() === death + 1);
        }
        await until(() => isWell(engine));
        const kept = new Set(await readAll(store, nordwerk, {}, { limit: 500 }));
        expect([...acknowledged].filter((id) => !kept.has(id))).toEqual([]);
        for (const [one, other] of sent) expect(kept.has(one!)).toBe(kept.has(other!));
        expect(engine.writer.waiting()).toBe(0);
        await append(store, 9_999);
      }),
    60_000,
  );

  test(
    'whoever follows what is committed is told again, since the last may not have been told',
    () =>
      withMortal(async ({ engine, store }) => {
        let told = 0;
        store.stream.onAppended(() => void (told += 1));
        const died = engine.module('mortal').execute('die', undefined);
        await expect(died).rejects.toMatchObject({ code: 'store-unavailable' });
        expect(told).toBe(0);
        await until(() => isWell(engine));
        expect(told).toBeGreaterThan(0);
      }),
    60_000,
  );

  test(
    'one that cannot begin again: the check says why, commands are refused at once, and both go on when it can',
    () =>
      withMortal(async ({ engine, store, path }) => {
        await expect(engine.writer.check()).resolves.toBeUndefined();
        await writeFile(`${path}.refused`, '');
        await expect(engine.module('mortal').execute('die', undefined)).rejects.toMatchObject({
          code: 'store-unavailable',
        });
        await expect(engine.writer.check()).rejects.toMatchObject({
          code: 'writer-stopped',
          status: 503,
          retryAfter: expect.any(Number),
        });
        await until(async () => {
          await expect(append(store, 1)).rejects.toMatchObject({
            code: 'store-unavailable',
            status: 503,
            retryAfter: expect.any(Number),
          });
          await expect(engine.writer.check()).rejects.toMatchObject({ code: 'writer-stopped' });
          return engine.writer.deaths() >= 2;
        });
        expect(await readAll(store, nordwerk, {})).toEqual([]);
        await rm(`${path}.refused`);
        await until(() => isWell(engine));
        expect(await append(store, 1)).toMatchObject({ kind: 'stored' });
      }),
    60_000,
  );
});

describe('the health of writing', () => {
  const refused = (detail: string): LotseError => new LotseError('store-unavailable', 'Not now.', { detail });

  test.each([
    [refused('SQLITE_FULL: database or disk is full'), 'disk-full'],
    [refused('SQLITE_IOERR_WRITE: disk I/O error'), 'store-unavailable'],
    [new LotseError('conflict', 'Others were first.'), undefined],
  ])('%s', (error, code) => {
    expect(writingError(error)?.code).toBe(code);
  });

  test('is probed after trouble alone, once for all who ask, and for some time', async () => {
    let probes = 0;
    let works = false;
    const health = followWritingHealth(async () => {
      probes += 1;
      if (!works) throw health.failed(refused('SQLITE_FULL: again'));
    });
    const check = () =>
      health.check().then(
        () => 'well',
        ({ code }: LotseError) => code,
      );
    expect([await check(), await check(), probes]).toEqual(['well', 'well', 0]);
    health.failed(refused('SQLITE_FULL: first'));
    expect([...(await Promise.all([check(), check(), check()])), await check(), probes]).toEqual([
      'disk-full',
      'disk-full',
      'disk-full',
      'disk-full',
      1,
    ]);
    works = true;
    await until(async () => (await check()) === 'well');
    expect([await check(), probes]).toEqual(['well', 2]);
  });
});

describe('on disk', () => {
  const modeOf = async (path: string): Promise<string> => ((await stat(path)).mode & 0o777).toString(8);

  test("a new database, its log and its folder are the owner's alone, whatever the umask", async () => {
    const folder = await temporaryFolder();
    const before = process.umask(0o022);
    try {
      const path = join(folder.path, 'data', 'lotse.sqlite');
      const engine = await openSqlite({ path, synchronous: 'normal' });
      const modes = await Promise.all([dirname(path), path, `${path}-wal`, `${path}-shm`].map(modeOf));
      await engine.close();
      expect(modes).toEqual(['700', '600', '600', '600']);
    } finally {
      process.umask(before);
      await folder.remove();
    }
  });

  test('one that is there keeps the mode that its operator gave it', async () => {
    const { path, engine, close } = await temporarySqlite();
    await engine.close();
    await chmod(path, 0o640);
    await (await openSqlite({ path, synchronous: 'normal' })).close();
    expect(await modeOf(path)).toBe('640');
    await close();
  });
});

describe('closing', () => {
  test('finishes what has queued, and takes no more', () =>
    withSqlite(async ({ store, path, close }) => {
      const queued = Array.from({ length: 50 }, (_, number) => append(store, number));
      const closing = close();
      await expect(append(store, 99)).rejects.toMatchObject({ code: 'store-unavailable' });
      await expect(store.statements.findStatement(nordwerk, uuid(1))).rejects.toMatchObject({
        code: 'store-unavailable',
      });
      expect((await Promise.all(queued)).every(({ kind }) => kind === 'stored')).toBe(true);
      await Promise.all([closing, close()]);
      const again = await openSqlite({ path, synchronous: 'normal' });
      try {
        expect(await readAll(lrsStore(again), nordwerk, {})).toHaveLength(50);
        expect(await append(lrsStore(again), 99)).toMatchObject({ statements: [{ position: 51 }] });
      } finally {
        await again.close();
      }
    }));
});

describe('a database that cannot be used', () => {
  async function refusal(prepare: (folder: string) => Promise<string>): Promise<unknown> {
    const folder = await temporaryFolder();
    try {
      const engine = await openSqlite({ path: await prepare(folder.path), synchronous: 'normal' });
      await engine.close();
      return 'opened';
    } catch (caught) {
      return caught;
    } finally {
      await folder.remove();
    }
  }
  const unavailable = expect.objectContaining({ code: 'store-unavailable', status: 503 });

  test('a folder that cannot be made', async () => {
    expect(
      await refusal(async (folder) => {
        await writeFile(join(folder, 'data'), 'a file where the folder should be');
        return join(folder, 'data', 'lotse.db');
      }),
    ).toEqual(unavailable);
  });

  test('a folder in place of the file', async () => {
    expect(
      await refusal(async (folder) => {
        await mkdir(join(folder, 'lotse.db'));
        return join(folder, 'lotse.db');
      }),
    ).toEqual(unavailable);
  });

  test('a file that is not a database', async () => {
    expect(
      await refusal(async (folder) => {
        await writeFile(join(folder, 'lotse.db'), 'this is not a database, whatever its name says. '.repeat(200));
        return join(folder, 'lotse.db');
      }),
    ).toEqual(unavailable);
  });

  test('a database of a newer version', async () => {
    expect(
      await refusal(async (folder) => {
        const path = join(folder, 'lotse.db');
        const database = new Sqlite(path);
        database.exec(
          "CREATE TABLE migration (name TEXT PRIMARY KEY) STRICT, WITHOUT ROWID; INSERT INTO migration VALUES ('statements-999')",
        );
        database.close();
        return path;
      }),
    ).toEqual(
      expect.objectContaining({ code: 'store-unavailable', message: expect.stringContaining('newer version') }),
    );
  });

  test(
    'a file that another process holds is waited for, then refused; reads go on, and writes when it is let go',
    () =>
      withSqlite(async ({ store, path }) => {
        const holder = new Sqlite(path);
        holder.exec('BEGIN IMMEDIATE');
        await expect(append(store, 1)).rejects.toMatchObject({
          code: 'store-unavailable',
          retryAfter: expect.any(Number),
        });
        expect(await readAll(store, nordwerk, {})).toEqual([]);
        holder.exec('ROLLBACK');
        holder.close();
        expect(await append(store, 1)).toMatchObject({ kind: 'stored' });
      }),
    20_000,
  );

  test('pages that are damaged while it runs are an error, never a wrong answer', async () => {
    const { engine, path, close } = await temporarySqlite();
    try {
      const store = lrsStore(engine);
      await store.access.createOrganisation({ id: nordwerk, name: 'Nordwerk', created: at(0) });
      for (let batch = 0; batch < 20; batch++) {
        await store.statements.appendStatements({
          organisation: nordwerk,
          statements: Array.from({ length: 50 }, (_, index) =>
            preparedStatement({ id: uuid(batch * 50 + index), content: 'x'.repeat(500) }),
          ),
          now: at(batch),
        });
      }
      await engine.close();
      const bytes = await readFile(path);
      bytes.fill(0xa5, 8192 * 3);
      await writeFile(path, bytes);
      const outcome = await openSqlite({ path, synchronous: 'normal' }).then(
        async (damaged) => {
          const read = await readAll(lrsStore(damaged), nordwerk, {}).catch((caught: unknown) => caught);
          await damaged.close();
          return read;
        },
        (caught: unknown) => caught,
      );
      expect(outcome).toMatchObject({ code: 'store-unavailable' });
    } finally {
      await close();
    }
  });
});

const limited = process.platform === 'win32' ? test.skip : test;

describe('a disk that takes no more', () => {
  limited(
    'refuses the write, keeps what was acknowledged, and goes on when there is room',
    async () => {
      const folder = await temporaryFolder();
      const path = join(folder.path, 'lotse.db');
      try {
        const child = fileURLToPath(new URL('../support/store-writer.js', import.meta.url));
        // The shell's limit on the size of a file (in blocks of 512 or 1,024 bytes) stands in for the end of the disk.
        const process_ = spawn(
          'sh',
          ['-c', 'ulimit -f 6000; exec "$0" "$@"', process.execPath, child, path, 'until-refused'],
          { stdio: ['ignore', 'pipe', 'inherit'] },
        );
        let output = '';
        process_.stdout.setEncoding('utf8').on('data', (text: string) => (output += text));
        const code = await new Promise((resolve) => process_.once('close', resolve));
        const lines = output.trimEnd().split('\n');
        expect(code).toBe(0);
        expect(lines.at(-1)).toBe('refused store-unavailable');
        const acknowledged = lines
          .filter((line) => line.startsWith('stored '))
          .map((line) => line.slice('stored '.length));
        expect(acknowledged.length).toBeGreaterThan(10);

        const engine = await openSqlite({ path, synchronous: 'normal' });
        try {
          const store = lrsStore(engine);
          const kept = new Set(await readAll(store, nordwerk, {}, { limit: 500 }));
          expect(acknowledged.filter((id) => !kept.has(id))).toEqual([]);
          expect(kept.size).toBe(acknowledged.length);
          expect(await append(store, 999_999)).toMatchObject({ kind: 'stored' });
        } finally {
          await engine.close();
        }
      } finally {
        await folder.remove();
      }
    },
    60_000,
  );
});
