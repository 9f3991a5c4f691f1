import { expect, test } from '@jest/globals';
import { Sqlite } from '../../adapters/sqlite/engine/index.js';
import { newUuid } from '../../base/index.js';
import { allStatements, credentialIn, databaseOf, type LrsProcess, startLrs } from '../support/lrs-process.js';
import { person, statement } from '../support/lrs-server.js';
import { temporaryFolder } from '../support/sqlite.js';

/** How often the LRS is killed; raise it for a long run. */
const rounds = Number(process.env['KILL_ROUNDS'] ?? 5);
const batchSize = 25;
const documents = ['a', 'b', 'c'];

/** What clients sent and what they were told, over all rounds. */
class Ledger {
  /** Ids that were acknowledged, by round. */
  readonly acknowledged = new Set<string>();
  /** Ids of a batch, acknowledged or not: it must be there whole or not at all. */
  readonly batches: (readonly string[])[] = [];
  /** Per document the number that was sent last, and the one that was acknowledged last. */
  readonly sent = new Map<string, number>();
  readonly kept = new Map<string, number>();
}

/** Writes from many sides until the process is gone. */
async function load(
  origin: string,
  headers: Readonly<Record<string, string>>,
  registration: string,
  ledger: Ledger,
  acknowledged: () => void,
): Promise<void> {
  const context = { registration };
  const post = (path: string, body: unknown) =>
    fetch(`${origin}/xapi${path}`, { method: 'POST', headers, body: JSON.stringify(body) });

  async function until(gone: () => Promise<void>): Promise<void> {
    try {
      for (;;) await gone();
    } catch (caught) {
      // `fetch failed`, `terminated`: the connection broke. Whatever else it is, the test must see.
      if ((caught as Error).name !== 'TypeError') throw caught;
    }
  }
  const single = async (): Promise<void> => {
    const each = statement({ context });
    const { status } = await post('/statements', each);
    expect(status).toBe(200);
    ledger.acknowledged.add(each.id);
    acknowledged();
  };
  const batch = async (): Promise<void> => {
    const each = Array.from({ length: batchSize }, () => statement({ context }));
    ledger.batches.push(each.map(({ id }) => id));
    const { status } = await post('/statements', each);
    expect(status).toBe(200);
    for (const { id } of each) ledger.acknowledged.add(id);
    acknowledged();
  };
  const document = (name: string) => async (): Promise<void> => {
    const number = (ledger.sent.get(name) ?? 0) + 1;
    ledger.sent.set(name, number);
    const { status } = await post(stateAddress(name), { number, [`key${number % 5}`]: 'x'.repeat(500) });
    expect(status).toBe(204);
    ledger.kept.set(name, number);
    acknowledged();
  };
  await Promise.all([single, single, single, single, batch, batch, ...documents.map(document)].map(until));
}

const stateAddress = (name: string): string =>
  `/activities/state?${new URLSearchParams({ activityId: 'http://x.example/killed', agent: JSON.stringify(person('anna')), stateId: name }).toString()}`;

test(
  `an LRS killed under load ${rounds} times has everything it acknowledged over HTTP, and no half batch`,
  async () => {
    const folder = await temporaryFolder();
    const ledger = new Ledger();
    const registrations: string[] = [];
    let running: LrsProcess | undefined;
    try {
      const headers = await credentialIn(folder.path);
      for (let round = 0; round <= rounds; round += 1) {
        const lrs = (running = await startLrs(folder.path));
        const present = new Set<string>();
        for (const registration of registrations.slice(-1))
          for (const { id } of await allStatements(lrs.origin, headers, `registration=${registration}&limit=500`))
            present.add(id);
        expect([...ledger.acknowledged].filter((id) => !present.has(id))).toEqual([]);
        for (const batch of ledger.batches)
          expect([0, batchSize]).toContain(batch.filter((id) => present.has(id)).length);
        for (const name of documents) {
          const sent = ledger.sent.get(name);
          if (sent === undefined) continue;
          const answer = await fetch(`${lrs.origin}/xapi${stateAddress(name)}`, { headers });
          const number = answer.status === 404 ? 0 : ((await answer.json()) as { number: number }).number;
          expect(number).toBeGreaterThanOrEqual(ledger.kept.get(name) ?? 0);
          expect(number).toBeLessThanOrEqual(sent);
        }
        if (round === rounds) {
          // Earlier rounds were compared when they were new; at the end, all of it once more.
          const everything = new Set(
            (await allStatements(lrs.origin, headers, 'limit=500&ascending=true')).map(({ id }) => id),
          );
          expect([...total].filter((id) => !everything.has(id))).toEqual([]);
          expect(await lrs.end('SIGTERM')).toBe(0);
          break;
        }
        ledger.acknowledged.clear();
        ledger.batches.length = 0;
        const registration = newUuid();
        registrations.push(registration);
        const enough = 1 + Math.floor(Math.random() * 250);
        let answers = 0;
        await load(lrs.origin, headers, registration, ledger, () => {
          answers += 1;
          // By then the other clients' writes are somewhere on their way.
          if (answers === enough) void lrs.end('SIGKILL');
        });
        expect(await lrs.end('SIGKILL')).toBeNull();
        for (const id of ledger.acknowledged) total.add(id);
      }
      const file = new Sqlite(databaseOf(folder.path), { readonly: true });
      expect(file.pragma('integrity_check', { simple: true })).toBe('ok');
      file.close();
      process.stdout.write(
        `${rounds} kills, ${total.size} acknowledged statements, ${[...ledger.kept.values()].reduce((sum, each) => sum + each, 0)} document writes: nothing lost\n`,
      );
    } finally {
      await running?.end('SIGKILL');
      await folder.remove();
    }
  },
  30_000 + rounds * 15_000,
);

/** Every statement that was ever acknowledged. */
const total = new Set<string>();
