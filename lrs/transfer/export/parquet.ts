import type { Statement } from '../../statement/index.js';
import type { StoredStatement } from '../../store/index.js';
import { type ExportValue, type ExportColumn, columns } from './columns.js';

/** The part of `hyparquet-writer` that is used here. */
interface ParquetModule {
  readonly ByteWriter: new () => { index: number; getBytes(): Uint8Array };
  readonly ParquetWriter: new (options: { writer: object; schema: readonly object[]; createdBy: string }) => {
    write(options: { columnData: readonly object[]; rowGroupSize: number }): void | Promise<void>;
    finish(): void | Promise<void>;
  };
  schemaFromColumnData(options: { columnData: readonly object[] }): readonly object[];
}

/** Loaded only for a Parquet export: the server does not need it. */
async function load(): Promise<ParquetModule> {
  return (await import('hyparquet-writer')) as unknown as ParquetModule;
}

/** Statements per row group: this bounds the memory. */
const groupSize = 5_000;

const types = { text: 'STRING', instant: 'TIMESTAMP', number: 'DOUBLE', boolean: 'BOOLEAN' } as const;

function valueOf({ type }: ExportColumn, value: ExportValue): unknown {
  if (value === undefined) return null;
  return type === 'instant' ? new Date(String(value)) : value;
}

interface Row {
  readonly statement: Statement;
  readonly stored: StoredStatement;
}

/** The columns of a row group; the last one is the whole statement. */
function columnDataOf(rows: readonly Row[]): readonly object[] {
  // Without the index of pages, what a writer remembers of each group stays small however many there are.
  const common = { offsetIndex: false };
  return [
    ...columns.map((column) => ({
      ...common,
      name: column.name,
      type: types[column.type],
      data: rows.map(({ statement, stored }) => valueOf(column, column.of(statement, stored))),
    })),
    { ...common, name: 'statement', type: 'STRING', data: rows.map(({ stored }) => stored.text) },
  ];
}

/** Apache Parquet, compressed with Snappy: the columns of CSV with their types, and the whole statement. */
export async function* parquet(pages: AsyncIterable<readonly StoredStatement[]>): AsyncGenerator<Uint8Array> {
  const { ByteWriter, ParquetWriter, schemaFromColumnData } = await load();
  const bytes = new ByteWriter();
  const writer = new ParquetWriter({
    writer: bytes,
    schema: schemaFromColumnData({ columnData: columnDataOf([]) }),
    createdBy: 'Lotse',
  });
  let rows: Row[] = [];

  /** Takes the bytes written since the last call; the writer keeps counting its offsets. */
  const take = (): Uint8Array => {
    const part = bytes.getBytes().slice();
    bytes.index = 0;
    return part;
  };

  const writeGroup = async (): Promise<void> => {
    await writer.write({ columnData: columnDataOf(rows), rowGroupSize: groupSize });
    rows = [];
  };

  for await (const page of pages) {
    rows.push(...page.map((stored) => ({ stored, statement: JSON.parse(stored.text) as Statement })));
    if (rows.length < groupSize) continue;
    await writeGroup();
    yield take();
  }
  if (rows.length > 0) await writeGroup();
  await writer.finish();
  yield take();
}
