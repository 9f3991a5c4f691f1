import { expect, test } from '@jest/globals';
import { describeLrs } from '../../support/every-store.js';
import { person } from '../../support/lrs-server.js';

// xAPI 1.0.3 Communication §2.4; xAPI 2.0 §4.1.6.3
describeLrs('the Agents resource', (lrs) => {
  test.each([
    [{ account: { homePage: 'https://lms.example', name: 'anna' } }, 'account'],
    [{ mbox: 'mailto:anna@x.example' }, 'mbox'],
    [{ mbox_sha1sum: 'a'.repeat(40) }, 'mbox_sha1sum'],
    [{ openid: 'https://anna.example/' }, 'openid'],
  ])('answers a Person for %j', async (identity, name) => {
    const answer = await lrs().client.get('/agents', { agent: { objectType: 'Agent', name: 'Anna', ...identity } });
    expect(answer.status).toBe(200);
    expect(answer.headers['etag']).toMatch(/^"[0-9a-f]{40}"$/);
    expect(answer.body).toEqual({
      objectType: 'Person',
      name: ['Anna'],
      [name]: [(identity as Record<string, unknown>)[name]],
    });
  });

  test.each([
    ['no agent', {}],
    ['text that is not JSON', { agent: 'anna' }],
    ['an agent without an identifier', { agent: { name: 'Anna' } }],
    ['a Group', { agent: { ...person('anna'), objectType: 'Group' } }],
  ])('refuses %s', async (_name, query) => {
    const answer = await lrs().client.get('/agents', query);
    expect(answer.status).toBe(400);
    expect(answer.body).toMatchObject({ error: { code: 'invalid-parameter' } });
  });
});
