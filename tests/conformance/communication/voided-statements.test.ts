import { expect, test } from '@jest/globals';
import { newUuid } from '../../../base/index.js';
import { describeLrs } from '../../support/every-store.js';
import { person, statement, voiding } from '../../support/lrs-server.js';

// xAPI 1.0.3 Communication §2.1.4; xAPI 2.0 §4.2.5
describeLrs('voided statements', (lrs) => {
  test('are found by voidedStatementId alone', async () => {
    const { client } = lrs();
    const [id] = await client.store(statement({ actor: person('void') }));
    expect((await client.get('/statements', { voidedStatementId: id })).status).toBe(404);
    await client.store(voiding(id!));
    expect((await client.get('/statements', { statementId: id })).status).toBe(404);
    const voided = await client.get('/statements', { voidedStatementId: id });
    expect([voided.status, (voided.body as { id: string }).id]).toEqual([200, id]);
    expect(await client.ids({ limit: 500 })).not.toContain(id);
  });

  test('a query that would have found one finds what points at it, the voiding statement first', async () => {
    const { client } = lrs();
    const verb = { id: `http://x.example/verbs/${newUuid()}` };
    const [target] = await client.store(statement({ verb }));
    const [reference] = await client.store(statement({ object: { objectType: 'StatementRef', id: target } }));
    const [voider] = await client.store(voiding(target!));
    expect(await client.ids({ verb: verb.id })).toEqual([voider, reference]);
    expect(await client.ids({ verb: verb.id, limit: 1 })).toEqual([voider]);
  });

  test('may be voided before they arrive', async () => {
    const { client } = lrs();
    const sent = statement();
    await client.store(voiding(sent.id));
    await client.store(sent);
    expect((await client.get('/statements', { statementId: sent.id })).status).toBe(404);
    expect((await client.get('/statements', { voidedStatementId: sent.id })).status).toBe(200);
  });
});
