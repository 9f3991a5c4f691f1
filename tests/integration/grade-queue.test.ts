import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import request, { type Response } from 'supertest';
import { reasonText } from '../../lti-tool/grades/index.js';
import type { Grade } from '../../lti-tool/store/index.js';
import { type GradeQueueSite, nord, openGradeQueue, sued } from '../support/grade-queue.js';

/** The page on which administrators see what is on its way to an LMS. */
describe('the grade queue for administrators', () => {
  let site: GradeQueueSite;
  let cookie: string;
  let failed: string;

  const post = (path: string, form: object, headers: Readonly<Record<string, string>> = {}) =>
    request(site.url)
      .post(`/admin${path}`)
      .set({ Origin: site.url, 'Sec-Fetch-Site': 'same-origin', Accept: 'text/html', ...headers })
      .type('form')
      .send(form);
  async function signIn(
    organisation = nord,
    scopes: readonly ['all'] | readonly ['all/read'] = ['all'],
  ): Promise<Response> {
    const credential = await site.lrs.access.createCredential({ organisation, scopes, label: 'admin' });
    return post('/sign-in', {
      key: credential.key,
      secret: credential.secret,
      wanted: '/grades?state=failed',
      language: 'de',
    });
  }
  const cookieOf = (answer: Response): string =>
    (answer.headers['set-cookie'] as unknown as string[])[0]!.split(';')[0]!;
  const see = async (query = '', as = cookie): Promise<string> =>
    (await request(site.url).get(`/admin/grades${query}`).set({ Cookie: as, Accept: 'text/html' })).text;
  const people = (markup: string): string[] => [...markup.matchAll(/,\s+Person (\S+): /g)].map((match) => match[1]!);

  beforeAll(async () => {
    site = await openGradeQueue();
    await site.add('17', undefined, { scoreGiven: 87.5, scoreMaximum: 100 });
    failed = await site.add('18', { kind: 'failed', error: 'platform-unreachable: scores: status 404' });
    await site.add(
      '19',
      { kind: 'retry', nextTry: '2099-01-01T10:00:00.000Z', error: 'platform-unreachable: no answer within 15000 ms' },
      { platform: 'ilias' },
    );
    await site.add('20', { kind: 'sent', timestamp: '2026-01-01T00:00:00.000Z' });
    await site.add('21', { kind: 'declined', error: 'platform-unreachable: scores: status 400' });
    await site.add('99', { kind: 'failed', error: 'internal: x' }, { organisation: sued });
    cookie = cookieOf(await signIn());
  });
  afterAll(() => site.close());

  test('before anything was graded it does not say that all has arrived', async () => {
    const empty = await openGradeQueue();
    const { key, secret } = await empty.lrs.access.createCredential({
      organisation: nord,
      scopes: ['all'],
      label: 'admin',
    });
    const entered = await request(empty.url)
      .post('/admin/sign-in')
      .set({ Origin: empty.url, 'Sec-Fetch-Site': 'same-origin', Accept: 'text/html' })
      .type('form')
      .send({ key, secret, wanted: '/grades', language: 'de' });
    const { text } = await request(empty.url)
      .get('/admin/grades')
      .set({ Cookie: cookieOf(entered), Accept: 'text/html' });
    expect(text).toContain('Noch gibt es keine Bewertungen.');
    expect(text).not.toContain('Alles ist angekommen');
    await empty.close();
  });

  test('asks for a sign-in first, which leads to what was wanted, and nowhere else', async () => {
    const asked = await request(site.url).get('/admin/grades?state=failed').set('Accept', 'text/html');
    expect(asked.text).toContain('name="secret"');
    expect(people(asked.text)).toEqual([]);
    expect(asked.headers['content-security-policy']).toMatch(/form-action 'self'; frame-ancestors 'none'/);
    expect((await signIn()).headers['location']).toBe('/admin/grades?state=failed&language=de');
    const credential = await site.lrs.access.createCredential({ organisation: nord, scopes: ['all'], label: 'admin' });
    for (const wanted of ['//evil.example/x', 'https://evil.example', '/../browser', '/%2e%2e/browser', '\\evil']) {
      expect(
        (await post('/sign-in', { key: credential.key, secret: credential.secret, wanted, language: 'de' })).headers[
          'location'
        ],
      ).toMatch(/^\/admin(?:[/?]|$)/);
    }
  });

  test('a credential that may only read does not come in, though it is signed in', async () => {
    const reading = cookieOf(await signIn(nord, ['all/read']));
    const refused = await request(site.url)
      .get('/admin/grades?language=de')
      .set({ Cookie: reading, Accept: 'text/html' });
    expect([refused.status, people(refused.text)]).toEqual([403, []]);
    expect(refused.text).toContain('Dafür braucht er den Bereich all');
    expect((await post('/grades/replay', { id: failed }, { Cookie: reading })).headers['location']).not.toContain(
      'replayed',
    );
    expect((await site.store.grades.countGrades(nord)).failed).toBe(1);
  });

  test('shows what waits and what failed, why in words, when it is tried next, and people by their id alone', async () => {
    const markup = await see('?language=de');
    expect(people(markup).sort()).toEqual(['17', '18', '19']);
    expect(markup).toContain('Angekommen: 1. Wartend: 2. Fehlgeschlagen: 1. Von der Lernplattform nicht gewünscht: 1.');
    expect(markup).toContain('87,5 von 100 Punkten');
    expect(markup).toContain('Die Spalte im Bewertungsbuch gibt es nicht mehr.');
    expect(markup).toContain('Lotse erreicht die Lernplattform nicht.');
    expect(markup).toContain('1. Januar 2099');
    expect(markup).toContain('„Das &lt;Entwicklungsgespräch&gt;“');
    expect(markup).toContain('platform-unreachable: scores: status 404');
    const english = await see('?language=en');
    expect(english).toContain('The column in the grade book does not exist any more.');
    expect(english).toContain('87.5 of 100 points');
  });

  test('is narrowed by state and platform, and never shows another organisation', async () => {
    expect(people(await see('?state=all')).sort()).toEqual(['17', '18', '19', '20', '21']);
    expect(people(await see('?state=declined'))).toEqual(['21']);
    expect(people(await see('?state=sent'))).toEqual(['20']);
    expect(people(await see('?platform=ilias'))).toEqual(['19']);
    expect(await see('?state=failed&platform=ilias')).toContain('Hierzu gibt es keine Bewertungen.');
    expect(people(await see('?state=all', cookieOf(await signIn(sued))))).toEqual(['99']);
  });

  test("another organisation's grade, another site's form and a stranger replay nothing", async () => {
    const foreign = cookieOf(await signIn(sued));
    expect((await post('/grades/replay', { id: failed }, { Cookie: foreign })).headers['location']).toContain(
      'replayed=0',
    );
    expect(
      (
        await post(
          '/grades/replay',
          { id: failed },
          { Cookie: cookie, Origin: 'https://evil.example', 'Sec-Fetch-Site': 'cross-site' },
        )
      ).status,
    ).toBe(403);
    expect((await post('/grades/replay', { id: failed })).headers['location']).not.toContain('replayed');
    expect((await site.store.grades.countGrades(nord)).failed).toBe(1);
  });

  test('one is sent again, or all that failed', async () => {
    const one = await post('/grades/replay', { id: failed, state: 'failed', language: 'de' }, { Cookie: cookie });
    expect(one.headers['location']).toBe('/admin/grades?state=failed&replayed=1&language=de');
    expect(await see('?replayed=1')).toContain('Eine Bewertung wird noch einmal gesendet.');
    expect((await site.store.grades.countGrades(nord)).failed).toBe(0);
    for (const subject of ['31', '32', '33'])
      await site.add(subject, { kind: 'failed', error: 'internal: x' }, subject === '33' ? { platform: 'ilias' } : {});
    expect(await see()).toContain('Alle 3 fehlgeschlagenen Bewertungen noch einmal senden');
    expect(
      (await post('/grades/replay', { all: '1', platform: 'ilias' }, { Cookie: cookie })).headers['location'],
    ).toContain('replayed=1');
    expect((await post('/grades/replay', { all: '1' }, { Cookie: cookie })).headers['location']).toContain(
      'replayed=2',
    );
    expect((await site.store.grades.countGrades(sued)).failed).toBe(1);
  });

  test('what waits because its platform is switched off says so, without a next try, until it is on again', async () => {
    const held = /abgeschaltet\. Die Bewertung wartet/;
    const one = async (): Promise<string> =>
      (await see('?platform=moodle&state=waiting'))
        .match(/<li>[\s\S]*?<\/li>/g)!
        .find((each) => each.includes('Person 17:'))!;
    expect(await one()).not.toMatch(held);
    await site.store.platforms.changePlatform(nord, 'moodle', { active: false });
    expect(await one()).toMatch(held);
    expect(await one()).not.toContain('Nächster Versuch');
    await site.store.platforms.changePlatform(nord, 'moodle', { active: true });
    expect(await one()).not.toMatch(held);
    expect(await one()).toContain('Nächster Versuch');
  });

  test('a long queue comes in pages', async () => {
    for (let number = 0; number < 60; number += 1)
      await site.add(`p${number}`, undefined, { timestamp: new Date(Date.UTC(2020, 0, 1, 0, number)).toISOString() });
    const first = await see();
    expect(people(first)).toHaveLength(50);
    const next = /class="button quiet" href="\/admin\/grades\?(after=[^"]+)"/.exec(first)![1]!.replaceAll('&amp;', '&');
    const second = people(await see(`?${next}`));
    expect(second.length).toBeGreaterThanOrEqual(10);
    expect(second.filter((person) => people(first).includes(person))).toEqual([]);
  });

  test.each<[Grade['state'], string, RegExp]>([
    ['failed', 'platform-unreachable: token endpoint: status 400', /keinen Zugang/],
    ['failed', 'platform-unreachable: scores: status 403', /erlaubt Lotse nicht/],
    ['waiting', 'platform-unreachable: scores: status 503', /überlastet/],
    ['waiting', 'platform-unreachable: scores: status 409', /neueren Eintrag/],
    ['failed', 'not-found: line items: none for this link, and none may be made', /keine Spalte/],
    ['failed', 'not-found: platform 1', /nicht mehr verbunden/],
    ['failed', 'platform-unreachable: scores: status 422', /versteht die Bewertung nicht/],
    ['failed', 'something else', /fehlgeschlagen/],
  ])('%s, %s: in words', (state, lastError, words) => {
    expect(reasonText({ state, lastError }, 'de')).toMatch(words);
  });
});
