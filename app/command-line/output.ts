/** Writes the result of a command: a table or sentences for people, JSON for programs. */
export interface Output {
  /**
   * @param value for `--json`
   * @param lines for people
   */
  result(value: unknown, lines: readonly string[]): void;
}

/** Writes to standard output. */
export function standardOutput(json: boolean): Output {
  return {
    result: (value, lines) => {
      process.stdout.write(json ? `${JSON.stringify(value)}\n` : lines.map((line) => `${line}\n`).join(''));
    },
  };
}

/** Columns of equal width, two spaces apart. */
export function table(rows: readonly (readonly string[])[]): readonly string[] {
  const widths: number[] = [];
  for (const row of rows)
    row.forEach((cell, index) => {
      widths[index] = Math.max(widths[index] ?? 0, cell.length);
    });
  return rows.map((row) =>
    row
      .map((cell, index) => cell.padEnd(widths[index]!))
      .join('  ')
      .trimEnd(),
  );
}

/** Columns of equal width; a sentence if there is nothing to show. */
export function rows(all: readonly (readonly string[])[], nothing: string): readonly string[] {
  return all.length === 0 ? [nothing] : table(all);
}
