/**
 * A process of its own that writes statements and tells on its standard output what was acknowledged, a line
 * each: `stored <id>` per statement, in whole batches. Started by tests that kill it or take its disk away.
 *
 * node store-writer.js <database> until-refused      writes until the store refuses, then `refused <code>` and ends
 * node store-writer.js <database> until-killed <run> writes from many sides at once; ids carry the number of the run
 */
import { writeSync } from 'node:fs';
import { lrsStore, openSqlite } from '../../adapters/sqlite/index.js';
import { isoNow, LotseError, systemClock } from '../../base/index.js';
import { organisationId, type PreparedStatement } from '../../lrs/store/index.js';
import { preparedStatement, uuid } from './prepared-statement.js';

const [path, mode, run = '0'] = process.argv.slice(2);
const organisation = organisationId('nordwerk')!;

function say(lines: readonly string[]): void {
  writeSync(1, lines.map((line) => `${line}\n`).join(''));
}

const engine = await openSqlite({ path: path!, synchronous: 'full' });
const store = lrsStore(engine);
await store.access.createOrganisation({ id: organisation, name: 'Nordwerk', created: isoNow(systemClock) });

let lastNumber = Number(run) * 10_000_000;

/** A batch that shares one activity, so that what is there of it can be counted; some refer to others or void them. */
function nextBatch(size: number): readonly PreparedStatement[] {
  const batch = `batch-${lastNumber + 1}`;
  return Array.from({ length: size }, (_, index) => {
    const id = uuid(++lastNumber);
    const related = { relatedActivities: [`${batch}-of-${size}`], content: 'x'.repeat(800) };
    return preparedStatement(
      index % 7 === 3
        ? { id, refersTo: uuid(lastNumber - 2), ...related }
        : { id, activity: batch, actor: `learner-${lastNumber % 50}`, ...related },
    );
  });
}

async function writeBatch(size: number): Promise<void> {
  const statements = nextBatch(size);
  const result = await store.statements.appendStatements({ organisation, statements, now: isoNow(systemClock) });
  if (result.kind !== 'stored') throw new Error('a new statement was in conflict');
  say(statements.map(({ id }) => `stored ${id}`));
}

async function writeForEver(size: number): Promise<never> {
  for (;;) await writeBatch(size);
}

if (mode === 'until-killed') {
  say(['ready']);
  await Promise.all([1, 1, 1, 5, 20, 60].map(writeForEver));
} else {
  try {
    await writeForEver(8);
  } catch (caught) {
    if (!(caught instanceof LotseError)) throw caught;
    say([`refused ${caught.code}`]);
  }
  // The disk is full: what cannot be moved out of the log on closing stays there.
  await engine.close().catch(() => undefined);
}
