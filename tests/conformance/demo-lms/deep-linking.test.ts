import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { JWTPayload } from 'jose';
import { initiation, launch, openPeers, type Peers } from './tool-peer.js';

const lti = 'https://purl.imsglobal.org/spec/lti/claim/';
const dl = 'https://purl.imsglobal.org/spec/lti-dl/claim/';
let peers: Peers;
beforeAll(async () => {
  peers = await openPeers();
});
afterAll(() => peers.close());

async function settings(): Promise<{ deep_link_return_url: string; data: string }> {
  return (await launch(peers, '2', '/deep-link')).claims[`${dl}deep_linking_settings`] as {
    deep_link_return_url: string;
    data: string;
  };
}

const link = (changes: object = {}) => ({
  type: 'ltiResourceLink',
  title: 'Neue Einheit',
  text: 'Kurz & gut',
  url: `${peers.toolUrl}/lti/launch`,
  custom: { content: 'c-9' },
  lineItem: { scoreMaximum: 10, label: 'Neu' },
  ...changes,
});

async function response(changes: JWTPayload = {}): Promise<JWTPayload> {
  return {
    iss: peers.platform.clientId,
    aud: peers.platform.issuer,
    nonce: 'n-1',
    [`${lti}message_type`]: 'LtiDeepLinkingResponse',
    [`${lti}version`]: '1.3.0',
    [`${lti}deployment_id`]: '1',
    [`${dl}data`]: (await settings()).data,
    [`${dl}content_items`]: [link()],
    ...changes,
  };
}

const post = async (token: string) => {
  const answer = await fetch(`${peers.url}/lti/deep-link-return`, {
    method: 'POST',
    body: new URLSearchParams({ JWT: token }),
  });
  return { status: answer.status, page: await answer.text() };
};
const course = async () => (await fetch(`${peers.url}/`, { headers: { cookie: 'lernplatz_person=11' } })).text();

describe('a deep linking request', () => {
  test('is for the trainer alone, and asks for links with line items', async () => {
    const { claims } = await launch(peers, '2', '/deep-link');
    expect(claims[`${lti}message_type`]).toBe('LtiDeepLinkingRequest');
    expect(claims).not.toHaveProperty([`${lti}resource_link`]);
    expect(claims[`${dl}deep_linking_settings`]).toMatchObject({
      deep_link_return_url: `${peers.url}/lti/deep-link-return`,
      accept_types: ['ltiResourceLink'],
      accept_presentation_document_targets: ['iframe', 'window'],
      accept_multiple: true,
      accept_lineitem: true,
    });
    const refused = await fetch(`${peers.url}/deep-link`, { headers: { cookie: 'lernplatz_person=11' } });
    expect(refused.status).toBe(403);
    expect((await initiation(peers, '11', '/deep-link')).fields).toEqual({});
  });
});

describe('a deep linking response', () => {
  test('adds items that launch with their custom parameters and line item', async () => {
    const { status, page } = await post(
      await peers.sign(
        await response({
          [`${dl}content_items`]: [
            link(),
            link({ title: '<b>Zwei</b>', lineItem: undefined, custom: { page: 'team' } }),
            { type: 'html', html: '<p>' },
          ],
        }),
      ),
    );
    expect(status).toBe(200);
    expect(page).toContain('2 Inhalte sind jetzt im Kurs');
    expect(page).toContain('Ein Eintrag war kein Lerninhalt');
    const shown = await course();
    expect(shown).toContain('Kurz &amp; gut');
    expect(shown).toContain('&lt;b&gt;Zwei&lt;/b&gt;');
    const ids = [...shown.matchAll(/href="\/items\/(\d+)"/g)].map((match) => match[1]!).slice(5);
    const { claims } = await launch(peers, '11', `/launch/${ids[0]}`);
    expect(claims[`${lti}custom`]).toEqual({ content: 'c-9' });
    expect(claims['https://purl.imsglobal.org/spec/lti-ags/claim/endpoint']).toHaveProperty('lineitem');
    expect((await launch(peers, '11', `/launch/${ids[1]}`)).claims[`${lti}custom`]).toEqual({ page: 'team' });
    await peers.restart();
    expect(await course()).toBe(shown);
  });

  test('is taken once', async () => {
    const claims = await response();
    expect((await post(await peers.sign(claims))).status).toBe(200);
    const before = await course();
    expect(await post(await peers.sign({ ...claims, nonce: 'n-2' }))).toMatchObject({
      status: 400,
      page: expect.stringContaining('schon übernommen'),
    });
    expect(await course()).toBe(before);
  });

  test("without items says that nothing was added, with the tool's message", async () => {
    const { status, page } = await post(
      await peers.sign(await response({ [`${dl}content_items`]: [], [`${dl}errormsg`]: 'Abgebrochen' })),
    );
    expect(status).toBe(200);
    expect(page).toContain('Es wurde nichts hinzugefügt');
    expect(page).toContain('Abgebrochen');
  });

  test.each<[string, JWTPayload | ((claims: JWTPayload) => JWTPayload)]>([
    ['another issuer', { iss: 'somebody' }],
    ['another audience', { aud: 'https://elsewhere.example' }],
    ['another deployment', { [`${lti}deployment_id`]: '2' }],
    ['another message', { [`${lti}message_type`]: 'LtiResourceLinkRequest' }],
    ['no data', { [`${dl}data`]: undefined }],
    ['data that is not ours', { [`${dl}data`]: 'eyJhbGciOiJub25lIn0.eyJzdWIiOiIyIn0.' }],
    ['an expired message', { iat: 1_600_000_000, exp: 1_600_000_060 }],
    [
      'a link that leads elsewhere',
      { [`${dl}content_items`]: [{ type: 'ltiResourceLink', url: 'https://evil.example/' }] },
    ],
    ['a script for a link', { [`${dl}content_items`]: [{ type: 'ltiResourceLink', url: 'javascript:alert(1)' }] }],
    [
      'a malformed line item',
      { [`${dl}content_items`]: [{ type: 'ltiResourceLink', lineItem: { scoreMaximum: -1 } }] },
    ],
  ])('is refused with %s', async (_what, changes) => {
    const before = await course();
    const { status, page } = await post(await peers.sign({ ...(await response()), ...changes }));
    expect(status).toBe(400);
    expect(page).toMatch(/nicht gültig|abgelaufen/);
    expect(await course()).toBe(before);
  });

  test('is refused with a key that the tool does not publish, or none at all', async () => {
    expect((await post(await peers.sign(await response(), { foreign: true }))).status).toBe(400);
    expect((await post('nonsense')).status).toBe(400);
    expect((await fetch(`${peers.url}/lti/deep-link-return`, { method: 'POST' })).status).toBe(400);
  });
});
