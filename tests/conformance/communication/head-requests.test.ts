import { expect, test } from '@jest/globals';
import { describeLrs } from '../../support/every-store.js';
import { person, statement } from '../../support/lrs-server.js';

// xAPI 1.0.3 Communication §1.1; xAPI 2.0 §4.1.1
describeLrs('HEAD requests', (lrs) => {
  const state = { activityId: 'http://lotse.test/activities/unit', agent: person('anna'), stateId: 'page' };

  test('answer as GET does, with the same headers and without a body', async () => {
    const { client } = lrs();
    const [id] = await client.store(statement());
    await client.send('put', '/activities/state', state).set('Content-Type', 'text/plain').send('three');
    const profile = { agent: person('anna'), profileId: 'name' };
    await client.send('put', '/agents/profile', profile).set('Content-Type', 'text/plain').send('Anna');
    const addresses: readonly [string, object][] = [
      ['/statements', { statementId: id }],
      ['/statements', { limit: 1 }],
      ['/activities/state', state],
      ['/agents', { agent: person('anna') }],
      ['/about', {}],
      ['/activities', { activityId: state.activityId }],
      ['/agents/profile', profile],
      ['/agents/profile', { agent: person('anna') }],
      ['/activities/profile', { activityId: state.activityId }],
    ];
    for (const [path, query] of addresses) {
      const get = await client.get(path, query as Record<string, unknown>);
      const head = await client.send('head', path, query as Record<string, unknown>);
      expect([path, head.status, (head.text as string | undefined) ?? '']).toEqual([path, 200, '']);
      for (const name of ['content-type', 'content-length', 'etag', 'last-modified', 'x-experience-api-version']) {
        expect([path, name, head.headers[name]]).toEqual([path, name, get.headers[name]]);
      }
    }
  });

  test('refuse what GET refuses', async () => {
    expect((await lrs().client.send('head', '/statements', { statementId: 'x' })).status).toBe(400);
    expect((await lrs().client.send('head', '/activities/state', { ...state, stateId: 'none' })).status).toBe(404);
  });
});
