/** One number that the bench measured. */
export interface Figure {
  /** Never changes, so that runs can be compared: `post/ratio`. */
  readonly name: string;
  readonly unit: 'ratio' | 'µs' | 'ms' | 's' | 'MiB' | 'kB' | 'per second' | 'waiting for a processor';
  /** One value per repetition. */
  readonly values: readonly number[];
  readonly better: 'more' | 'less';
  /** The least (or, where less is better, the most) that the issue asks for. */
  readonly wanted?: number;
}

/** The value that so much of a list (0 to 1) does not exceed. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((one, other) => one - other);
  return sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil(sorted.length * share) - 1))] ?? Number.NaN;
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((one, other) => one - other);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

/** True if a figure's median is what was asked for; `undefined` if nothing was. */
export function isMet({ values, better, wanted }: Figure): boolean | undefined {
  if (wanted === undefined) return undefined;
  return better === 'more' ? median(values) >= wanted : median(values) <= wanted;
}

function written(value: number): string {
  return value >= 1000 ? Math.round(value).toLocaleString('en') : value.toPrecision(3);
}

/** One line: name, median, spread, what was wanted. */
export function describe(figure: Figure): string {
  const { name, unit, values, better, wanted } = figure;
  const spread =
    values.length > 1
      ? ` (${written(Math.min(...values))} to ${written(Math.max(...values))}, ${values.length} times)`
      : '';
  const met = isMet(figure);
  const judged =
    met === undefined
      ? ''
      : `, wanted ${better === 'more' ? 'at least' : 'at most'} ${wanted}: ${met ? 'met' : 'SHORT'}`;
  return `${name.padEnd(34)} ${written(median(values))} ${unit}${spread}${judged}`;
}
