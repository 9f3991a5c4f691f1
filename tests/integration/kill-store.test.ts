import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from '@jest/globals';
import { Sqlite } from '../../adapters/sqlite/engine/index.js';
import { lrsStore, openSqlite } from '../../adapters/sqlite/index.js';
import { organisationId } from '../../lrs/store/index.js';
import { temporaryFolder } from '../support/sqlite.js';

/** How often the writer is killed; raise it for a long run. */
const rounds = Number(process.env['KILL_ROUNDS'] ?? 5);
const organisation = organisationId('nordwerk')!;
const child = fileURLToPath(new URL('../support/store-writer.js', import.meta.url));

/** Lets the writer work until it has acknowledged so many statements, then kills it. Returns what it acknowledged. */
async function writeAndKill(path: string, run: number, enough: number): Promise<readonly string[]> {
  const writer = spawn(process.execPath, [child, path, 'until-killed', String(run)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const acknowledged: string[] = [];
  let rest = '';
  writer.stdout.setEncoding('utf8').on('data', (text: string) => {
    const lines = (rest + text).split('\n');
    rest = lines.pop()!;
    acknowledged.push(
      ...lines.filter((line) => line.startsWith('stored ')).map((line) => line.slice('stored '.length)),
    );
    // By then it is somewhere in the middle of writing the next ones.
    if (acknowledged.length >= enough) writer.kill('SIGKILL');
  });
  const signal = await new Promise((resolve) => writer.once('close', (_code, by) => resolve(by)));
  expect(signal).toBe('SIGKILL');
  return acknowledged;
}

test(
  `a writer killed under load ${rounds} times loses nothing it acknowledged and leaves no half batch`,
  async () => {
    const folder = await temporaryFolder();
    const path = join(folder.path, 'lotse.db');
    const acknowledged: string[] = [];
    try {
      for (let run = 1; run <= rounds; run++) {
        acknowledged.push(...(await writeAndKill(path, run, Math.ceil(Math.random() * 1500))));
        const engine = await openSqlite({ path, synchronous: 'full' });
        try {
          const store = lrsStore(engine);
          const present = new Set<string>();
          const batches = new Map<string, number>();
          let last = 0;
          for (
            let events = await store.stream.listEvents(0, 0, 1000);
            events.length > 0;
            events = await store.stream.listEvents(0, last, 1000)
          ) {
            for (const event of events) {
              expect(event.position).toBe(++last);
              if (event.kind === 'erasure') continue;
              present.add(event.id);
              const related: string = JSON.parse(event.text).context.related[0];
              batches.set(related, (batches.get(related) ?? 0) + 1);
            }
          }
          expect(acknowledged.filter((id) => !present.has(id))).toEqual([]);
          for (const [batch, count] of batches)
            expect(`${batch}: ${count}`).toBe(`${batch}: ${batch.split('-of-')[1]}`);
          expect(await store.stream.findHead(0)).toBe(last);

          // The pages' index holds exactly what the stream holds.
          const indexed: string[] = [];
          let after: number | undefined;
          for (;;) {
            const page = await store.statements.findPage({
              organisation,
              filter: {},
              ascending: true,
              limit: 500,
              ...(after === undefined ? {} : { after }),
            });
            indexed.push(...page.statements.map(({ id }) => id));
            after = page.statements.at(-1)?.position;
            if (!page.more) break;
          }
          expect(indexed).toEqual([...present]);
        } finally {
          await engine.close();
        }
        const file = new Sqlite(path, { readonly: true });
        expect(file.pragma('integrity_check', { simple: true })).toBe('ok');
        file.close();
      }
    } finally {
      await folder.remove();
    }
  },
  30_000 + rounds * 15_000,
);
