import type { Statement } from '../../statement/index.js';
import type { StoredStatement } from '../../store/index.js';
import { type ExportValue, type ExportColumn, columns } from './columns.js';
import { parquet } from './parquet.js';

/** Formats pages of statements as a file, in chunks. */
export type ExportFormat = (pages: AsyncIterable<readonly StoredStatement[]>) => AsyncIterable<string | Uint8Array>;

/** One statement a line, whole, as it is stored. */
async function* ndjson(pages: AsyncIterable<readonly StoredStatement[]>): AsyncGenerator<string> {
  for await (const page of pages) yield page.map(({ text }) => `${text}\n`).join('');
}

/**
 * Positions where a spreadsheet could begin a formula: the beginning of a cell. Not only ours: a program that expects
 * semicolons or tabs, as Excel does in German, splits the line there and at line breaks, whatever quotation marks
 * surround it.
 */
const formula = /^(?=[=+\-@\t\r\n＝＋－＠])|(?=[=+\-@＝＋－＠])(?<=[;\t\r\n]"*)/g;

function csvCell({ type }: ExportColumn, value: ExportValue): string {
  if (value === undefined) return '';
  const text = String(value);
  // Learners write responses: a leading apostrophe keeps a spreadsheet from running them.
  const harmless = type === 'text' ? text.replace(formula, "'") : text;
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}

/** RFC 4180, in UTF-8 with a byte order mark, without which Excel misreads umlauts. */
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

/** The supported formats. */
export const exportFormats = { ndjson, csv, parquet } as const satisfies Record<string, ExportFormat>;
/** A format's name. */
export type ExportFormatName = keyof typeof exportFormats;
