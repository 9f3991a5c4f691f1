import { describe, expect, test } from '@jest/globals';
import { createLocalJWKSet, jwtVerify } from 'jose';
import { publicUrl, useLtiTool, type LtiTool } from '../../support/lti-tool.js';
import { type PlatformPeer, claim, membershipRole } from '../../support/platform-peer.js';

const deepLinking = (name: string): string => `https://purl.imsglobal.org/spec/lti-dl/claim/${name}`;

/** Deep Linking 2.0 §4.4 and §4.5: the picker, and what it hands back. */
describe('deep linking', () => {
  let peer: PlatformPeer;
  let tool: LtiTool;
  useLtiTool((opened) => ({ peer, tool } = opened));

  async function open(settings: Readonly<Record<string, unknown>> = {}): Promise<string> {
    const answer = await tool.launchWith({
      [claim('message_type')]: 'LtiDeepLinkingRequest', [claim('roles')]: [membershipRole('Instructor')], [claim('resource_link')]: undefined,
      [claim('target_link_uri')]: undefined, [claim('custom')]: undefined,
      [deepLinking('deep_linking_settings')]: {
        deep_link_return_url: `${peer.url}/return?a=1&b=2`, accept_types: ['ltiResourceLink'], accept_presentation_document_targets: ['iframe'], accept_multiple: true, data: 'as it was', ...settings,
      },
    });
    const { path, token } = await tool.sessionOf(answer);
    expect(path).toBe(`${publicUrl}/lti/deep-link`);
    return token;
  }

  async function responseOf(markup: string) {
    const jwt = /name="JWT" value="([^"]+)"/.exec(markup)![1]!;
    const keys = { keys: (await tool.platforms.publishedKeys()).map((key) => ({ ...key })) };
    return (await jwtVerify(jwt, createLocalJWKSet(keys), { algorithms: ['RS256'], issuer: peer.clientId, audience: peer.url })).payload;
  }

  test('the picker lists the organisation\'s contents, escaped, and may stand in the LMS\'s frame alone', async () => {
    const answer = await tool.get('/lti/deep-link', { launch: await open() }).expect(200);
    expect(answer.text).toContain('Das &lt;Entwicklungsgespräch&gt;');
    expect(answer.text).toContain('type="checkbox"');
    expect(answer.text).toContain('Meine Kompetenzmatrix');
    expect(answer.headers['content-security-policy']).toContain(`frame-ancestors 'self' ${peer.url}`);
  });

  test('several items go back, each with the one launch address, its custom parameter and its line item', async () => {
    const answer = await tool.post('/lti/deep-link', { launch: await open(), item: ['content:d2-lernen-begleiten', 'content:d1-entwicklungsgespraech', 'page:matrix', 'content:made-up'] }).expect(200);
    expect(answer.text).toContain(`action="${peer.url}/return?a=1&amp;b=2"`);
    const claims = await responseOf(answer.text);
    expect(claims).toMatchObject({
      [claim('message_type')]: 'LtiDeepLinkingResponse', [claim('version')]: '1.3.0', [claim('deployment_id')]: '1', [deepLinking('data')]: 'as it was',
    });
    expect(claims[deepLinking('content_items')]).toEqual([
      { type: 'ltiResourceLink', title: 'Das <Entwicklungsgespräch>', text: expect.any(String), url: `${publicUrl}/lti/launch`, custom: { content: 'd1-entwicklungsgespraech' }, lineItem: { scoreMaximum: 100, label: 'Das <Entwicklungsgespräch>', resourceId: 'd1-entwicklungsgespraech' } },
      { type: 'ltiResourceLink', title: 'Lernen begleiten', text: expect.any(String), url: `${publicUrl}/lti/launch`, custom: { content: 'd2-lernen-begleiten' }, lineItem: { scoreMaximum: 100, label: 'Lernen begleiten', resourceId: 'd2-lernen-begleiten' } },
      { type: 'ltiResourceLink', title: 'Meine Kompetenzmatrix', text: expect.any(String), url: `${publicUrl}/lti/launch`, custom: { page: 'matrix' } },
    ]);
  });

  test.each([false, 'false', undefined])('where the LMS takes one item (accept_multiple %s) one goes back', async (multiple) => {
    const launch = await open({ accept_multiple: multiple, data: undefined });
    expect((await tool.get('/lti/deep-link', { launch })).text).toContain('type="radio"');
    const claims = await responseOf((await tool.post('/lti/deep-link', { launch, item: ['content:d2-lernen-begleiten', 'page:matrix'] }).expect(200)).text);
    expect(claims[deepLinking('content_items')]).toHaveLength(1);
    expect(claims[deepLinking('data')]).toBeUndefined();
  });

  test('nothing chosen is said kindly, and nothing is sent', async () => {
    const answer = await tool.post('/lti/deep-link', { launch: await open() }).expect(400);
    expect(answer.text).toContain('Bitte wählen Sie etwas aus');
    expect(answer.text).not.toContain('JWT');
  });

  test('without a launch for picking there is no picker', async () => {
    const { token } = await tool.sessionOf(await tool.launchWith());
    await tool.get('/lti/deep-link', { launch: token }).expect(401);
    await tool.get('/lti/deep-link', { launch: 'made-up' }).expect(401);
    await tool.get('/lti/deep-link').expect(401);
    await tool.post('/lti/deep-link', { launch: token, item: 'page:matrix' }).expect(401);
  });

  test('settings without a return address are refused', async () => {
    const answer = await tool.launchWith({ [claim('message_type')]: 'LtiDeepLinkingRequest', [deepLinking('deep_linking_settings')]: { accept_types: ['ltiResourceLink'], deep_link_return_url: 'javascript:alert(1)' } });
    expect(answer.status).toBe(401);
  });
});
