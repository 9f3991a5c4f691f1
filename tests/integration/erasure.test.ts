import { readFile } from 'node:fs/promises';
import { expect, test } from '@jest/globals';
import { competencyStore, lrsStore } from '../../adapters/sqlite/index.js';
import { createLogger, newUuid, systemClock } from '../../base/index.js';
import { createCompetency } from '../../competency/index.js';
import { eraseStatements } from '../../lrs/erasure/index.js';
import { createLrs } from '../../lrs/index.js';
import { type Agent, agentKey } from '../../lrs/statement/index.js';
import { createProcessLeases } from '../../lrs/stream/index.js';
import { learner, statement, vocabulary } from '../competency/fixtures.js';
import { publicUrl } from '../support/lrs-server.js';
import { temporarySqlite } from '../support/sqlite.js';

const logger = createLogger('silent');

test('what was erased is gone from the evidence too, before and after a rebuild, and from the file itself', async () => {
  const { engine, path, close } = await temporarySqlite();
  try {
    const store = lrsStore(engine);
    const lrs = createLrs({ store, clock: systemClock, logger, vocabulary, publicUrl, bodyLimit: 1_000_000 });
    const { id: organisation } = await lrs.access.createOrganisation({ id: 'nordwerk', name: 'Nordwerk' });
    const evidence = competencyStore(engine);
    const competency = createCompetency({
      store: evidence,
      stream: lrs.stream,
      clock: systemClock,
      vocabulary,
      logger,
      agentKeyOf: (agent) => agentKey(agent as Agent),
      leases: createProcessLeases(store.leases, systemClock),
    });
    await competency.start();
    const { key, secret } = await lrs.access.createCredential({ organisation, scopes: ['all'], label: 'test' });
    const principal = await lrs.access.authenticate(`Basic ${Buffer.from(`${key}:${secret}`).toString('base64')}`);
    const secretName = `person-${newUuid()}`;
    const gone = { id: newUuid(), ...statement({ actor: secretName, scaled: 0.9 }) };
    const stays = { id: newUuid(), ...statement({ actor: 'aylin', scaled: 0.9 }) };
    await lrs.statements.accept(principal, [gone, stays], { version: '2.0.0' });
    await competency.idle();
    const of = async (name: string) => {
      const key = agentKey(learner(name));
      return (await evidence.listEvidence(organisation, [key])).get(key) ?? [];
    };
    expect([(await of(secretName)).length, (await of('aylin')).length]).toEqual([1, 1]);

    expect(await eraseStatements({ store, clock: systemClock }, organisation, [gone.id, newUuid()])).toEqual({
      erased: [gone.id],
    });
    await competency.idle();
    expect([(await of(secretName)).length, (await of('aylin')).length]).toEqual([0, 1]);
    await competency.rebuild();
    expect([(await of(secretName)).length, (await of('aylin')).length]).toEqual([0, 1]);
    await competency.stop();
    await engine.close();
    // Closing brings what is in the log into the file; nothing of the person is left there.
    expect((await readFile(path)).includes('aylin')).toBe(true);
    expect((await readFile(path)).includes(secretName)).toBe(false);
  } finally {
    await close();
  }
});
