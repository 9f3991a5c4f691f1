/** Label names and their values. Values come from small fixed sets: each combination is a series of its own. */
export type Labels = Readonly<Record<string, string>>;

/** One value of a gauge. */
export interface GaugeValue {
  readonly labels: Labels;
  readonly value: number;
}

/** A number that only grows, per series. */
export interface Counter {
  add(labels: Labels, by?: number): void;
  /** The same for one series, whose labels are then formatted once. */
  series(labels: Labels): (by?: number) => void;
}

/** Reads values when the metrics are collected. */
export type ReadGauge = () => Promise<readonly GaugeValue[]> | readonly GaugeValue[];

/** Counts values at or below certain bounds, per series. */
export interface Histogram {
  observe(labels: Labels, value: number): void;
  /** The same for one series, whose labels are then formatted once. */
  series(labels: Labels): (value: number) => void;
}

/**
 * A registry of metrics in Prometheus' text format (version 0.0.4). Names and help texts are constants of the program.
 */
export interface Metrics {
  /** A number that only grows. */
  counter(name: string, help: string): Counter;
  /** Values that are read when the metrics are collected; one that fails is left out of that response. */
  gauge(name: string, help: string, read: ReadGauge): void;
  /** A number that only grows and is counted elsewhere; read like a gauge. Its name ends in `_total`. */
  total(name: string, help: string, read: ReadGauge): void;
  /**
   * Counts values at or below certain bounds.
   * @param bounds ascending
   */
  histogram(name: string, help: string, bounds: readonly number[]): Histogram;
  /** Everything as text. */
  text(): Promise<string>;
}

interface Distribution {
  readonly labels: Labels;
  /** Counts per bound, not yet cumulative; the last is for values over every bound. */
  readonly counts: number[];
  sum: number;
}

const escaped = (value: string): string =>
  value.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n');

function labelText(labels: Labels): string {
  const parts = Object.entries(labels).map(([name, value]) => `${name}="${escaped(value)}"`);
  return parts.length === 0 ? '' : `{${parts.join(',')}}`;
}

function header(name: string, help: string, type: string): string {
  return `# HELP ${name} ${help}\n# TYPE ${name} ${type}\n`;
}

function entryOf<Entry>(entries: Map<string, Entry>, key: string, make: () => Entry): Entry {
  let entry = entries.get(key);
  if (entry === undefined) entries.set(key, (entry = make()));
  return entry;
}

/** An empty registry. */
export function createMetrics(): Metrics {
  const families: (() => Promise<string>)[] = [];

  function addCollected(type: 'gauge' | 'counter', name: string, help: string, read: ReadGauge): void {
    families.push(async () => {
      const values = await Promise.resolve()
        .then(read)
        .catch((): readonly GaugeValue[] => []);
      return (
        header(name, help, type) + values.map(({ labels, value }) => `${name}${labelText(labels)} ${value}\n`).join('')
      );
    });
  }

  return {
    counter(name, help) {
      const all = new Map<string, { value: number }>();
      families.push(
        async () =>
          header(name, help, 'counter') + [...all].map(([labels, { value }]) => `${name}${labels} ${value}\n`).join(''),
      );
      const series = (labels: Labels): ((by?: number) => void) => {
        const sum = entryOf(all, labelText(labels), () => ({ value: 0 }));
        return (by = 1) => void (sum.value += by);
      };
      return { series, add: (labels, by) => series(labels)(by) };
    },

    gauge: (name, help, read) => addCollected('gauge', name, help, read),
    total: (name, help, read) => addCollected('counter', name, help, read),

    histogram(name, help, bounds) {
      const all = new Map<string, Distribution>();
      families.push(
        async () =>
          header(name, help, 'histogram') +
          [...all.values()].map((each) => distributionText(name, bounds, each)).join(''),
      );
      const series = (labels: Labels): ((value: number) => void) => {
        const distribution = entryOf(all, labelText(labels), () => ({
          labels,
          counts: [...bounds, Infinity].map(() => 0),
          sum: 0,
        }));
        return (value) => {
          const index = bounds.findIndex((bound) => value <= bound);
          distribution.counts[index < 0 ? bounds.length : index]! += 1;
          distribution.sum += value;
        };
      };
      return { series, observe: (labels, value) => series(labels)(value) };
    },

    text: async () => (await Promise.all(families.map((family) => family()))).join(''),
  };
}

function distributionText(name: string, bounds: readonly number[], { labels, counts, sum }: Distribution): string {
  let count = 0;
  const lines = counts.map((each, index) => {
    count += each;
    return `${name}_bucket${labelText({ ...labels, le: index < bounds.length ? String(bounds[index]) : '+Inf' })} ${count}\n`;
  });
  return `${lines.join('')}${name}_sum${labelText(labels)} ${sum}\n${name}_count${labelText(labels)} ${count}\n`;
}
