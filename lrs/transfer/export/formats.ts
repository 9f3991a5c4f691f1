import type { Statement } from '../../statement/index.js';
import type { StoredStatement } from '../../store/index.js';
import { type Cell, type Column, columns } from './columns.js';
import { parquet } from './parquet.js';

/** Turns pages of statements into a file's bytes, piece by piece. */
export type ExportFormat = (pages: AsyncIterable<readonly StoredStatement[]>) => AsyncIterable<string | Uint8Array>;

/** One statement a line, whole, as it is stored. */
async function* ndjson(pages: AsyncIterable<readonly StoredStatement[]>): AsyncGenerator<string> {
  for await (const page of pages) yield page.map(({ text }) => `${text}\n`).join('');
}

/**
 * Where a spreadsheet would begin a formula: at the beginning of a cell. That is not only where ours begin: one that expects
 * semicolons or tabs, as Excel does in German, parts the line there and at line breaks, whatever quotation marks stand around it.
 */
const formula = /^(?=[=+\-@\t\r\n＝＋－＠])|(?=[=+\-@＝＋－＠])(?<=[;\t\r\n]"*)/g;

function csvCell({ type }: Column, value: Cell): string {
  if (value === undefined) return '';
  const text = String(value);
  // Learners write responses: an apostrophe in front keeps a spreadsheet from running them.
  const harmless = type === 'text' ? text.replace(formula, "'") : text;
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}

/** RFC 4180, in UTF-8 with a mark at its beginning, without which Excel reads umlauts wrongly. */
async function* csv(pages: AsyncIterable<readonly StoredStatement[]>): AsyncGenerator<string> {
  yield `\ufeff${columns.map(({ name }) => name).join(',')}\r\n`;
  for await (const page of pages) {
    yield page
      .map((stored) => {
        const statement = JSON.parse(stored.text) as Statement;
        return `${columns.map((column) => csvCell(column, column.of(statement, stored))).join(',')}\r\n`;
      })
      .join('');
  }
}

/** The formats there are. */
export const exportFormats = { ndjson, csv, parquet } as const satisfies Record<string, ExportFormat>;
/** A format's name. */
export type ExportFormatName = keyof typeof exportFormats;
