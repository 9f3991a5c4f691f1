import { appendFile, readFile, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { newUuid, systemClock } from '../../../base/index.js';
import { exportedStatements, exportFormats } from '../../../lrs/transfer/export/index.js';
import {
  openFileCursor,
  openFileSource,
  type ImportCounts,
  type ImportRequest,
  type ImportSource,
  importStatements,
  createLrsSource,
  type ImportRefusal,
} from '../../../lrs/transfer/import/index.js';
import { everyStore } from '../../support/every-store.js';
import { type LrsServer, person, serveLrs, statement, voiding } from '../../support/lrs-server.js';
import { temporaryFolder } from '../../support/sqlite.js';

const sqlite = everyStore.find(([name]) => name === 'SQLite')![1];
let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let lrs: LrsServer;
beforeEach(async () => {
  folder = await temporaryFolder();
  lrs = await serveLrs(sqlite);
});
afterEach(async () => {
  await lrs.close();
  await folder.remove();
});

interface Outcome extends ImportCounts {
  readonly refusals: readonly ImportRefusal[];
}

async function bringIn(source: ImportSource, changes: Partial<ImportRequest> = {}): Promise<Outcome> {
  const refusals: ImportRefusal[] = [];
  const counts = await importStatements({
    store: lrs.store,
    organisation: lrs.organisation,
    source,
    clock: systemClock,
    strict: false,
    replaceAuthority: false,
    attachmentLimit: 100_000,
    authority: { objectType: 'Agent', account: { homePage: 'http://lotse.test', name: 'import' } },
    cursor: openFileCursor(folder.path, source.name),
    onRefused: (refusal) => void refusals.push(refusal),
    ...changes,
  });
  return { ...counts, refusals };
}

async function file(name: string, content: string | Buffer): Promise<ImportSource> {
  await writeFile(join(folder.path, name), content);
  return openFileSource(join(folder.path, name), 20_000);
}

const asLines = (values: readonly object[]): string => values.map((value) => `${JSON.stringify(value)}\n`).join('');

async function stored(id: string): Promise<Record<string, unknown>> {
  return JSON.parse((await lrs.store.statements.findStatement(lrs.organisation, id))!.text) as Record<string, unknown>;
}

describe('an import from a file', () => {
  test('stores each statement once, however often it is repeated', async () => {
    const values = Array.from({ length: 250 }, () => statement());
    const source = await file('all.ndjson', asLines(values));
    expect(await bringIn(source)).toMatchObject({ read: 250, stored: 250, same: 0, refused: 0 });
    expect(await bringIn(source)).toMatchObject({ read: 250, stored: 0, same: 250, refused: 0 });
    expect(await lrs.client.ids({ ascending: true })).toEqual(values.map(({ id }) => id));
  });

  test('keeps id, timestamp and authority; what has no id gets the same one every time', async () => {
    const authority = { objectType: 'Agent', account: { homePage: 'https://old-lrs.example', name: 'moodle' } };
    const kept = statement({
      authority,
      stored: '2024-03-01T10:00:00.000Z',
      timestamp: '2024-03-01T11:00:00+02:00',
      version: '1.0.0',
    });
    const early = statement({ stored: '2023-01-01T00:00:00.000Z' });
    const { id: _id, ...nameless } = statement({ actor: person('ben') });
    const source = await file('old.ndjson', asLines([kept, early, nameless]));
    expect(await bringIn(source)).toMatchObject({ stored: 3 });
    expect(await stored(kept.id)).toMatchObject({ authority, version: '1.0.0', timestamp: '2024-03-01T09:00:00.000Z' });
    expect(((await stored(kept.id))['stored'] as string) > '2026').toBe(true);
    expect(await stored(early.id)).toMatchObject({
      timestamp: '2023-01-01T00:00:00.000Z',
      authority: { account: { name: 'import' } },
    });
    expect(await bringIn(source)).toMatchObject({ stored: 0, same: 3 });
    const other = statement({ authority });
    await bringIn(await file('other.ndjson', asLines([other])), { replaceAuthority: true });
    expect(await stored(other.id)).toMatchObject({ authority: { account: { name: 'import' } } });
  });

  test('names what it refuses by line and reason, and goes on', async () => {
    const [first, last] = [statement(), statement()];
    const { actor: _actor, ...nobody } = statement();
    await lrs.client.store(statement({ id: first.id, verb: { id: 'http://example.org/other' } }));
    const bad = [
      '{"id": tru',
      JSON.stringify(nobody),
      '',
      '[]',
      JSON.stringify(first),
      'null',
      `"${'x'.repeat(21_000)}"`,
      JSON.stringify({ ...statement(), more: 1 }),
      '{"a":1,"a":2}',
      JSON.stringify(
        statement({
          attachments: [
            {
              usageType: 'http://example.org/a',
              display: { en: 'a' },
              contentType: 'text/plain',
              length: 1,
              sha2: 'ab'.repeat(32),
            },
          ],
        }),
      ),
    ];
    const source = await file(
      'bad.ndjson',
      Buffer.concat([
        Buffer.from(`${bad.join('\r\n')}\n`),
        Buffer.from([0x7b, 0xff, 0xfe, 0x0a]),
        Buffer.from(JSON.stringify(last)),
      ]),
    );
    const { refusals, ...counts } = await bringIn(source);
    expect(counts).toEqual({ read: 11, stored: 1, same: 0, refused: 10 });
    expect(refusals.map(({ where }) => where).toSorted()).toEqual(
      [1, 2, 4, 5, 6, 7, 8, 9, 10, 11].map((line) => `line ${line}`).toSorted(),
    );
    expect(refusals.find(({ where }) => where === 'line 2')).toMatchObject({
      reason: expect.stringContaining('actor'),
    });
    expect(refusals.find(({ where }) => where === 'line 5')).toMatchObject({
      reason: expect.stringContaining(first.id),
    });
    expect(await lrs.client.ids()).toHaveLength(2);
  });

  test('a strict import stops at the first refusal and keeps what stands before it', async () => {
    const values = [statement(), statement(), statement()];
    const text = `${JSON.stringify(values[0])}\n${JSON.stringify(values[1])}\nnonsense\n${JSON.stringify(values[2])}\n`;
    await expect(bringIn(await file('strict.ndjson', text), { strict: true })).rejects.toMatchObject({
      code: 'invalid-statement',
      message: expect.stringContaining('line 3'),
    });
    expect(await lrs.client.ids({ ascending: true })).toEqual([values[0]!.id, values[1]!.id]);
    const conflicting = [statement(), { ...values[0], verb: { id: 'http://example.org/other' } }, values[2]!];
    await expect(bringIn(await file('strict2.ndjson', asLines(conflicting)), { strict: true })).rejects.toMatchObject({
      message: expect.stringContaining('line 2'),
    });
    expect(await lrs.client.ids({ ascending: true })).toEqual([values[0]!.id, values[1]!.id, conflicting[0]!.id]);
  });

  test.each(['ndjson', 'json'])('that was cut off goes on where it was (%s)', async (ending) => {
    const values = Array.from({ length: 1000 }, () => statement());
    const source = await file(
      `long.${ending}`,
      ending === 'json' ? JSON.stringify(values, undefined, 1) : asLines(values),
    );
    let appends = 0;
    const breaking = {
      attachments: lrs.store.attachments,
      statements: {
        ...lrs.store.statements,
        appendStatements: async (batch: Parameters<typeof lrs.store.statements.appendStatements>[0]) => {
          if (++appends === 5) throw new Error('the power is gone');
          return lrs.store.statements.appendStatements(batch);
        },
      },
    };
    await expect(bringIn(source, { store: breaking })).rejects.toThrow('the power is gone');
    expect(await bringIn(source)).toMatchObject({ read: 600, stored: 600, same: 0 });
    expect(await lrs.client.ids({ ascending: true, limit: 500 })).toEqual(values.slice(0, 500).map(({ id }) => id));
    // Through: the next import begins at the beginning.
    expect(await bringIn(source)).toMatchObject({ read: 1000, same: 1000 });
  });

  test("a file that has taken another's place is read from its beginning", async () => {
    const values = Array.from({ length: 300 }, () => statement());
    let appends = 0;
    const breaking = {
      attachments: lrs.store.attachments,
      statements: {
        ...lrs.store.statements,
        appendStatements: async (batch: Parameters<typeof lrs.store.statements.appendStatements>[0]) => {
          if (++appends === 2) throw new Error('cut off');
          return lrs.store.statements.appendStatements(batch);
        },
      },
    };
    await expect(bringIn(await file('same.ndjson', asLines(values)), { store: breaking })).rejects.toThrow('cut off');
    expect(await bringIn(await file('same.ndjson', asLines(values.toReversed())))).toMatchObject({
      read: 300,
      stored: 200,
      same: 100,
    });
  });

  test.each([
    ['an array', (values: readonly object[]) => JSON.stringify(values), 3],
    [
      'an array over lines, with a byte order mark',
      (values: readonly object[]) => `\ufeff \n${JSON.stringify(values, undefined, 2)}\n`,
      3,
    ],
    ['a StatementResult', (values: readonly object[]) => JSON.stringify({ statements: values, more: '' }), 3],
    ['one statement', ([value]: readonly object[]) => JSON.stringify(value, undefined, 2), 1],
    [
      'statements one behind the other',
      (values: readonly object[]) => values.map((value) => JSON.stringify(value)).join(' '),
      3,
    ],
    ['an empty array', () => '[ ]', 0],
    ['nothing', () => '', 0],
  ])('takes JSON as %s', async (_name, write, count) => {
    const values = [
      statement({ result: { response: 'a "quoted" ]} \\ text, with ü and [' } }),
      statement(),
      statement(),
    ];
    expect(await bringIn(await file('some.json', write(values)))).toMatchObject({
      read: count,
      stored: count,
      refused: 0,
    });
  });

  test('an array that ends in the middle gives what is whole and says where it ends', async () => {
    const values = [statement(), statement()];
    const text = JSON.stringify(values, undefined, 1);
    const { refusals, stored: count } = await bringIn(await file('cut.json', text.slice(0, -20)));
    expect([count, refusals.length]).toEqual([1, 1]);
    expect(await bringIn(await file('cut2.json', text.slice(0, -2)))).toMatchObject({ same: 1, stored: 1, refused: 1 });
    expect(await bringIn(await file('odd.json', '[1, true, "a", [], {}]'))).toMatchObject({ read: 5, refused: 5 });
  });

  test('a file that grows while it is imported is read to where it ends, and a missing one is said', async () => {
    const source = await file('grows.ndjson', asLines([statement()]));
    await appendFile(join(folder.path, 'grows.ndjson'), asLines([statement()]));
    expect(await bringIn(source)).toMatchObject({ stored: 2 });
    await expect(bringIn(openFileSource(join(folder.path, 'missing.ndjson'), 1000))).rejects.toMatchObject({
      code: 'not-found',
    });
  });
});

describe('an import from another LRS', () => {
  let peer: LrsServer;
  let url: string;
  let credential: { key: string; secret: string };
  beforeEach(async () => {
    peer = await serveLrs(sqlite);
    url = `http://127.0.0.1:${(peer.server.address() as AddressInfo).port}/xapi`;
    credential = await peer.lrs.access.createCredential({
      organisation: 'nordwerk',
      scopes: ['all/read'],
      label: 'import',
    });
  });
  afterEach(() => peer.close());

  test('brings all pages, voids included, and is idempotent', async () => {
    const values = Array.from({ length: 620 }, () => statement());
    for (let index = 0; index < values.length; index += 50) await peer.client.store(...values.slice(index, index + 50));
    await peer.client.store(voiding(values[3]!.id));
    const source = createLrsSource({ url, ...credential });
    expect(await bringIn(source)).toMatchObject({ stored: 620, refused: 0 });
    expect(await lrs.client.ids({ ascending: true, limit: 500 })).toEqual(
      await peer.client.ids({ ascending: true, limit: 500 }),
    );
    expect(await bringIn(source)).toMatchObject({ stored: 0, same: 620 });
    expect((await stored(values[0]!.id))['authority']).toEqual(
      (
        JSON.parse((await peer.store.statements.findStatement(peer.organisation, values[0]!.id))!.text) as {
          authority: unknown;
        }
      ).authority,
    );
  });

  test('goes on after what was stored when it was cut off', async () => {
    const values = Array.from({ length: 400 }, () => statement());
    for (const value of values) await peer.client.store(value);
    let appends = 0;
    const breaking = {
      attachments: lrs.store.attachments,
      statements: {
        ...lrs.store.statements,
        appendStatements: async (batch: Parameters<typeof lrs.store.statements.appendStatements>[0]) => {
          if (++appends === 4) throw new Error('cut off');
          return lrs.store.statements.appendStatements(batch);
        },
      },
    };
    const source = createLrsSource({ url, ...credential });
    await expect(bringIn(source, { store: breaking })).rejects.toThrow('cut off');
    const { read, stored: fresh } = await bringIn(source);
    expect([read, fresh]).toEqual([101, 100]);
    expect(await lrs.client.ids({ ascending: true })).toEqual(values.map(({ id }) => id));
  }, 30_000);

  test('a wrong secret is said, and the secret goes to no other host', async () => {
    await expect(bringIn(createLrsSource({ url, key: credential.key, secret: 'wrong' }))).rejects.toMatchObject({
      code: 'platform-unreachable',
      message: expect.stringContaining('401'),
    });
    const asked: string[] = [];
    const liar = await listening((path) => {
      asked.push(path);
      return path.startsWith('/xapi/about')
        ? [200, '{"version":["1.0.3"]}']
        : [200, JSON.stringify({ statements: [], more: `${url}/statements` })];
    });
    await expect(bringIn(createLrsSource({ url: `${liar.url}/xapi`, ...credential }))).rejects.toMatchObject({
      code: 'platform-unreachable',
    });
    await liar.close();
    expect(asked).toHaveLength(2);
    expect(() => createLrsSource({ url: 'file:///etc/passwd' })).toThrow();
    expect(() => createLrsSource({ url: 'http://169.254.169.254/xapi' })).toThrow('is not the address of an LRS');
  });

  test('an LRS that is busy is asked again', async () => {
    let times = 0;
    const busy = await listening((path) => {
      times += 1;
      if (times % 2 === 1) return [times === 1 ? 503 : 429, ''];
      return path.startsWith('/xapi/about')
        ? [200, '{"version":["1.0.3"]}']
        : [200, JSON.stringify({ statements: [statement({ id: newUuid() })], more: '' })];
    });
    expect(await bringIn(createLrsSource({ url: `${busy.url}/xapi` }, { firstWait: 1 }))).toMatchObject({ stored: 1 });
    const dead = await listening(() => [500, '']);
    await expect(
      bringIn(createLrsSource({ url: `${dead.url}/xapi` }, { firstWait: 1, tries: 3 })),
    ).rejects.toMatchObject({
      message: expect.stringContaining('500'),
    });
    await busy.close();
    await dead.close();
  });
});

async function listening(
  answer: (path: string) => readonly [status: number, body: string],
): Promise<{ readonly url: string; close(): Promise<void> }> {
  const server: Server = createServer((request, response) => {
    const [status, body] = answer(request.url!);
    response.writeHead(status, { 'Content-Type': 'application/json' }).end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

async function textOf(content: AsyncIterable<string | Uint8Array>): Promise<string> {
  let text = '';
  for await (const part of content) text += String(part);
  return text;
}

describe('an export', () => {
  const all = (filter: Parameters<typeof exportedStatements>[0]['filter'] = {}) =>
    exportedStatements({ store: lrs.store, organisation: lrs.organisation, filter });

  test('as NDJSON holds every statement whole, and an import of it brings the same', async () => {
    const values = Array.from({ length: 1100 }, (_, index) =>
      statement(index % 2 === 0 ? {} : { verb: { id: 'http://example.org/seen' } }),
    );
    for (let index = 0; index < values.length; index += 100)
      await lrs.client.store(...values.slice(index, index + 100));
    await lrs.client.store(voiding(values[0]!.id));
    const text = await textOf(exportFormats.ndjson(all()));
    const lines = text.trimEnd().split('\n');
    expect(lines).toHaveLength(1100);
    expect(JSON.parse(lines[0]!)).toEqual(await stored(values[1]!.id));
    expect(
      (await textOf(exportFormats.ndjson(all({ verb: 'http://example.org/seen' })))).trimEnd().split('\n'),
    ).toHaveLength(550);

    const other = await serveLrs(sqlite);
    try {
      expect(await bringIn(await file('out.ndjson', text), { store: other.store })).toMatchObject({
        stored: 1100,
        refused: 0,
      });
      const back = await textOf(
        exportFormats.ndjson(exportedStatements({ store: other.store, organisation: other.organisation, filter: {} })),
      );
      const withoutStored = (line: string): object => ({ ...(JSON.parse(line) as object), stored: '' });
      expect(back.trimEnd().split('\n').map(withoutStored)).toEqual(lines.map(withoutStored));
    } finally {
      await other.close();
    }
  }, 30_000);

  test('can hold voided statements too, each in its place and marked, as far as the filter goes', async () => {
    const values = Array.from({ length: 1105 }, (_, index) =>
      statement(index % 2 === 0 ? {} : { verb: { id: 'http://example.org/seen' } }),
    );
    for (let index = 0; index < values.length; index += 100)
      await lrs.client.store(...values.slice(index, index + 100));
    // The first, the last, two that lie beside each other, and more of them than fit on a page.
    const gone = [0, 1, 500, 501, 1104, ...Array.from({ length: 520 }, (_, index) => 510 + index)].map(
      (index) => values[index]!.id,
    );
    const voids = gone.map((id) => voiding(id));
    for (let index = 0; index < voids.length; index += 100) await lrs.client.store(...voids.slice(index, index + 100));
    const exported = (filter = {}) =>
      exportedStatements({ store: lrs.store, organisation: lrs.organisation, filter, voided: true });
    const found: { readonly id: string; readonly voided: boolean }[] = [];
    for await (const page of exported()) {
      expect(page.length).toBeLessThanOrEqual(1000);
      found.push(...page);
    }
    expect(found.map(({ id }) => id)).toEqual([...values, ...voids].map(({ id }) => id));
    expect(new Set(found.filter(({ voided }) => voided).map(({ id }) => id))).toEqual(new Set(gone));
    const seen: string[] = [];
    for await (const page of exported({ verb: 'http://example.org/seen' }))
      seen.push(...page.filter(({ voided }) => voided).map(({ id }) => id));
    expect(seen).toEqual(
      values
        .filter(({ id, verb }) => gone.includes(id) && (verb as { id: string }).id === 'http://example.org/seen')
        .map(({ id }) => id),
    );
    const rows = (await textOf(exportFormats.csv(exported()))).trimEnd().split('\r\n');
    expect(rows[0]!.endsWith(',voided')).toBe(true);
    expect(rows.filter((row) => row.endsWith(',true'))).toHaveLength(gone.length);
  }, 60_000);

  test('ends although others write on', async () => {
    for (let index = 0; index < 6; index += 1)
      await lrs.client.store(...Array.from({ length: 100 }, () => statement()));
    let count = 0;
    for await (const page of all()) {
      count += page.length;
      await lrs.client.store(...Array.from({ length: 100 }, () => statement()));
    }
    expect(count).toBe(600);
  });

  test('as CSV has a row each, quoted, and nothing that a spreadsheet runs', async () => {
    await lrs.client.store(
      statement({
        result: {
          score: { scaled: -0.5, raw: 3 },
          success: false,
          response: '=HYPERLINK("http://evil.example","x")\nsecond, line',
        },
        object: {
          id: 'http://lotse.test/activities/unit',
          definition: { name: { en: 'Unit', 'de-DE': 'Einheit „Übung"' } },
        },
        context: { contextActivities: { grouping: [{ id: 'http://a.example/1' }, { id: 'http://a.example/2' }] } },
      }),
    );
    await lrs.client.store(statement());
    const text = await textOf(exportFormats.csv(all()));
    const [header, row] = text.split('\r\n') as [string, string];
    expect(text.split('\r\n')).toHaveLength(4);
    expect(header.startsWith('\ufeffid,stored,timestamp,actor,verb,')).toBe(true);
    expect(row).toContain('"\'=HYPERLINK(""http://evil.example"",""x"")\nsecond, line"');
    expect(row).toContain('"Einheit „Übung"""');
    expect(row).toContain(',-0.5,3,,,false,,');
    expect(row).toContain(',http://a.example/1 http://a.example/2,');
  });

  test.each([
    ['=1+1', "'=1+1"],
    ['+1', "'+1"],
    ['-1', "'-1"],
    ['@SUM(A1)', "'@SUM(A1)"],
    ['\t=1', `'\t'=1`],
    ['\r=1', `"'\r'=1"`],
    ['\n=1', `"'\n'=1"`],
    ['＝1', "'＝1"],
    // A spreadsheet that expects semicolons begins a cell behind each, and a row behind each line break, quoted or not.
    ['a;=1;b', "a;'=1;b"],
    ['a;"=1', `"a;""'=1"`],
    ['one\n-two', `"one\n'-two"`],
    ['1+1=2; a-b, c@d.example', '"1+1=2; a-b, c@d.example"'],
  ])('as CSV: the response %j', async (response, cell) => {
    await lrs.client.store(
      statement({ timestamp: '2026-11-21T08:15:00.000Z', result: { score: { raw: -2 }, response } }),
    );
    const text = await textOf(exportFormats.csv(all()));
    expect(text).toContain(`,${cell},`);
    expect(text).toContain(',2026-11-21T08:15:00.000Z,');
    expect(text).toContain(',-2,');
    expect(JSON.parse(await textOf(exportFormats.ndjson(all())))).toMatchObject({ result: { response } });
  });
});

test('cursors lie in the data folder and go when the import is through', async () => {
  const cursor = openFileCursor(folder.path, 'a', 'b');
  await cursor.save('next');
  expect(await openFileCursor(folder.path, 'a', 'b').load()).toBe('next');
  expect(await openFileCursor(folder.path, 'a', 'c').load()).toBeUndefined();
  await cursor.clear();
  expect(await cursor.load()).toBeUndefined();
  await expect(readFile(join(folder.path, 'imports'))).rejects.toMatchObject({ code: 'EISDIR' });
});
