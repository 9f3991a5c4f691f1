import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { authenticationRequest, formOn, initiation, launch, openPeers, type Peers } from './tool-peer.js';

const lti = 'https://purl.imsglobal.org/spec/lti/claim/';
let peers: Peers;
beforeAll(async () => {
  peers = await openPeers();
});
afterAll(() => peers.close());

describe('login initiation', () => {
  test('posts everything that the specification asks for to the tool', async () => {
    const { action, fields } = await initiation(peers, '11', '/launch/1');
    expect(action).toBe(`${peers.toolUrl}/lti/login`);
    expect(fields).toEqual({
      iss: peers.url,
      client_id: 'lotse-demo',
      lti_deployment_id: '1',
      login_hint: '11',
      target_link_uri: `${peers.toolUrl}/lti/launch`,
      lti_message_hint: expect.any(String),
    });
  });

  test('leads whoever has not signed in to the choice of people', async () => {
    const response = await fetch(`${peers.url}/launch/1`, { redirect: 'manual' });
    expect([response.status, response.headers.get('location')]).toEqual([303, '/']);
  });

  test('a submission review names the learner, and is for the trainer and that learner alone', async () => {
    const { claims } = await launch(peers, '2', '/launch/1?review=12');
    expect(claims).toMatchObject({
      sub: '2',
      [`${lti}message_type`]: 'LtiSubmissionReviewRequest',
      [`${lti}for_user`]: { user_id: '12' },
      [`${lti}resource_link`]: { id: '1-1' },
      [`${lti}custom`]: { content: 'd1-entwicklungsgespraech' },
    });
    expect((await launch(peers, '12', '/launch/1?review=12')).claims[`${lti}for_user`]).toEqual({ user_id: '12' });
    const status = async (person: string, path: string) =>
      (await fetch(peers.url + path, { headers: { cookie: `lernplatz_person=${person}` } })).status;
    expect([
      await status('11', '/launch/1?review=12'),
      await status('2', '/launch/1?review=2'),
      await status('2', '/launch/1?review=x'),
    ]).toEqual([403, 404, 404]);
    expect([
      await status('2', '/items/1?review=12'),
      await status('11', '/items/1?review=12'),
      await status('2', '/items/1?review=99'),
    ]).toEqual([200, 403, 404]);
  });

  test('an item that is not there is a page with 404', async () => {
    const response = await fetch(`${peers.url}/launch/99`, { headers: { cookie: 'lernplatz_person=11' } });
    expect(response.status).toBe(404);
    expect(await response.text()).toContain('Diesen Inhalt gibt es im Kurs nicht');
  });
});

describe('the id_token', () => {
  test('carries the whole launch of a learner', async () => {
    const { claims, state, kid } = await launch(peers, '11', '/launch/1');
    expect(state).toBe('state-0001');
    expect(kid).toEqual(expect.any(String));
    expect(claims.exp! - claims.iat!).toBe(60);
    expect(claims).toMatchObject({
      iss: peers.url,
      aud: 'lotse-demo',
      sub: '11',
      nonce: 'nonce-0001',
      name: 'Aylin Demir',
      given_name: 'Aylin',
      family_name: 'Demir',
      locale: 'de',
      [`${lti}message_type`]: 'LtiResourceLinkRequest',
      [`${lti}version`]: '1.3.0',
      [`${lti}deployment_id`]: '1',
      [`${lti}target_link_uri`]: `${peers.toolUrl}/lti/launch`,
      [`${lti}resource_link`]: { id: '1-1', title: 'Das Entwicklungsgespräch' },
      [`${lti}context`]: {
        id: '7',
        title: 'Digital lernen im Betrieb',
        type: ['http://purl.imsglobal.org/vocab/lis/v2/course#CourseOffering'],
      },
      [`${lti}roles`]: [
        'http://purl.imsglobal.org/vocab/lis/v2/membership#Learner',
        'http://purl.imsglobal.org/vocab/lis/v2/institution/person#Student',
      ],
      [`${lti}custom`]: { content: 'd1-entwicklungsgespraech' },
      [`${lti}launch_presentation`]: { document_target: 'iframe', locale: 'de', return_url: `${peers.url}/` },
      [`${lti}tool_platform`]: { name: 'Lernplatz (Demo)' },
      'https://purl.imsglobal.org/spec/lti-ags/claim/endpoint': {
        lineitems: `${peers.url}/lti/ags/7/lineitems`,
        lineitem: `${peers.url}/lti/ags/7/lineitems/1`,
        scope: expect.arrayContaining(['https://purl.imsglobal.org/spec/lti-ags/scope/score']),
      },
      'https://purl.imsglobal.org/spec/lti-nrps/claim/namesroleservice': {
        context_memberships_url: `${peers.url}/lti/nrps/7/memberships`,
        service_versions: ['2.0'],
      },
    });
    expect(claims).not.toHaveProperty('email');
  });

  test('names no line item where the link has none, and says so when a window was asked for', async () => {
    const { claims } = await launch(peers, '12', '/launch/5?target=window');
    expect(claims[`${lti}custom`]).toEqual({ page: 'matrix' });
    expect(claims['https://purl.imsglobal.org/spec/lti-ags/claim/endpoint']).not.toHaveProperty('lineitem');
    expect(claims[`${lti}launch_presentation`]).toMatchObject({ document_target: 'window' });
  });

  test('tells a trainer from a learner', async () => {
    expect((await launch(peers, '2', '/launch/1')).claims[`${lti}roles`]).toContain(
      'http://purl.imsglobal.org/vocab/lis/v2/membership#Instructor',
    );
  });

  test('the request may also be posted', async () => {
    const { fields } = await initiation(peers, '11', '/launch/1');
    const request = authenticationRequest(peers, fields);
    const response = await fetch(peers.platform.authUrl, { method: 'POST', body: request.searchParams });
    expect(formOn(await response.text()).fields).toHaveProperty('id_token');
  });
});

describe('an authentication request is refused with a reason, and posts nowhere', () => {
  test.each([
    ['another client', { client_id: 'somebody' }, 'Client-ID'],
    ['a redirect URI that was not registered', { redirect_uri: 'https://evil.example/lti/launch' }, 'redirect_uri'],
    ['a redirect URI that only begins like the registered one', { redirect_uri: '+suffix' }, 'redirect_uri'],
    ['no nonce', { nonce: undefined }, 'nonce'],
    ['no state', { state: undefined }, 'state'],
    ['another response mode', { response_mode: 'query' }, 'response_mode'],
    ['another response type', { response_type: 'code' }, 'response_type'],
    ['another person than the hint says', { login_hint: '12' }, 'gehört nicht zu diesem Kurs'],
    ['a hint that is not ours', { lti_message_hint: 'eyJhbGciOiJub25lIn0.eyJzdWIiOiIxMSJ9.' }, 'abgelaufen'],
  ] as const)('%s', async (_what, changes: Readonly<Record<string, string | undefined>>, told) => {
    const { fields } = await initiation(peers, '11', '/launch/1');
    const actual = changes['redirect_uri'] === '+suffix' ? { redirect_uri: `${peers.toolUrl}/lti/launch/x` } : changes;
    const response = await fetch(authenticationRequest(peers, fields, actual));
    const page = await response.text();
    expect(response.status).toBe(400);
    expect(page).toContain(told);
    expect(page).not.toContain('id_token"');
    expect(formOn(page).action).not.toContain('evil');
  });

  test('a hint that has run out', async () => {
    const { fields } = await initiation(peers, '11', '/launch/1');
    peers.clock.ahead = 301_000;
    try {
      const response = await fetch(authenticationRequest(peers, fields));
      expect(response.status).toBe(400);
      expect(await response.text()).toContain('abgelaufen');
    } finally {
      peers.clock.ahead = 0;
    }
  });

  test('an access token of our own is no hint', async () => {
    const token = await peers.token('https://purl.imsglobal.org/spec/lti-ags/scope/score');
    const { fields } = await initiation(peers, '11', '/launch/1');
    expect((await fetch(authenticationRequest(peers, fields, { lti_message_hint: token }))).status).toBe(400);
  });
});
