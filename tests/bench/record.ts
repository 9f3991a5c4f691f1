import { readFile, writeFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '../support/project-root.js';
import { type Figure, median } from './figures.js';
import type { Machine } from './machine.js';

const file = join(projectRoot, 'tests', 'bench', 'recorded.json');

/** The last run that somebody kept: `npm run bench -- --record`. */
export interface Recorded {
  readonly recorded: string;
  readonly machine: Machine;
  readonly figures: readonly Figure[];
}

export async function readRecorded(): Promise<Recorded | undefined> {
  return existsSync(file) ? (JSON.parse(await readFile(file, 'utf8')) as Recorded) : undefined;
}

/** Keeps a run; figures of sections that did not run stay as they were. */
export async function record(machine: Machine, figures: readonly Figure[]): Promise<void> {
  const before = await readRecorded();
  const measured = new Set(figures.map(({ name }) => name));
  const rounded = figures.map((figure) => ({
    ...figure,
    values: figure.values.map((value) => Number(value.toPrecision(4))),
  }));
  const kept: Recorded = {
    recorded: new Date().toISOString(),
    machine,
    figures: [...(before?.figures ?? []).filter(({ name }) => !measured.has(name)), ...rounded],
  };
  await writeFile(file, `${JSON.stringify(kept, null, 2)}\n`);
}

/** By how much a figure may be worse before it counts: other programs are at work on most machines. */
const tolerance = 0.15;

/**
 * What got slower: whose median is worse than the recorded one by more than the tolerance, and whose best repetition
 * is worse than the recorded median too.
 */
export function slower(figures: readonly Figure[], { figures: before }: Recorded): readonly string[] {
  return figures.flatMap((figure) => {
    const earlier = before.find(({ name }) => name === figure.name);
    if (earlier === undefined) return [];
    const [was, is] = [median(earlier.values), median(figure.values)];
    const worse = figure.better === 'less' ? is / was - 1 : was / is - 1;
    const best = figure.better === 'less' ? Math.min(...figure.values) > was : Math.max(...figure.values) < was;
    return worse > tolerance && best
      ? [`${figure.name}: ${was.toPrecision(3)} → ${is.toPrecision(3)} ${figure.unit}`]
      : [];
  });
}
