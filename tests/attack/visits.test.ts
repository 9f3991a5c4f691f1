import { afterAll, afterEach, beforeAll, describe, expect, jest, test } from '@jest/globals';
import request, { type Test } from 'supertest';
import { maxVisits, type IssuedVisit } from '../../people/visit/index.js';
import { ifOpened } from '../support/if-opened.js';
import { cookieOf, openVisitedProduct, type VisitedProduct } from '../support/visited-product.js';

jest.setTimeout(120_000);

/** Against whoever has a copied address, somebody else's cookie, or a page that acts for the browser's person. */
describe('attacks on visits', () => {
  let product: VisitedProduct;
  let aylin: IssuedVisit;
  let bert: IssuedVisit;
  beforeAll(async () => {
    product = await openVisitedProduct();
    [aylin, bert] = [await product.enter(), await product.enter()];
  });
  afterAll(() => ifOpened(product, (each) => each.close()));
  afterEach(() => expect(product.log()).not.toMatch(new RegExp(`${aylin.token}|${bert.token}`)));

  const pages = (handle: string): readonly string[] => [
    `/matrix?visit=${handle}`,
    `/play?visit=${handle}`,
    `/path?visit=${handle}`,
    `/lti/deep-link?visit=${handle}`,
  ];
  const lost = async (asked: Test): Promise<void> => {
    const { text } = await asked.expect(401);
    expect(text).toMatch(
      /Bitte öffnen Sie die Einheit noch einmal aus dem Kurs|Bitte öffnen Sie die Auswahl noch einmal/,
    );
    expect(text).not.toContain('Kompetenzmatrix');
  };

  test('a copied address opens nothing in another browser, nor do addresses as they used to be', async () => {
    for (const path of pages(aylin.handle)) await lost(product.get(path));
    for (const path of [
      '/matrix',
      `/matrix?launch=${aylin.token}`,
      `/matrix?visit=${aylin.token}`,
      '/matrix?visit=x&visit=y',
    ])
      await lost(product.get(path));
  });

  test('the pages hold no token where anybody but a script of theirs reads it, and a referrer goes nowhere', async () => {
    const page = await product.get(`/play?visit=${aylin.handle}`, aylin).expect(200);
    const [beside, data] = [
      page.text.replace(/<script type="application\/json".*?<\/script>/gs, ''),
      JSON.parse(/id="play-data">(.*?)<\/script>/s.exec(page.text)![1]!) as object,
    ];
    expect(beside).not.toContain(aylin.token);
    expect(JSON.stringify(data).split(aylin.token)).toHaveLength(2);
    expect(page.headers['referrer-policy']).toBe('no-referrer');
    const matrix = await product.get(`/matrix?visit=${aylin.handle}`, aylin).expect(200);
    expect(matrix.text).not.toContain(aylin.token);
  });

  test("a cookie opens its own visit alone: not another's, not under another's name, not of another organisation", async () => {
    const sued = await product.enter({}, product.sued);
    for (const other of [bert, sued]) {
      for (const path of pages(aylin.handle)) {
        await lost(product.get(path, other));
        await lost(product.get(path).set('Cookie', cookieOf({ handle: aylin.handle, token: other.token })));
      }
    }
    await product.get(`/matrix?visit=${aylin.handle}`, bert, aylin, sued).expect(200);
  });

  test('two tabs, two people: each address means its own visit', async () => {
    const coach = await product.enter({ roles: ['coach'] });
    const open = (visit: IssuedVisit) => product.get(`/matrix?visit=${visit.handle}`, aylin, coach).expect(200);
    expect((await open(aylin)).text).not.toContain('href="/team?');
    expect((await open(coach)).text).toContain(`href="/team?visit=${coach.handle}"`);
  });

  test('a planted cookie does not stand beside the real one, and what is no token is none', async () => {
    for (const planted of [bert.token, 'x', '', 'x'.repeat(5_000)]) {
      await lost(
        product
          .get(`/matrix?visit=${aylin.handle}`)
          .set('Cookie', `lotse-visit-${aylin.handle}=${planted}; ${cookieOf(aylin)}`),
      );
    }
  });

  test('no other site acts with the cookie: its forms are refused, and so is a visit that it posts', async () => {
    const post = (headers: Readonly<Record<string, string>>) =>
      request(product.application)
        .post(`/play/start-over?visit=${aylin.handle}`)
        .type('form')
        .send('')
        .set({ Accept: 'text/html', Cookie: cookieOf(aylin), ...headers });
    for (const headers of [
      { 'Sec-Fetch-Site': 'cross-site', Origin: 'null' },
      { 'Sec-Fetch-Site': 'same-site', Origin: 'https://neighbour.example' },
      { Origin: 'https://evil.example' },
    ])
      await post(headers).expect(403);
    await post({ 'Sec-Fetch-Site': 'same-origin', Origin: 'null' }).expect(303);

    // Login CSRF: the attacker's own visit, posted into somebody's browser.
    const carry = (token: string, headers: Readonly<Record<string, string>>) =>
      request(product.application)
        .post(`/matrix?visit=${bert.handle}`)
        .type('text/plain')
        .send(`visit-token=${token}\r\n`)
        .set({ Accept: 'text/html', ...headers });
    for (const headers of [
      {},
      { Origin: 'null' },
      { Origin: 'https://evil.example' },
      { 'Sec-Fetch-Site': 'cross-site' },
    ])
      await carry(bert.token, headers as Readonly<Record<string, string>>).expect(403);
    await carry(aylin.token, { 'Sec-Fetch-Site': 'same-origin' }).expect(401);
    const own = await carry(bert.token, { 'Sec-Fetch-Site': 'same-origin' }).expect(200);
    expect(own.text).toContain('/assets/carry-visit.js');
    await carry(bert.token, { Origin: product.publicUrl }).expect(200);
  });

  test('a form field is no way in from elsewhere either', async () => {
    const post = (headers: Readonly<Record<string, string>>) =>
      request(product.application)
        .post('/path/open')
        .type('form')
        .send({ visit: bert.handle, 'visit-token': bert.token, content: 'd2-lernen-begleiten' })
        .set({ Accept: 'text/html', ...headers });
    await post({}).expect(401);
    await post({ Origin: 'https://evil.example' }).expect(401);
    const { text } = await post({ 'Sec-Fetch-Site': 'same-origin' }).expect(200);
    // The new visit goes on in the body of a request too, as this browser keeps no cookies.
    expect(text).toMatch(/<form id="form" method="post" enctype="text\/plain" action="\/play\?visit=[0-9a-f]{16}">/);
  });

  test('a lost page that was opened with a token does not try it again', async () => {
    const gone = await product.enter();
    const carry = (token: string, handle: string) =>
      request(product.application)
        .post(`/matrix?visit=${handle}`)
        .type('text/plain')
        .send(`visit-token=${token}\r\n`)
        .set({ Accept: 'text/html', 'Sec-Fetch-Site': 'same-origin' });
    expect((await product.get(`/matrix?visit=${gone.handle}`).expect(401)).text).toContain('/assets/resume-visit.js');
    expect((await carry(gone.token, bert.handle).expect(401)).text).not.toContain('/assets/resume-visit.js');
  });

  test('the cookie is for us alone, in the frame that it was made in, and a browser keeps few of them', async () => {
    const kept = await Promise.all(Array.from({ length: maxVisits }, () => product.enter()));
    const answer = await request(product.application)
      .post(`/play/start-over?visit=${kept.at(-1)!.handle}`)
      .type('form')
      .send('')
      .set({ Accept: 'text/html', Cookie: kept.map(cookieOf).join('; ') })
      .expect(303);
    const [dropped, given, ...others] = answer.headers['set-cookie'] as unknown as readonly string[];
    expect(others).toEqual([]);
    expect(dropped).toMatch(new RegExp(`^lotse-visit-${kept[0]!.handle}=; .*Expires=Thu, 01 Jan 1970`));
    expect(given).toMatch(
      /^lotse-visit-[0-9a-f]{16}=[\w-]+; Max-Age=\d+; Path=\/; Expires=[^;]+; HttpOnly; Secure; Partitioned; SameSite=None$/,
    );
  });

  test('a sign-in by key and secret opens no page of a visit, and a visit no page behind the sign-in', async () => {
    for (const path of ['/admin/platforms', '/browser']) {
      const { text } = await product.get(path).set('Cookie', `lotse-sign-in=${aylin.token}`).expect(200);
      expect(text).toContain('name="secret"');
    }
  });
});
