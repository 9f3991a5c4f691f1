import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { projectRoot } from '../support/project-root.js';
import { describe, type Figure, isMet } from './figures.js';
import { thisMachine } from './machine.js';
import { readRecorded, record, slower } from './record.js';
import { batch } from './sections/batch.js';
import { launchInTheBrowser } from './sections/launch-browser.js';
import { launch } from './sections/launch.js';
import { memory } from './sections/memory.js';
import { post } from './sections/post.js';
import { queries } from './sections/queries.js';
import { scale } from './sections/scale.js';
import type { Section } from './sections/section.js';
import { start } from './sections/start.js';

const sections: Readonly<Record<string, Section>> = {
  post,
  batch,
  queries,
  scale,
  memory,
  start,
  launch,
  'launch-browser': launchInTheBrowser,
};

const help = `npm run bench [-- <section> …] [--size 100k|1M|10M] [--rounds 5] [--record]

Sections: ${Object.entries(sections)
  .map(([name, { title }]) => `\n  ${name.padEnd(14)} ${title}`)
  .join('')}
`;

const units: Readonly<Record<string, number>> = { k: 1000, M: 1_000_000 };

function sizeOf(text: string): number {
  const match = /^(\d+)([kM]?)$/.exec(text);
  if (match === null) throw new Error(`"${text}" is no size. Write 100k, 1M or 10M.`);
  return Number(match[1]) * (units[match[2]!] ?? 1);
}

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      size: { type: 'string', default: '100k' },
      rounds: { type: 'string', default: '5' },
      record: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return say(help);
  const unknown = positionals.find((name) => sections[name] === undefined);
  if (unknown !== undefined) throw new Error(`There is no section "${unknown}".\n${help}`);
  const [size, rounds] = [sizeOf(values.size), Math.max(1, Number.parseInt(values.rounds, 10) || 1)];
  const wanted = positionals.length > 0 ? positionals : Object.keys(sections);

  const machine = thisMachine();
  say(
    `${machine.processor}, ${machine.cores} cores, ${machine.memory}; ${machine.system}; Node ${machine.node}, SQLite ${machine.sqlite}; load ${machine.load.join(' ')}`,
  );
  const cache = join(projectRoot, '.cache', 'bench');
  await mkdir(cache, { recursive: true });
  const folder = await mkdtemp(join(cache, 'run-'));
  const figures: Figure[] = [];
  const failed: string[] = [];
  try {
    for (const name of wanted) {
      const { title, measure } = sections[name]!;
      say(`\n${title}`);
      try {
        const measured = await measure({ size, rounds, folder, say });
        for (const figure of measured) say(`  ${describe(figure)}`);
        figures.push(...measured);
      } catch (caught) {
        // What the others measure is worth having all the same.
        failed.push(name);
        say(`  It ended without a result: ${caught instanceof Error ? caught.message : String(caught)}`);
      }
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }

  const short = figures.filter((figure) => isMet(figure) === false).map(({ name }) => name);
  say(`\n${short.length === 0 ? 'Every figure that was asked for is met.' : `Short: ${short.join(', ')}`}`);
  const before = await readRecorded();
  if (before !== undefined) {
    const worse = slower(figures, before);
    say(
      worse.length === 0
        ? `Nothing got slower since ${before.recorded}.`
        : `Slower since ${before.recorded}:\n  ${worse.join('\n  ')}`,
    );
  }
  if (values.record) await record(machine, figures);
  if (failed.length > 0) throw new Error(`Without a result: ${failed.join(', ')}`);
}

await main().catch((caught: unknown) => {
  process.stderr.write(`${caught instanceof Error ? caught.message : String(caught)}\n`);
  process.exit(1);
});
