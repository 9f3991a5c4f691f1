import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import express from 'express';
import request, { type Response } from 'supertest';
import { createLogger, newSecret } from '../../base/index.js';
import { createLrs, type Lrs } from '../../lrs/index.js';
import { organisationId, type Scope } from '../../lrs/store/index.js';
import { createPlatforms } from '../../lti-tool/platform/index.js';
import { adminBase, administratorAreas, adminSignIn } from '../../pages/admin/index.js';
import { createStatementBrowser } from '../../pages/browser/index.js';
import { platformsPages } from '../../pages/platforms/index.js';
import { sessionCookie } from '../../people/sign-in/index.js';
import { assets, handleNotFound, createPageErrorHandler, securityHeaders } from '../../web/index.js';
import { requestId } from '../support/express-door.js';
import { person, statement, testClock, vocabulary } from '../support/lrs-server.js';
import { temporaryStores } from '../support/sqlite.js';

const nord = organisationId('nordwerk')!;
const sued = organisationId('suedwerk')!;

const doors = ['/browser', '/admin'] as const;
/** Headings of what stands behind the doors. */
const inside = { '/browser': 'im Lernprotokoll-Speicher von nordwerk', '/admin': 'Automatisch verbinden' } as const;
const pages = { '/browser': '/browser?language=de', '/admin': '/admin/platforms?language=de' } as const;

/** One sign-in for the statement browser and for the administration, on a server with both, against whoever wants more than theirs. */
describe("the administrators' sign-in", () => {
  const clock = testClock();
  let server: Server;
  let url: string;
  let lrs: Lrs;
  let close: () => Promise<void>;

  beforeAll(async () => {
    const opened = await temporaryStores();
    const application = express();
    server = createServer(application);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const logger = createLogger('silent');
    const store = opened.stores.lrs;
    const tool = opened.stores.lti;
    lrs = createLrs({ store, clock, logger, vocabulary, publicUrl: url, bodyLimit: 100_000 });
    for (const id of [nord, sued]) await lrs.access.createOrganisation({ id, name: id });
    const platforms = createPlatforms({
      store: tool,
      clock,
      encryptionKey: newSecret(),
      network: { allowInternal: true },
      adapters: [],
    });
    const browser = createStatementBrowser({
      store,
      access: lrs.access,
      people: opened.stores.people,
      vocabulary,
      clock,
      logger,
      publicUrl: url,
      areas: administratorAreas,
      timing: { minIntervalMs: 10, pollMs: 1_000, heartbeatMs: 100 },
    });
    const signIn = adminSignIn({ access: lrs.access, people: opened.stores.people, clock, publicUrl: url });
    application.use('/xapi', lrs.router).use(requestId(), securityHeaders, assets()).use('/browser', browser.router);
    application.use(
      adminBase,
      signIn.router,
      platformsPages({ signIn, platforms, tool, store, clock, logger, publicUrl: url }),
    );
    application.use(handleNotFound, createPageErrorHandler(logger));
    close = async () => {
      browser.close();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await opened.close();
    };
  });
  afterAll(() => close());

  type Shown = { readonly key: string; readonly secret: string };
  const ours = (): Readonly<Record<string, string>> => ({
    Origin: url,
    'Sec-Fetch-Site': 'same-origin',
    Accept: 'text/html',
  });
  const post = (path: string, form: object, headers: Readonly<Record<string, string>> = {}) =>
    request(url)
      .post(path)
      .set({ ...ours(), ...headers })
      .type('form')
      .send(form);
  const credential = (scopes: readonly Scope[], more: object = {}, organisation = nord): Promise<Shown> =>
    lrs.access.createCredential({ organisation, scopes, label: 'test', ...more });
  const cookiesOf = (answer: Response): readonly string[] =>
    (answer.headers['set-cookie'] as unknown as string[] | undefined) ?? [];
  const enter = (door: string, { key, secret }: Shown, headers: Readonly<Record<string, string>> = {}) =>
    post(`${door}/sign-in`, { key, secret, language: 'de' }, headers);
  async function signedIn(door: string, shown: Shown): Promise<string> {
    const answer = await enter(door, shown);
    expect(answer.status).toBe(303);
    return cookiesOf(answer)[0]!.split(';')[0]!;
  }
  const see = (path: string, cookie?: string) =>
    request(url)
      .get(path)
      .set({ Accept: 'text/html', ...(cookie === undefined ? {} : { Cookie: cookie }) });
  const isInside = async (door: keyof typeof pages, cookie: string): Promise<boolean> =>
    (await see(pages[door], cookie)).text.includes(inside[door]);
  const reach = async (cookie: string) => ({
    browser: await isInside('/browser', cookie),
    admin: await isInside('/admin', cookie),
  });
  const everything = { browser: true, admin: true };
  const nothing = { browser: false, admin: false };

  test.each(doors)('at %s it opens both, with ways between them, and the cookie goes nowhere else', async (door) => {
    const answer = await enter(door, await credential(['all']));
    const cookies = cookiesOf(answer);
    expect(
      cookies.map((each) => each.replace(/=[\w-]{43}; Max-Age=7200; /, '=…; ').replace(/Expires=[^;]+; /, '')),
    ).toEqual(['/admin', '/browser'].map((path) => `${sessionCookie}=…; Path=${path}; HttpOnly; SameSite=Strict`));
    const [cookie, again] = cookies.map((each) => each.split(';')[0]!);
    expect(again).toBe(cookie);
    expect(await reach(cookie!)).toEqual(everything);
    for (const page of Object.values(pages)) {
      const { text } = await see(page, cookie);
      for (const way of ['/admin/platforms', '/admin/grades', '/browser'])
        expect(text).toContain(`<a href="${way}?language=de"`);
      expect(text.match(/aria-current="page"/g)).toHaveLength(1);
    }
  });

  test.each(doors)('one sign-out at %s ends it at both, in every tab, and takes the cookies away', async (door) => {
    const cookie = await signedIn('/browser', await credential(['all']));
    const out = await post(`${door}/sign-out`, { language: 'de' }, { Cookie: cookie });
    expect([out.status, out.headers['location']]).toEqual([303, `${door}?language=de`]);
    expect(cookiesOf(out).map((each) => /Path=([^;]+); Expires=Thu, 01 Jan 1970/.exec(each)?.[1])).toEqual([
      '/admin',
      '/browser',
    ]);
    expect(await reach(cookie)).toEqual(nothing);
  });

  test('a sign-out in the administration ends the live view of another tab', async () => {
    const cookie = await signedIn('/admin', await credential(['all']));
    const live = await fetch(`${url}/browser/live`, { headers: { Cookie: cookie, Accept: 'text/event-stream' } });
    expect(live.status).toBe(200);
    await post('/admin/sign-out', {}, { Cookie: cookie });
    expect(await live.text()).toContain('event: ended');
  });

  describe('a credential that may only read', () => {
    test.each(['all/read', 'statements/read'] as const)(
      '%s: sees statements, and is told why not the administration, whichever door it came by',
      async (scope) => {
        const shown = await credential([scope]);
        for (const door of doors) {
          const cookie = await signedIn(door, shown);
          expect(await reach(cookie)).toEqual({ browser: true, admin: false });
          const refused = await see('/admin/platforms?language=de', cookie);
          expect([
            refused.status,
            refused.text.includes('Dieser Zugang darf Lotse nicht verwalten.'),
            refused.text.includes(shown.key),
          ]).toEqual([403, true, true]);
          expect(refused.text).toContain('<a href="/browser?language=de"');
          expect(refused.text).not.toMatch(/href="\/admin\/(?:grades|platforms\?language=de)/);
          expect((await see('/browser?language=de', cookie)).text).not.toContain('/admin/');
          expect((await see('/admin/platforms?language=en', cookie)).text).toContain(
            'This credential may not administer Lotse.',
          );
        }
      },
    );

    test('does nothing there either: no form of the administration acts', async () => {
      const cookie = await signedIn('/browser', await credential(['all/read']));
      for (const [path, form] of [
        ['/admin/platforms/invite', {}],
        ['/admin/platforms/names', { names: 'on' }],
        ['/admin/platforms/add', { kind: 'moodle' }],
      ] as const) {
        const answer = await post(path, form, { Cookie: cookie });
        expect([answer.status, answer.headers['location'], answer.text.includes('/lti/register')]).toEqual([
          303,
          '/admin/platforms?language=de',
          false,
        ]);
      }
      expect(
        (await see('/admin/platforms?language=de', await signedIn('/admin', await credential(['all'])))).text,
      ).not.toContain(
        'action="/admin/platforms/names"><input type="hidden" name="language" value="de"><input type="hidden" name="names" value="off"',
      );
    });

    test('a better one takes its place, and the session before it is over', async () => {
      const reading = await signedIn('/browser', await credential(['all/read']));
      const better = cookiesOf(await enter('/admin', await credential(['all']), { Cookie: reading }))[0]!.split(
        ';',
      )[0]!;
      expect(await reach(better)).toEqual(everything);
      expect(await reach(reading)).toEqual(nothing);
    });
  });

  test.each([
    ['one that writes', ['statements/write', 'state'], {}],
    ['one that reads its own', ['statements/read/mine'], {}],
    ['everything about one person', ['all'], { actor: person('1') }],
    ['everything about one activity', ['all'], { activity: 'https://lotse.example/activities/1' }],
  ] as const)('%s comes in nowhere, and is told so', async (_name, scopes, limits) => {
    const shown = await credential(scopes, limits);
    for (const [door, sentence] of [
      ['/browser', 'Dieser Zugang darf nicht alle Statements lesen.'],
      ['/admin', 'Dieser Zugang darf Lotse nicht verwalten.'],
    ] as const) {
      const answer = await enter(door, shown);
      expect([answer.status, cookiesOf(answer), answer.text.includes(sentence)]).toEqual([403, [], true]);
    }
  });

  test('one that was handed to ILIAS reads statements, and administers nothing', async () => {
    const cookie = await signedIn('/admin', await credential(['all'], { software: 'ilias' }));
    expect(await reach(cookie)).toEqual({ browser: true, admin: false });
    expect((await see('/admin/platforms?language=de', cookie)).text).toContain(
      'nicht für eine andere Software wie ILIAS angelegt',
    );
  });

  describe('the session ends', () => {
    test('with its time', async () => {
      const cookie = await signedIn('/admin', await credential(['all']));
      clock.advance(2 * 3600_000 - 10_000);
      expect(await reach(cookie)).toEqual(everything);
      clock.advance(10_000);
      expect(await reach(cookie)).toEqual(nothing);
    });

    test('with its credential, at once', async () => {
      const shown = await credential(['all']);
      const cookie = await signedIn('/browser', shown);
      expect(await reach(cookie)).toEqual(everything);
      await lrs.access.revokeCredential(nord, shown.key);
      expect(await reach(cookie)).toEqual(nothing);
    });

    test("with the secret that it began with: after a rotation's overlap, or at once", async () => {
      const shown = await credential(['all']);
      const cookie = await signedIn('/browser', shown);
      const rotated = await lrs.access.rotateCredential(nord, shown.key, 60_000);
      expect(await reach(cookie)).toEqual(everything);
      const renewed = await signedIn('/admin', rotated);
      clock.advance(60_000);
      expect(await reach(cookie)).toEqual(nothing);
      expect(await reach(renewed)).toEqual(everything);
      await lrs.access.rotateCredential(nord, shown.key, 0);
      expect(await reach(renewed)).toEqual(nothing);
    });
  });

  describe('nobody comes in', () => {
    test('with a session of their own making: a token fixed before the sign-in is not the one after it', async () => {
      const shown = await credential(['all']);
      const fixed = `${sessionCookie}=${newSecret()}`;
      const cookie = cookiesOf(await enter('/browser', shown, { Cookie: fixed }))[0]!.split(';')[0]!;
      expect(cookie).not.toBe(fixed);
      expect(await reach(fixed)).toEqual(nothing);
      const second = cookiesOf(await enter('/admin', shown, { Cookie: cookie }))[0]!.split(';')[0]!;
      expect(second).not.toBe(cookie);
      expect([await reach(cookie), await reach(second)]).toEqual([nothing, everything]);
    });

    test("with somebody else's session beside their own, as a sister host could plant it", async () => {
      const own = await signedIn('/browser', await credential(['all']));
      const planted = await signedIn('/browser', await credential(['all'], {}, sued));
      expect(await reach(`${planted}; ${own}`)).toEqual(nothing);
      expect(await reach(`${own}; ${planted}`)).toEqual(nothing);
      expect(await reach(`${own}; ${own}`)).toEqual(everything);
    });

    test("with a launch's token, a session of before, or one that names another organisation's credential", async () => {
      const foreign = await credential(['all'], {}, sued);
      const mine = await credential(['all']);
      const hash = 'a'.repeat(64);
      for (const session of [
        '{}',
        '',
        'null',
        JSON.stringify({ kind: 'admin', key: mine.key }),
        JSON.stringify({ kind: 'sign-in', key: mine.key }),
        JSON.stringify({ kind: 'sign-in', key: mine.key, secretHash: hash }),
        JSON.stringify({ kind: 'sign-in', key: foreign.key, secretHash: hash }),
        JSON.stringify({ kind: 'sign-in', key: mine.key, secretHash: 'short' }),
      ]) {
        const { token } = await lrs.access.issueGrant({
          organisation: nord,
          scopes: ['all'],
          actor: person('x'),
          session,
          expires: '2099-01-01T00:00:00.000Z',
        });
        expect(await reach(`${sessionCookie}=${token}`)).toEqual(nothing);
      }
    });

    test('with the cookies of the sign-ins that there were before', async () => {
      const token = (await signedIn('/browser', await credential(['all']))).split('=')[1]!;
      expect(await reach(`lotse-admin=${token}; lotse-browser=${token}`)).toEqual(nothing);
    });

    test("to the LRS: the session's token may do nothing there", async () => {
      const token = (await signedIn('/browser', await credential(['all']))).split('=')[1]!;
      const headers = {
        Authorization: `Bearer ${token}`,
        'X-Experience-API-Version': '2.0.0',
        'Content-Type': 'application/json',
      };
      expect((await request(url).get('/xapi/statements').set(headers)).status).toBe(403);
      expect((await request(url).post('/xapi/statements').set(headers).send(statement())).status).toBe(403);
      expect(
        (
          await request(url)
            .get('/xapi/statements')
            .set({ Cookie: `${sessionCookie}=${token}`, 'X-Experience-API-Version': '2.0.0' })
        ).status,
      ).toBe(401);
    });
  });

  test.each([
    ['another site', { Origin: 'https://evil.example', 'Sec-Fetch-Site': 'cross-site' }],
    ['a sister host', { 'Sec-Fetch-Site': 'same-site' }],
    ['a sandboxed frame', { Origin: 'null' }],
    ['a site with our host in its name', { Origin: 'https://127.0.0.1.evil.example' }],
  ])('a form from %s signs nobody in or out at either door, and changes nothing', async (_where, headers) => {
    const shown = await credential(['all']);
    const cookie = await signedIn('/admin', shown);
    for (const door of doors) {
      const entered = await enter(door, shown, headers);
      expect([entered.status, cookiesOf(entered)]).toEqual([403, []]);
      expect((await post(`${door}/sign-out`, {}, { Cookie: cookie, ...headers })).status).toBe(403);
    }
    expect((await post('/admin/platforms/invite', {}, { Cookie: cookie, ...headers })).status).toBe(403);
    expect(await reach(cookie)).toEqual(everything);
  });

  test('no page of either may be framed or kept, signed in or not, refused, missing or broken', async () => {
    const reading = await signedIn('/browser', await credential(['all/read']));
    const all = await signedIn('/admin', await credential(['all']));
    const answers = await Promise.all([
      see('/browser'),
      see('/admin/platforms'),
      see('/browser', all),
      see('/admin/platforms', all),
      see('/admin/platforms/new', all),
      see('/admin/platforms', reading),
      see('/admin/nothing', all),
      see('/browser/nothing', all),
      enter('/admin', { key: 'no', secret: 'no' }),
      post('/admin/platforms/00000000-0000-4000-8000-000000000000/test', {}, { Cookie: all }),
      post('/browser/sign-in', { key: 'a' }, { Origin: 'https://evil.example' }),
    ]);
    for (const { headers } of answers) {
      expect(headers).toMatchObject({
        'content-security-policy': expect.stringMatching(/form-action 'self'; frame-ancestors 'none'/),
        'x-frame-options': 'DENY',
        'cache-control': 'no-store',
        'x-content-type-options': 'nosniff',
      });
    }
  });

  test('guessing at one door counts at the other', async () => {
    const { key, secret } = await credential(['all']);
    const statuses: number[] = [];
    for (let attempt = 0; attempt < 6; attempt += 1)
      statuses.push((await enter(doors[attempt % 2]!, { key, secret: 'wrong' })).status);
    expect(statuses).toEqual([403, 403, 403, 403, 403, 429]);
    for (const door of doors) {
      const answer = await enter(door, { key, secret });
      expect([answer.status, cookiesOf(answer), Number(answer.headers['retry-after']) > 0]).toEqual([429, [], true]);
    }
    clock.advance(60_000);
    expect((await enter('/admin', { key, secret })).status).toBe(303);
  });

  test('a sign-in leads to a page of its own door, whatever was wanted', async () => {
    const { key, secret } = await credential(['all']);
    for (const wanted of [
      '//evil.example/x',
      'https://evil.example',
      '/../browser',
      '/%2e%2e/browser',
      '\\evil',
      '/..//evil.example',
    ]) {
      expect((await post('/admin/sign-in', { key, secret, wanted, language: 'de' })).headers['location']).toMatch(
        /^\/admin(?:[/?]|$)/,
      );
    }
    expect(
      (await post('/admin/sign-in', { key, secret, wanted: '/platforms/new?kind=moodle', language: 'en' })).headers[
        'location'
      ],
    ).toBe('/admin/platforms/new?kind=moodle&language=en');
  });
});
