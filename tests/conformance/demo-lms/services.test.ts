import { readFile, stat, writeFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createDemoLms } from '../../../app/demo-lms/index.js';
import { createLogger, systemClock } from '../../../base/index.js';
import { openPeers, type Peers, requestToken } from './tool-peer.js';

const grades = 'https://purl.imsglobal.org/spec/lti-ags/scope/';
const membership = 'https://purl.imsglobal.org/spec/lti-nrps/scope/contextmembership.readonly';
const lineItemType = 'application/vnd.ims.lis.v2.lineitem+json';
const scoreType = 'application/vnd.ims.lis.v1.score+json';
let peers: Peers;
let all: string;
let container: string;
beforeAll(async () => {
  peers = await openPeers();
  all = await peers.token(`${grades}lineitem`, `${grades}score`, `${grades}result.readonly`, membership);
  container = `${peers.url}/lti/ags/7/lineitems`;
});
afterAll(() => peers.close());

const call = (address: string, init: RequestInit & { readonly type?: string } = {}, token = all): Promise<Response> =>
  fetch(address, {
    ...init,
    headers: { authorization: `Bearer ${token}`, ...(init.type === undefined ? {} : { 'content-type': init.type }) },
  });
const send = (address: string, body: unknown, type: string, method = 'POST'): Promise<Response> =>
  call(address, { method, type, body: typeof body === 'string' ? body : JSON.stringify(body) });
const score = (changes: object = {}) => ({
  userId: '11',
  activityProgress: 'Completed',
  gradingProgress: 'FullyGraded',
  timestamp: '2026-11-21T10:00:00.500Z',
  scoreGiven: 8,
  scoreMaximum: 10,
  ...changes,
});

describe('the token endpoint', () => {
  const ask = async (assertion: string, scope = `${grades}score`) => {
    const response = await requestToken(peers, assertion, scope);
    return { status: response.status, body: (await response.json()) as Record<string, unknown> };
  };

  test('gives a token for the scopes it knows', async () => {
    expect(await ask(await peers.sign(peers.assertion()), `${grades}score openid`)).toMatchObject({
      status: 200,
      body: { token_type: 'Bearer', scope: `${grades}score`, expires_in: 3600 },
    });
  });

  test('refuses an assertion that comes twice, after a restart too', async () => {
    const assertion = await peers.sign(peers.assertion());
    expect((await ask(assertion)).status).toBe(200);
    expect(await ask(assertion)).toMatchObject({ status: 401, body: { error: 'invalid_client' } });
    await peers.restart();
    expect(await ask(assertion)).toMatchObject({ status: 401, body: { error: 'invalid_client' } });
  });

  test.each<[string, Record<string, unknown>]>([
    ['another issuer', { iss: 'somebody' }],
    ['another subject', { sub: 'somebody' }],
    ['another audience', { aud: 'https://elsewhere.example' }],
    ['no jti', { jti: undefined }],
    ['an expired one', { iat: 1_600_000_000, exp: 1_600_000_060 }],
  ])('refuses %s', async (_what, changes) => {
    expect(await ask(await peers.sign(peers.assertion(changes)))).toMatchObject({
      status: 401,
      body: { error: 'invalid_client' },
    });
  });

  test('refuses a key that the tool does not publish', async () => {
    expect(await ask(await peers.sign(peers.assertion(), { foreign: true }))).toMatchObject({
      status: 401,
      body: { error: 'invalid_client' },
    });
  });

  test("says so where the tool's keys cannot be read", async () => {
    const alone = await openPeers();
    try {
      await alone.endTool();
      const response = await requestToken(alone, await alone.sign(alone.assertion()), `${grades}score`);
      expect([response.status, await response.json()]).toMatchObject([503, { error: 'temporarily_unavailable' }]);
      const returned = await fetch(`${alone.url}/lti/deep-link-return`, {
        method: 'POST',
        body: new URLSearchParams({ JWT: await alone.sign({}) }),
      });
      expect([returned.status, await returned.text()]).toEqual([502, expect.stringContaining('nicht erreichbar')]);
    } finally {
      await alone.close();
    }
  });

  test('refuses another grant, no assertion, no scope', async () => {
    const post = async (fields: Record<string, string>) =>
      (
        (await (
          await fetch(peers.platform.tokenUrl, { method: 'POST', body: new URLSearchParams(fields) })
        ).json()) as { error: string }
      ).error;
    expect(await post({ grant_type: 'password' })).toBe('unsupported_grant_type');
    expect(await post({ grant_type: 'client_credentials' })).toBe('invalid_request');
    expect((await ask(await peers.sign(peers.assertion()), 'openid')).body['error']).toBe('invalid_scope');
  });
});

describe('access tokens', () => {
  test('are required, and must be ours', async () => {
    expect((await fetch(container)).status).toBe(401);
    expect((await call(container, {}, 'abc.def.ghi')).status).toBe(401);
  });

  test('reach as far as their scopes', async () => {
    const readOnly = await peers.token(`${grades}lineitem.readonly`);
    expect((await call(container, {}, readOnly)).status).toBe(200);
    expect((await call(container, { method: 'POST', type: lineItemType, body: '{}' }, readOnly)).status).toBe(403);
    expect(
      (
        await call(
          `${container}/1/scores`,
          { method: 'POST', type: scoreType, body: JSON.stringify(score()) },
          readOnly,
        )
      ).status,
    ).toBe(403);
    expect((await call(`${peers.url}/lti/nrps/7/memberships`, {}, readOnly)).status).toBe(403);
  });

  test('run out', async () => {
    peers.clock.ahead = 3_601_000;
    try {
      expect((await call(container)).status).toBe(401);
    } finally {
      peers.clock.ahead = 0;
    }
  });
});

describe('line items', () => {
  test('there is one for each graded item, with at most 100 points', async () => {
    const response = await call(container);
    expect(response.headers.get('content-type')).toContain('application/vnd.ims.lis.v2.lineitemcontainer+json');
    expect(await response.json()).toMatchObject(
      ['1', '2', '3', '4'].map((id) => ({ id: `${container}/${id}`, scoreMaximum: 100, resourceLinkId: `1-${id}` })),
    );
  });

  test('are filtered and paged', async () => {
    expect(await (await call(`${container}?resource_link_id=1-3`)).json()).toMatchObject([{ id: `${container}/3` }]);
    const first = await call(`${container}?limit=3`);
    expect(await first.json()).toHaveLength(3);
    const next = /<([^>]+)>; rel="next"/.exec(first.headers.get('link') ?? '')![1]!;
    const last = await call(next);
    expect(await last.json()).toMatchObject([{ id: `${container}/4` }]);
    expect(last.headers.get('link')).toBeNull();
    expect((await call(`${container}?limit=0`)).status).toBe(400);
    expect((await call(`${container}?limit=many`)).status).toBe(400);
  });

  test('are made, changed and deleted by the tool', async () => {
    const made = await send(
      container,
      { label: 'Extra', scoreMaximum: 10, resourceLinkId: '1-5', resourceId: 'r', tag: 't' },
      lineItemType,
    );
    expect(made.status).toBe(201);
    const item = (await made.json()) as { id: string };
    expect(made.headers.get('location')).toBe(item.id);
    expect(item).toMatchObject({ label: 'Extra', scoreMaximum: 10, resourceLinkId: '1-5', resourceId: 'r', tag: 't' });
    expect(await (await send(item.id, { label: 'Other', scoreMaximum: 20 }, lineItemType, 'PUT')).json()).toMatchObject(
      { id: item.id, label: 'Other', scoreMaximum: 20, resourceLinkId: '1-5' },
    );
    expect(
      (await send(item.id, { label: 'Other', scoreMaximum: 20, resourceLinkId: '1-1' }, lineItemType, 'PUT')).status,
    ).toBe(400);
    expect((await call(item.id, { method: 'DELETE' })).status).toBe(204);
    expect((await call(item.id)).status).toBe(404);
  });

  test('of the course cannot be deleted', async () => {
    expect((await call(`${container}/1`, { method: 'DELETE' })).status).toBe(403);
  });

  test('ask for their media type, JSON and the required parts', async () => {
    expect((await send(container, { label: 'x', scoreMaximum: 1 }, 'application/json')).status).toBe(415);
    expect(await (await send(container, '{', lineItemType)).json()).toMatchObject({
      error: { code: 'invalid-json', requestId: expect.any(String) },
    });
    expect(await (await send(container, { label: 'x' }, lineItemType)).json()).toMatchObject({
      error: { code: 'bad-request', path: 'scoreMaximum' },
    });
    expect((await send(container, { label: 'x', scoreMaximum: 1, resourceLinkId: '1-77' }, lineItemType)).status).toBe(
      400,
    );
    expect((await send(container, { label: 'x'.repeat(70_000), scoreMaximum: 1 }, lineItemType)).status).toBe(413);
  });
});

describe('scores', () => {
  const results = async (id: string) => (await call(`${container}/${id}/results`)).json();

  test("become results in the line item's scale, and stand in the grade book", async () => {
    expect((await send(`${container}/1/scores`, score(), scoreType)).status).toBe(204);
    expect(await results('1')).toEqual([
      { id: `${container}/1/results/11`, scoreOf: `${container}/1`, userId: '11', resultScore: 80, resultMaximum: 100 },
    ]);
    expect(await (await call(`${container}/1/results?user_id=12`)).json()).toEqual([]);
    const book = await (await fetch(`${peers.url}/grades`, { headers: { cookie: 'lernplatz_person=2' } })).text();
    expect(book).toContain('<strong>80</strong>');
    expect(await (await fetch(`${peers.url}/`, { headers: { cookie: 'lernplatz_person=11' } })).text()).toContain(
      'Ihr Ergebnis: 80 von 100 Punkten',
    );
  });

  test('must be later than what is there, in whole seconds', async () => {
    expect((await send(`${container}/2/scores`, score(), scoreType)).status).toBe(204);
    for (const timestamp of [
      '2026-11-21T10:00:00.500Z',
      '2026-11-21T10:00:00.999Z',
      '2026-11-21T09:59:59Z',
      '2026-11-21T11:00:00+01:00',
    ]) {
      expect((await send(`${container}/2/scores`, score({ timestamp, scoreGiven: 1 }), scoreType)).status).toBe(409);
    }
    expect(
      (await send(`${container}/2/scores`, score({ timestamp: '2026-11-21T10:00:01Z', scoreGiven: 9 }), scoreType))
        .status,
    ).toBe(204);
    expect(await results('2')).toMatchObject([{ resultScore: 90 }]);
  });

  test('that are not fully graded take a grade back', async () => {
    await send(`${container}/3/scores`, score(), scoreType);
    await send(
      `${container}/3/scores`,
      score({ timestamp: '2026-11-21T10:00:02Z', gradingProgress: 'Pending' }),
      scoreType,
    );
    expect(await results('3')).toEqual([]);
  });

  test.each([
    ['a trainer', { userId: '2' }],
    ['somebody unknown', { userId: '99' }],
    ['no maximum', { scoreMaximum: undefined }],
    ['a negative score', { scoreGiven: -1 }],
    ['an unknown progress', { activityProgress: 'Done' }],
    ['a timestamp without offset', { timestamp: '2026-11-21T10:00:00' }],
    ['no timestamp', { timestamp: undefined }],
  ])('refuses %s', async (_what, changes) =>
    expect((await send(`${container}/4/scores`, score(changes), scoreType)).status).toBe(400),
  );

  test('ask for their media type and a line item that is there', async () => {
    expect((await send(`${container}/4/scores`, score(), 'application/json')).status).toBe(415);
    expect((await send(`${container}/77/scores`, score(), scoreType)).status).toBe(404);
  });

  test('many at once are all kept', async () => {
    const answers = await Promise.all(
      ['11', '12', '13'].map((userId) => send(`${container}/4/scores`, score({ userId }), scoreType)),
    );
    expect(answers.map((each) => each.status)).toEqual([204, 204, 204]);
    expect(await results('4')).toHaveLength(3);
  });
});

describe('names and roles', () => {
  test('are paged by Link and filtered by role', async () => {
    const seen: unknown[] = [];
    let address: string | undefined = `${peers.url}/lti/nrps/7/memberships?limit=3`;
    while (address !== undefined) {
      const response: Response = await call(address);
      expect(response.headers.get('content-type')).toContain(
        'application/vnd.ims.lti-nrps.v2.membershipcontainer+json',
      );
      const body = (await response.json()) as { members: { user_id: string; name: string; roles: string[] }[] };
      seen.push(...body.members.map(({ user_id: id, name, roles }) => [id, name, ...roles]));
      address = /<([^>]+)>; rel="next"/.exec(response.headers.get('link') ?? '')?.[1];
    }
    expect(seen).toEqual([
      ['11', 'Aylin Demir', 'Learner'],
      ['12', 'Jonas Weber', 'Learner'],
      ['13', 'Marta Kowalska', 'Learner'],
      ['2', 'Petra Lindner', 'Instructor'],
    ]);
    const instructors = (await (await call(`${peers.url}/lti/nrps/7/memberships?role=Instructor`)).json()) as {
      members: { user_id: string }[];
    };
    expect(instructors.members.map((each) => each.user_id)).toEqual(['2']);
  });
});

describe('what was acknowledged', () => {
  test('is on disk before the answer, readable by its owner alone', async () => {
    await send(`${container}/1/scores`, score({ userId: '13', scoreGiven: 7 }), scoreType);
    const kept = JSON.parse(await readFile(peers.statePath, 'utf8')) as {
      scores: { userId: string; points: number }[];
    };
    expect(kept.scores).toContainEqual(expect.objectContaining({ lineItemId: '1', userId: '13', points: 70 }));
    expect((await stat(peers.statePath)).mode & 0o777).toBe(0o600);
  });

  test('is there after a restart, with the same keys', async () => {
    const keys = await (await fetch(peers.platform.jwksUrl)).json();
    await peers.restart();
    expect(await (await fetch(peers.platform.jwksUrl)).json()).toEqual(keys);
    expect(keys).toEqual({
      keys: [{ kty: 'RSA', kid: expect.any(String), n: expect.any(String), e: 'AQAB', alg: 'RS256', use: 'sig' }],
    });
    expect(await (await call(`${container}/1/results?user_id=13`)).json()).toMatchObject([{ resultScore: 70 }]);
  });

  test('a state that cannot be understood stops the start with its name', async () => {
    const broken = `${peers.statePath}.broken`;
    await writeFile(broken, '{"version":1');
    await expect(
      createDemoLms({
        url: peers.url,
        toolUrl: peers.toolUrl,
        statePath: broken,
        clock: systemClock,
        logger: createLogger('silent'),
      }),
    ).rejects.toMatchObject({ code: 'store-unavailable', message: expect.stringContaining(broken) });
  });
});
