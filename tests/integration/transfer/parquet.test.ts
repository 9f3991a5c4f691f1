import { expect, test } from '@jest/globals';
import type { StoredStatement } from '../../../lrs/store/index.js';
import { exportFormats } from '../../../lrs/transfer/export/index.js';
import { statement } from '../../support/lrs-server.js';
import { uuid } from '../../support/prepared-statement.js';

interface Reader {
  parquetReadObjects(options: { file: ArrayBuffer }): Promise<readonly Record<string, unknown>[]>;
}

const reader = 'hyparquet';
const count = 12_345;

/** Statements in pages, as an export reads them. */
async function* pages(): AsyncGenerator<readonly StoredStatement[]> {
  for (let from = 0; from < count; from += 500) {
    yield Array.from({ length: Math.min(500, count - from) }, (_, index): StoredStatement => {
      const number = from + index;
      const id = uuid(number);
      const stored = new Date(Date.UTC(2026, 10, 21) + number).toISOString();
      const result =
        number % 3 === 0
          ? { score: { scaled: number / count }, success: number % 2 === 0, response: `Antwort ${number} „ü"` }
          : undefined;
      return {
        id,
        stored,
        position: number + 1,
        voided: false,
        text: JSON.stringify(statement({ id, stored, timestamp: stored, ...(result === undefined ? {} : { result }) })),
      };
    });
  }
}

async function written(
  source: AsyncIterable<readonly StoredStatement[]>,
): Promise<{ readonly file: ArrayBuffer; readonly parts: number }> {
  const parts: Uint8Array[] = [];
  for await (const part of exportFormats.parquet(source)) parts.push(part);
  const all = Buffer.concat(parts);
  return { file: all.buffer.slice(all.byteOffset, all.byteOffset + all.length) as ArrayBuffer, parts: parts.length };
}

test('Parquet holds every statement, typed, in row groups that leave memory one by one', async () => {
  const { parquetReadObjects } = (await import(reader)) as Reader;
  const { file, parts } = await written(pages());
  expect(parts).toBe(3);
  const rows = await parquetReadObjects({ file });
  expect(rows).toHaveLength(count);
  for (const number of [0, 1, 4_999, 5_000, count - 1]) {
    const row = rows[number]!;
    const stored = new Date(Date.UTC(2026, 10, 21) + number);
    expect(row['id']).toBe(uuid(number));
    expect((row['stored'] as Date).getTime()).toBe(stored.getTime());
    expect(row['actor']).toBe('account:["https://lms.example","anna"]');
    expect(JSON.parse(row['statement'] as string)).toMatchObject({ id: uuid(number), stored: stored.toISOString() });
  }
  expect(rows[3]).toMatchObject({ score_scaled: 3 / count, success: false, response: 'Antwort 3 „ü"' });
  expect([rows[4]!['score_scaled'] ?? null, rows[4]!['success'] ?? null]).toEqual([null, null]);
});

test('an empty export is a Parquet file too', async () => {
  const { parquetReadObjects } = (await import(reader)) as Reader;
  const { file } = await written(
    (async function* () {
      /* nothing */
    })(),
  );
  expect(await parquetReadObjects({ file })).toEqual([]);
});
