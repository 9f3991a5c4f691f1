import { expect, test } from '@jest/globals';
import { describeLrs } from '../../support/every-store.js';
import { person, statement } from '../../support/lrs-server.js';

// xAPI 1.0.3 Communication §3.3; xAPI 2.0 §4.1.5
describeLrs('versioning', (lrs) => {
  const paths: readonly [string, Record<string, unknown>][] = [
    ['/statements', {}],
    ['/activities/state', { activityId: 'http://x.example/a', agent: person('a') }],
    ['/activities/profile', { activityId: 'http://x.example/a' }],
    ['/activities', { activityId: 'http://x.example/a' }],
    ['/agents/profile', { agent: person('a') }],
    ['/agents', { agent: person('a') }],
  ];

  test.each([
    ['1.0', '1.0.3'],
    ['1.0.0', '1.0.3'],
    ['1.0.1', '1.0.3'],
    ['1.0.9', '1.0.3'],
    ['2.0', '2.0.0'],
    ['2.0.0', '2.0.0'],
    ['2.0.7', '2.0.0'],
  ])('takes %s and answers as %s', async (asked, answered) => {
    for (const [path, query] of paths) {
      const answer = await lrs().client.with({ 'X-Experience-API-Version': asked }).get(path, query);
      expect([path, answer.status, answer.headers['x-experience-api-version']]).toEqual([path, 200, answered]);
    }
  });

  test.each([undefined, '', '0.95', '0.9', '1.1.0', '1.1', '2.1.0', '3.0.0', '1', 'x', '1.0.0.0'])(
    'refuses %s',
    async (version) => {
      for (const [path, query] of paths) {
        const answer = await lrs().client.with({ 'X-Experience-API-Version': version }).get(path, query);
        expect([path, answer.status]).toEqual([path, 400]);
        expect(answer.body).toMatchObject({ error: { code: 'unsupported-version' } });
        expect(answer.headers['x-experience-api-version']).toBe('2.0.0');
      }
    },
  );

  test('answers a request without a version in the latest patch of what its client speaks', async () => {
    const { clientFor } = lrs();
    const client = await clientFor('nordwerk', ['all']);
    const answered = async (version: string | undefined): Promise<readonly unknown[]> => {
      const { status, headers } = await client.with({ 'X-Experience-API-Version': version }).get('/statements');
      return [status, headers['x-experience-api-version']];
    };
    expect(await answered(undefined)).toEqual([400, '2.0.0']);
    expect(await answered('1.0.1')).toEqual([200, '1.0.3']);
    expect(await answered(undefined)).toEqual([400, '1.0.3']);
    expect(await answered('3.0.0')).toEqual([400, '2.0.0']);
    expect(await answered(undefined)).toEqual([400, '1.0.3']);
    expect(await answered('2.0.0')).toEqual([200, '2.0.0']);
    expect(await answered(undefined)).toEqual([400, '2.0.0']);
    // Another client's versions are no reason.
    const other = await clientFor('nordwerk', ['all']);
    await other.with({ 'X-Experience-API-Version': '1.0.3' }).get('/statements');
    expect(await answered(undefined)).toEqual([400, '2.0.0']);
  });

  test('refuses POST and PUT without a version, and stores nothing', async () => {
    const { client } = lrs();
    const bare = client.with({ 'X-Experience-API-Version': undefined });
    const sent = statement();
    expect((await bare.statements(sent)).status).toBe(400);
    expect(
      (
        await bare
          .send('put', '/statements', { statementId: sent.id })
          .set('Content-Type', 'application/json')
          .send(JSON.stringify(sent))
      ).status,
    ).toBe(400);
    expect((await client.get('/statements', { statementId: sent.id })).status).toBe(404);
  });

  test('does not convert a statement between versions', async () => {
    const { client, older } = lrs();
    const [old] = await older.store(statement());
    const [recent] = await client.store(statement());
    for (const reader of [client, older]) {
      expect((await reader.get('/statements', { statementId: old })).body).toMatchObject({ version: '1.0.0' });
      expect((await reader.get('/statements', { statementId: recent })).body).toMatchObject({ version: '2.0.0' });
    }
  });
});
