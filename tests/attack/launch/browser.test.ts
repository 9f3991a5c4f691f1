import { describe, expect, test } from '@jest/globals';
import express from 'express';
import request from 'supertest';
import { bindingFromCookie, setBindingCookie, storageTimeoutMs } from '../../../lti-tool/launch/index.js';
import { type LtiTool, pageData, publicUrl, useLtiTool } from '../../support/lti-tool.js';
import type { PlatformPeer } from '../../support/platform-peer.js';
import { expectRefused } from '../../support/refused-launch.js';

const otherBrowser = { reason: 'launch: state of another browser' };

/** An attacker's own launch, put into the victim's browser (login CSRF), or a victim's launch in the attacker's. */
describe('attacks by another browser', () => {
  let peer: PlatformPeer;
  let tool: LtiTool;
  useLtiTool((opened) => ({ peer, tool } = opened));

  test("login CSRF: the attacker's answer posted by a browser that began nothing, or something else", async () => {
    const [attacker, victim] = [await tool.begin(), await tool.begin()];
    const token = await peer.sign(peer.claims(attacker.nonce, { sub: 'attacker' }));
    const before = tool.census();
    for (const cookie of ['', victim.cookie]) {
      // No cookie of this login: our page looks into the browser's storage, and finds nothing there.
      const asked = await tool
        .post('/lti/launch', { id_token: token, state: attacker.state })
        .set('Cookie', cookie)
        .expect(200);
      expect(asked.headers['location']).toBeUndefined();
      expect(JSON.stringify(asked.headers) + JSON.stringify(pageData(asked.text))).not.toContain(attacker.binding);
    }
    expect(tool.census()).toEqual(before);
    expect((await tool.answer(attacker, token)).status).toBe(303);
  });

  test("state of another browser: a binding that is not this login's, as cookie and as field", async () => {
    const [attacker, victim] = [await tool.begin(), await tool.begin()];
    const token = await peer.sign(peer.claims(attacker.nonce));
    const renamed = `${attacker.cookie.split('=')[0]}=${victim.binding}`;
    await expectRefused(
      tool,
      () => tool.post('/lti/launch', { id_token: token, state: attacker.state }).set('Cookie', renamed),
      otherBrowser,
    );
    await expectRefused(
      tool,
      () =>
        tool
          .post('/lti/launch', { id_token: token, state: attacker.state, binding: victim.binding })
          .set('Origin', publicUrl),
      otherBrowser,
    );
    await expectRefused(
      tool,
      () =>
        tool
          .post('/lti/launch', { id_token: token, state: attacker.state, binding: 'guessed' })
          .set('Origin', publicUrl),
      otherBrowser,
    );
    await expectRefused(
      tool,
      () => tool.post('/lti/launch', { id_token: token, state: attacker.state, binding: ['a', attacker.binding] }),
      { reason: 'launch: binding missing or malformed' },
    );
    expect((await tool.answer(attacker, token)).status).toBe(303);
  });

  test("login CSRF with the binding: the attacker has read it out of the own login, and a page of theirs posts it in the victim's browser", async () => {
    const attacker = await tool.begin();
    const form = {
      id_token: await peer.sign(peer.claims(attacker.nonce, { sub: 'attacker' })),
      state: attacker.state,
      binding: attacker.binding,
    };
    const foreign = { reason: 'launch: binding posted by a page that is not ours' };
    // Of another site, of a page that says nothing (Referrer-Policy, an opaque origin), or of no browser at all.
    await expectRefused(
      tool,
      () => tool.post('/lti/launch', form).set({ Origin: 'https://attacker.example', 'Sec-Fetch-Site': 'cross-site' }),
      foreign,
    );
    await expectRefused(
      tool,
      () => tool.post('/lti/launch', form).set({ Origin: 'https://attacker.example' }),
      foreign,
    );
    await expectRefused(
      tool,
      () => tool.post('/lti/launch', form).set({ Origin: 'null', 'Sec-Fetch-Site': 'cross-site' }),
      foreign,
    );
    await expectRefused(
      tool,
      () => tool.post('/lti/launch', form).set({ Origin: publicUrl, 'Sec-Fetch-Site': 'same-site' }),
      foreign,
    );
    await expectRefused(tool, () => tool.post('/lti/launch', form), foreign);
    // Posted by our own page, because this browser holds no cookies: so the page keeps the visit too.
    const own = await tool.post('/lti/launch', form).set({ Origin: publicUrl, 'Sec-Fetch-Site': 'same-origin' });
    expect([own.status, own.headers['location']]).toEqual([200, undefined]);
    expect(own.text).toContain('name="visit-token"');
  });

  test("state and nonce of one login, answered for another: the victim's token under the attacker's state", async () => {
    const [attacker, victim] = [await tool.begin(), await tool.begin()];
    const stolen = await peer.sign(peer.claims(victim.nonce));
    await expectRefused(tool, () => tool.answer(attacker, stolen), {
      reason: 'launch: id_token nonce is not that of this login',
    });
  });

  test('over https the cookie has a name that no neighbour under the same domain can plant', async () => {
    const application = express();
    application.get('/set', (_request, response) => {
      setBindingCookie(response, 'https://lotse.firma.example', 'the-state', 'the-binding');
      response.end();
    });
    application.get(
      '/seen',
      (asked, response) =>
        void response.json(bindingFromCookie(asked, 'https://lotse.firma.example', 'the-state') ?? null),
    );
    const cookie = ((await request(application).get('/set')).headers['set-cookie'] as unknown as string[])[0]!;
    expect(cookie).toMatch(
      /^__Host-lotse_login_[0-9a-f]{16}=the-binding; Max-Age=600; Path=\/; Expires=[^;]+; HttpOnly; Secure; Partitioned; SameSite=None$/,
    );
    const pair = cookie.split(';')[0]!;
    expect((await request(application).get('/seen').set('Cookie', pair)).body).toBe('the-binding');
    expect((await request(application).get('/seen').set('Cookie', pair.replace('__Host-', ''))).body).toBeNull();
  });

  test("the page that looks for the binding speaks to the LMS's sign-in origin alone, and posts to us alone", async () => {
    const login = await tool.begin({ lti_storage_target: 'lms_storage' });
    expect(pageData(login.answer.text)).toMatchObject({ storage: { target: 'lms_storage', origin: peer.url } });
    const asked = await tool
      .post('/lti/launch', { id_token: await peer.sign(peer.claims(login.nonce)), state: login.state })
      .expect(200);
    expect(pageData(asked.text)).toEqual({
      name: login.cookie.split('=')[0],
      storage: { target: 'lms_storage', origin: peer.url, milliseconds: storageTimeoutMs },
    });
    expect(asked.headers['content-security-policy']).toContain("form-action 'self'");
    // Else its form would come with the origin `null`, like a stranger's.
    expect(asked.headers['referrer-policy']).toBe('same-origin');
    expect(login.answer.headers['content-security-policy']).toContain("form-action 'none'");
    // A window of its own cannot reach that frame.
    expect(asked.text).not.toMatch(/href="login\?[^"]*lti_storage_target/);
  });

  test('markup in what an LMS sends is shown to nobody as markup', async () => {
    const login = await tool.begin();
    const asked = await tool
      .post('/lti/launch', { id_token: '"><script>alert(1)</script>', state: login.state })
      .expect(200);
    expect(asked.text).not.toContain('<script>alert');
    const hint = '</script><script>alert(1)</script>';
    const begun = await tool
      .get('/lti/login', tool.initiation({ login_hint: hint, lti_message_hint: hint, lti_storage_target: hint }))
      .expect(200);
    expect(begun.text).not.toContain('<script>alert');
  });

  test('an answer by GET is no answer', async () => {
    const login = await tool.begin();
    const token = await peer.sign(peer.claims(login.nonce));
    await expectRefused(
      tool,
      () => tool.get('/lti/launch', { id_token: token, state: login.state }).set('Cookie', login.cookie),
      { reason: 'launch: opened by GET', code: 'invalid-login', status: 400 },
    );
    expect((await tool.answer(login, token)).headers['location']).toContain(`${publicUrl}/play`);
  });
});
