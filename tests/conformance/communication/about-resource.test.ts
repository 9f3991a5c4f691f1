import { expect, test } from '@jest/globals';
import { describeLrs } from '../../support/every-store.js';
import { LrsClient } from '../../support/lrs-server.js';

// xAPI 1.0.3 Communication §2.8; xAPI 2.0 §4.1.6.7
describeLrs('the About resource', (lrs) => {
  test('tells the versions to anyone, and nothing else', async () => {
    const answer = await new LrsClient(lrs().server, {}).get('/about');
    expect(answer.status).toBe(200);
    expect(answer.body).toEqual({ version: ['1.0.3', '2.0.0'] });
    expect(answer.headers['x-experience-api-version']).toBe('2.0.0');
  });

  test.each(['0.9', '3.0.0', 'x'])('does not refuse version %s', async (version) => {
    expect((await new LrsClient(lrs().server, { 'X-Experience-API-Version': version }).get('/about')).status).toBe(200);
  });

  test('knows no parameters and no other method', async () => {
    expect((await lrs().client.get('/about', { x: 1 })).status).toBe(400);
    const answer = await lrs().client.send('put', '/about');
    expect([answer.status, answer.headers['allow']]).toEqual([405, 'GET, HEAD, OPTIONS']);
  });
});
