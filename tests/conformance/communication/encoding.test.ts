import { expect, test } from '@jest/globals';
import { describeLrs } from '../../support/every-store.js';
import { person, statement } from '../../support/lrs-server.js';

// xAPI 1.0.3 Communication §1.4: all strings are UTF-8
describeLrs('encoding', (lrs) => {
  const text = 'Größe – 学習 – 🎓 – e\u0301 – \u2028';

  test('keeps every character, in statements and in filters', async () => {
    const { client } = lrs();
    const iri = 'http://lotse.test/activities/Größe-学習';
    const sent = statement({ actor: person(text), object: { id: iri, definition: { name: { de: text } } } });
    await client.store(sent);
    const read = await client.get('/statements', { statementId: sent.id });
    expect(read.body).toMatchObject({ actor: person(text), object: { id: iri, definition: { name: { de: text } } } });
    expect(await client.ids({ activity: iri })).toEqual([sent.id]);
    expect(await client.ids({ agent: person(text) })).toEqual([sent.id]);
  });

  test('refuses a body that is not UTF-8', async () => {
    const body = Buffer.from(JSON.stringify(statement({ actor: person('J\u00fcrgen') })), 'latin1');
    const answer = await lrs().client.send('post', '/statements').set('Content-Type', 'application/json').send(body);
    expect(answer.status).toBe(400);
    expect(answer.body).toMatchObject({ error: { code: 'invalid-json' } });
  });

  test('refuses a query that is not percent-encoded UTF-8', async () => {
    for (const broken of ['%', '%zz', '%ff%fe', '%ed%a0%80']) {
      const answer = await lrs().client.get(`/statements?verb=http://x.example/${broken}`);
      expect([broken, answer.status]).toEqual([broken, 400]);
    }
  });
});
