import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import request from 'supertest';
import { ifOpened } from '../support/if-opened.js';
import { cookieOf, openVisitedProduct, unitId, type VisitedProduct } from '../support/visited-product.js';

jest.setTimeout(120_000);

/** A second way in, such as a company's own sign-in, ends in a visit like a launch does; no page knows the difference. */
describe('somebody who came without an LMS', () => {
  let product: VisitedProduct;
  beforeAll(async () => void (product = await openVisitedProduct()));
  afterAll(() => ifOpened(product, (each) => each.close()));

  test('plays a unit whose statements are about the identity of their own sign-in', async () => {
    const visit = await product.enter();
    const page = await product.get(`/play?visit=${visit.handle}`, visit).expect(200);
    expect(page.text).toContain('Das Entwicklungsgespräch');
    // It stands in a window of its own: nobody may frame it.
    expect(page.headers['content-security-policy']).toContain("frame-ancestors 'none'");
    expect(page.text).not.toContain('class="embedded"');
    const data = JSON.parse(/id="play-data">(.*?)<\/script>/s.exec(page.text)![1]!) as {
      lotse: { xapi: { endpoint: string; token: string }; registration: string };
    };
    const { endpoint, token } = data.lotse.xapi;
    const sent = await request(product.application)
      .post(`${endpoint}/statements`)
      .set({
        Authorization: `Bearer ${token}`,
        'X-Experience-API-Version': '1.0.3',
        'Content-Type': 'application/json',
      })
      .send(
        JSON.stringify({
          verb: { id: 'http://adlnet.gov/expapi/verbs/attempted' },
          object: { id: `${product.publicUrl}/activities/${unitId}` },
        }),
      )
      .expect(200);
    const stored = await request(product.application)
      .get('/xapi/statements')
      .query({ statementId: (sent.body as string[])[0] })
      .set({ Authorization: `Bearer ${token}`, 'X-Experience-API-Version': '2.0.0' })
      .expect(200);
    expect(stored.body).toMatchObject({
      actor: { account: { homePage: 'urn:example:idp' } },
      context: { registration: data.lotse.registration, platform: 'Intranet' },
    });
  });

  test('sees their matrix and the reasons behind it, the learning path, and their attempts', async () => {
    const visit = await product.enter();
    const open = (path: string) => product.get(`${path}?visit=${visit.handle}`, visit).expect(200);
    expect((await open('/matrix')).text).toContain('Meine Kompetenzmatrix');
    expect((await open('/matrix/D1')).text).toContain('D1');
    expect((await open('/path')).text).toContain('Lernpfad');
    expect((await open(`/attempts/${unitId}`)).text).toContain('Das Entwicklungsgespräch');
  });

  test('begins again, and opens another unit of the path, each as a visit of its own', async () => {
    const visit = await product.enter();
    const post = (path: string, form: object) =>
      request(product.application)
        .post(`${path}?visit=${visit.handle}`)
        .type('form')
        .send(form)
        .set({ Accept: 'text/html', Cookie: cookieOf(visit) })
        .expect(303);
    for (const [answer, title] of [
      [await post('/play/start-over', {}), 'Das Entwicklungsgespräch'],
      [await post('/path/open', { content: 'd2-lernen-begleiten' }), 'Lernen begleiten'],
    ] as const) {
      const { location } = answer.headers as unknown as { readonly location: string };
      const [cookie] = answer.headers['set-cookie'] as unknown as readonly string[];
      expect(location).toMatch(/^\/play\?visit=[0-9a-f]{16}$/);
      expect(location).not.toContain(visit.handle);
      const page = await product.get(location).set('Cookie', cookie!.split(';')[0]!).expect(200);
      expect(page.text).toContain(title);
    }
  });

  test('has no team: no course led here, whatever the role', async () => {
    const coach = await product.enter({ roles: ['coach'] });
    expect((await product.get(`/team?visit=${coach.handle}`, coach).expect(200)).text).toContain('Team-Matrix');
    const learner = await product.enter();
    await product.get(`/team?visit=${learner.handle}`, learner).expect(403);
    await product.get(`/lti/deep-link?visit=${coach.handle}`, coach).expect(401);
  });
});
