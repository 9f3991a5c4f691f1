import { createLogger } from '../../base/index.js';
import { type Statement, verbs } from '../../lrs/statement/index.js';
import type { OrganisationId } from '../../lrs/store/index.js';
import {
  createLiveView,
  knownVerb,
  type KnownVerb,
  knownVerbs,
  sentenceOf,
  unnamedIn,
  verbTexts,
} from '../../pages/browser/index.js';
import { sessionCookie } from '../../people/sign-in/index.js';
import { formatMoment } from '../../web/index.js';
import { moodleStatements } from '../conformance/xapi-sources/moodle-logstore/statements.js';
import { type BrowserServer, serveBrowser } from '../support/browser-server.js';
import { everyStore } from '../support/every-store.js';
import { person, statement, vocabulary, voiding } from '../support/lrs-server.js';
import { modelPeopleStore } from '../support/model/people.js';
import { statementArbitrary } from '../support/statement-arbitrary.js';
import { IncomingMessage, ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Response } from 'express';
import fc from 'fast-check';
import request from 'supertest';

const course = vocabulary.course('p1', 'ausbildung');
const inCourse = { contextActivities: { grouping: [{ id: course, definition: { name: { de: 'Ausbildung' } } }] } };
const passed = { id: verbs.passed };
const unit = (id: string, name?: string) => ({
  objectType: 'Activity',
  id: vocabulary.activity(id),
  ...(name === undefined ? {} : { definition: { name: { de: name } } }),
});

describe('sentences', () => {
  const told = (changes: object, language: 'de' | 'en' = 'de') =>
    sentenceOf(statement(changes) as unknown as Statement, { language, vocabulary });
  const talk = unit('d1-entwicklungsgespraech', 'Das Entwicklungsgespräch');

  test.each([
    [
      'whole content, judged',
      { actor: person('11'), verb: passed, object: talk, result: { success: true, score: { scaled: 1 } } },
      'Person 11 hat „Das Entwicklungsgespräch“ bestanden (100 %)',
      'Person 11 passed “Das Entwicklungsgespräch” (100%)',
    ],
    [
      'raw points',
      { actor: person('11'), verb: { id: verbs.completed }, object: talk, result: { score: { raw: 2.5, max: 4 } } },
      'Person 11 hat „Das Entwicklungsgespräch“ abgeschlossen (2,5 von 4 Punkten)',
      'Person 11 completed “Das Entwicklungsgespräch” (2.5 of 4 points)',
    ],
    [
      'a part without a name',
      {
        actor: person('11'),
        verb: { id: verbs.answered },
        object: { id: `${talk.id}?subContentId=x` },
        context: { contextActivities: { parent: [talk] } },
        result: { success: false },
      },
      'Person 11 hat eine Frage in „Das Entwicklungsgespräch“ beantwortet (falsch)',
      'Person 11 answered a question in “Das Entwicklungsgespräch” (wrong)',
    ],
    [
      'completed and failed',
      {
        actor: person('11'),
        verb: { id: verbs.completed },
        object: talk,
        result: { success: false, score: { scaled: 0 } },
      },
      'Person 11 hat „Das Entwicklungsgespräch“ abgeschlossen, aber nicht bestanden (0 %)',
      'Person 11 completed “Das Entwicklungsgespräch” but did not pass (0%)',
    ],
    [
      'completed and passed',
      {
        actor: person('11'),
        verb: { id: verbs.completed },
        object: talk,
        result: { success: true, score: { scaled: 0.9 } },
      },
      'Person 11 hat „Das Entwicklungsgespräch“ abgeschlossen und bestanden (90 %)',
      'Person 11 completed and passed “Das Entwicklungsgespräch” (90%)',
    ],
    [
      'half of an answer',
      {
        actor: person('11'),
        verb: { id: verbs.answered },
        object: talk,
        result: { success: false, score: { scaled: 0.5 } },
      },
      'Person 11 hat „Das Entwicklungsgespräch“ beantwortet (zum Teil richtig, 50 %)',
      'Person 11 answered “Das Entwicklungsgespräch” (partly right, 50%)',
    ],
    [
      'judged, by another verb',
      {
        actor: person('11'),
        verb: { id: verbs.attempted },
        object: talk,
        result: { success: false, score: { scaled: 0 } },
      },
      'Person 11 hat „Das Entwicklungsgespräch“ begonnen (nicht bestanden, 0 %)',
      'Person 11 began “Das Entwicklungsgespräch” (not passed, 0%)',
    ],
    [
      'Moodle: a page',
      {
        actor: person('107'),
        verb: { id: 'http://id.tincanapi.com/verb/viewed', display: { en: 'Viewed' } },
        object: talk,
      },
      'Person 107 hat „Das Entwicklungsgespräch“ angesehen',
      'Person 107 looked at “Das Entwicklungsgespräch”',
    ],
    [
      'Moodle: an enrolment',
      {
        actor: person('107'),
        verb: { id: 'https://xapi.edlm/profiles/edlm-lms/concepts/verbs/enrolled', display: { en: 'Enrolled' } },
        object: talk,
      },
      'Person 107 wurde in „Das Entwicklungsgespräch“ eingeschrieben',
      'Person 107 was enrolled in “Das Entwicklungsgespräch”',
    ],
    [
      'Moodle: a survey',
      {
        actor: person('107'),
        verb: { id: 'http://activitystrea.ms/schema/1.0/submit', display: { en: 'Submitted' } },
        object: talk,
      },
      'Person 107 hat „Das Entwicklungsgespräch“ abgegeben',
      'Person 107 submitted “Das Entwicklungsgespräch”',
    ],
    [
      'no name at all',
      { actor: person('11'), verb: { id: verbs.attempted }, object: unit('e1') },
      'Person 11 hat „e1“ begonnen',
      'Person 11 began “e1”',
    ],
    [
      'a voiding',
      { ...voiding('11111111-2222-4333-8444-555555555555'), actor: person('lrs') },
      'Person lrs hat das Statement 11111111 für ungültig erklärt',
      'Person lrs voided the statement 11111111',
    ],
    [
      'a verb we do not know',
      {
        actor: person('11'),
        verb: { id: 'https://verbs.example/gegossen', display: { de: 'gegossen', en: 'watered' } },
        object: unit('baum', 'Der Baum'),
      },
      'Person 11 – gegossen – „Der Baum“',
      'Person 11 watered “Der Baum”',
    ],
    [
      'a name in the statement is not told',
      { actor: { ...person('11'), name: 'Anna Anders' }, verb: passed, object: talk },
      'Person 11 hat „Das Entwicklungsgespräch“ bestanden',
      'Person 11 passed “Das Entwicklungsgespräch”',
    ],
    [
      'a group',
      { actor: { objectType: 'Group', member: [person('1'), person('2')] }, verb: passed, object: talk },
      'Eine Gruppe von 2 Personen hat „Das Entwicklungsgespräch“ bestanden',
      'A group of 2 people passed “Das Entwicklungsgespräch”',
    ],
    [
      'gaps and calls of the text system in a name',
      { actor: person('{{what}} $t(passed)'), verb: passed, object: talk },
      'Person {{what}} $t(passed) hat „Das Entwicklungsgespräch“ bestanden',
      'Person {{what}} $t(passed) passed “Das Entwicklungsgespräch”',
    ],
  ])('%s', (_name, changes, german, english) => {
    expect(told(changes).replaceAll('\u00a0', ' ')).toBe(german);
    expect(told(changes, 'en')).toBe(english);
  });

  test('what a statement leaves unnamed has the name that others gave it', () => {
    const bare = statement({
      actor: person('11'),
      verb: { id: verbs.answered },
      object: { id: `${talk.id}?subContentId=x` },
      context: { contextActivities: { parent: [{ id: talk.id }] } },
    }) as unknown as Statement;
    expect(unnamedIn(bare)).toEqual([`${talk.id}?subContentId=x`, talk.id]);
    const names = new Map([[talk.id, { de: 'Das Entwicklungsgespräch' }]]);
    expect(sentenceOf(bare, { language: 'de', vocabulary, names })).toBe(
      'Person 11 hat eine Frage in „Das Entwicklungsgespräch“ beantwortet',
    );
    expect(unnamedIn(statement({ object: talk }) as unknown as Statement)).toEqual([]);
  });

  test.each(['de', 'en'] as const)('no two verbs are called the same, and no IRI is two verbs (%s)', (language) => {
    const names = Object.keys(knownVerbs) as KnownVerb[];
    expect(new Set(names.map((name) => verbTexts(language)(name))).size).toBe(names.length);
    const iris = names.flatMap((name) => [...knownVerbs[name]]);
    expect(new Set(iris).size).toBe(iris.length);
  });

  test("Moodle's verbs are all known", () => {
    const { every } = moodleStatements('https://moodle.example');
    for (const { verb } of every) expect([verb.id, knownVerb(verb.id)]).toEqual([verb.id, expect.any(String)]);
  });

  test('every valid statement has one', () => {
    fc.assert(
      fc.property(statementArbitrary('2.0.0'), (any) => {
        for (const language of ['de', 'en'] as const) expect(sentenceOf(any, { language, vocabulary })).toMatch(/\S/);
      }),
      { numRuns: 300 },
    );
  });

  test('time is told by day and minute', () => {
    expect(formatMoment('2026-11-21T14:03:59.000Z', 'de')).toMatch(/^2[12]\. November 2026 um \d\d:\d\d \S+$/);
    expect(formatMoment('2026-11-21T14:03:59.000Z', 'en')).toMatch(/^2[12] November 2026 at \d\d:\d\d \S+$/);
  });
});

describe('following, closed', () => {
  test('leaves nothing running, even for a listener whose connection stays', () => {
    let watching = 0;
    const stream = {
      onAppended: () => {
        watching += 1;
        return () => {
          watching -= 1;
        };
      },
    };
    const live = createLiveView({
      page: () => Promise.resolve({ statements: [], more: false }),
      stream,
      logger: createLogger('silent'),
    });
    const bare = new ServerResponse(new IncomingMessage(new Socket()));
    const response = Object.assign(bare, { status: () => bare }) as unknown as Response;
    live.follow(response, {
      organisation: 'nordwerk' as OrganisationId,
      filter: {},
      after: 0,
      render: async () => [],
      isAuthorised: async () => true,
    });
    expect(watching).toBe(1);
    live.close();
    expect([watching, response.writableEnded, response.closed]).toEqual([0, true, false]);
  });
});

describe.each(everyStore)('the statement browser (%s)', (_name, open) => {
  let site: BrowserServer;
  beforeAll(async () => {
    site = await serveBrowser(open);
    for (let number = 1; number <= 60; number += 1) {
      await site.write(
        'nordwerk',
        statement({
          actor: person(String(number % 3)),
          verb: number % 2 === 0 ? passed : { id: verbs.attempted },
          object: unit(`u${number % 5}`, `Einheit <${number % 5}>`),
          ...(number <= 30 ? { context: inCourse } : {}),
        }),
      );
    }
    await site.write(
      'nordwerk',
      statement({
        actor: { account: { homePage: 'https://other.example', name: '1' } },
        verb: passed,
        object: unit('u9', 'Anderswo'),
      }),
    );
    await site.write('suedwerk', statement({ actor: person('geheim'), object: unit('s1', 'Geheimes von Südwerk') }));
  });
  afterAll(() => site.close());

  const post = (
    path: string,
    fields: Readonly<Record<string, string>>,
    headers: Readonly<Record<string, string>> = { Origin: site.url, 'Sec-Fetch-Site': 'same-origin' },
  ) => request(site.url).post(`/browser${path}`).set(headers).type('form').send(fields);
  const signIn = async (organisation = 'nordwerk') => {
    const { key, secret } = await site.credential(organisation, ['all/read']);
    const answer = await post('/sign-in', { key, secret, wanted: '' });
    expect(answer.status).toBe(303);
    return { key, secret, cookie: (answer.headers['set-cookie'] as unknown as string[])[0]! };
  };
  const see = async (query: string, cookie: string) =>
    (await request(site.url).get(`/browser?language=de&${query}`).set('Cookie', cookie.split(';')[0]!)).text;
  const sentences = (html: string) =>
    [...html.matchAll(/<p class="sentence">\s*(.*?)\s*<span class="pause">/gs)].map(([, text]) => text!);

  test('shows nothing before the sign-in, and asks for it', async () => {
    const answer = await request(site.url).get('/browser?verb=passed');
    expect(answer.text).toContain('name="secret"');
    expect(answer.text).toContain('value="?verb=passed"');
    expect(sentences(answer.text)).toEqual([]);
    expect(answer.headers).toMatchObject({
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'same-origin',
      'content-security-policy': expect.stringMatching(
        /script-src 'self';.*form-action 'self'; frame-ancestors 'none'/,
      ),
    });
    const live = await request(site.url).get('/browser/live').set('Accept', 'text/event-stream');
    expect([live.status, live.body]).toEqual([401, { error: expect.objectContaining({ code: 'unauthorized' }) }]);
  });

  test('a credential with limits does not come in: a session would see beyond them', async () => {
    for (const limits of [{ actor: person('1') }, { activity: 'http://lotse.test/activities/u1' }]) {
      const { key, secret } = await site.lrs.access.createCredential({
        organisation: 'nordwerk',
        scopes: ['all'],
        label: 'limited',
        ...limits,
      });
      const answer = await post('/sign-in', { key, secret, wanted: '' });
      expect([answer.status, answer.headers['set-cookie']]).toEqual([403, undefined]);
    }
  });

  test('the cookie is out of reach for scripts, other sites and other paths; it is not the secret', async () => {
    const { cookie, key, secret } = await signIn();
    expect(cookie.slice(sessionCookie.length)).toMatch(
      /^=[\w-]{43}; Max-Age=7200; Path=\/browser; Expires=[^;]+; HttpOnly; SameSite=Strict$/,
    );
    expect(cookie.includes(secret) || cookie.includes(key)).toBe(false);
  });

  test('the cookie goes over https alone where the server is reached so', async () => {
    const { createStatementBrowser } = await import('../../pages/browser/index.js');
    const express = (await import('express')).default;
    const { key, secret } = await site.credential('nordwerk', ['all']);
    const secure = createStatementBrowser({
      store: site.store,
      access: site.lrs.access,
      people: modelPeopleStore(),
      vocabulary,
      clock: site.clock,
      logger: createLogger('silent'),
      publicUrl: 'https://lotse.example',
    });
    const answer = await request(express().use('/browser', secure.router))
      .post('/browser/sign-in')
      .set('Origin', 'https://lotse.example')
      .type('form')
      .send({ key, secret });
    expect(answer.headers['set-cookie']![0]).toContain('; Secure');
    secure.close();
  });

  test.each([
    ['another site', { Origin: 'https://evil.example', 'Sec-Fetch-Site': 'cross-site' }],
    ['a sandboxed frame', { Origin: 'null' }],
    ['a sister host', { 'Sec-Fetch-Site': 'same-site' }],
    ['nowhere', {}],
    ['a site that looks like ours', { Origin: 'http://localhost:1' }],
  ])('takes no form from %s', async (_where, headers) => {
    const { cookie, key, secret } = await signIn();
    expect((await post('/sign-in', { key, secret }, headers)).status).toBe(403);
    expect((await post('/sign-out', {}, { ...headers, Cookie: cookie.split(';')[0]! })).status).toBe(403);
    expect(sentences(await see('', cookie))).toHaveLength(50);
  });

  test('a session is of its organisation, may do nothing in the LRS itself, and ends with the sign-out', async () => {
    const { cookie } = await signIn();
    const token = /=([^;]+)/.exec(cookie)![1]!;
    const principal = await site.lrs.access.authenticate(`Bearer ${token}`);
    expect(principal).toMatchObject({ organisation: 'nordwerk', scopes: [] });
    const out = await post('/sign-out', {}, { Origin: site.url, Cookie: `${sessionCookie}=${token}` });
    expect([out.status, out.headers['set-cookie']![0]]).toEqual([
      303,
      expect.stringContaining('Expires=Thu, 01 Jan 1970'),
    ]);
    expect(sentences(await see('', cookie))).toEqual([]);
    await expect(site.lrs.access.authenticate(`Bearer ${token}`)).rejects.toMatchObject({ code: 'unauthorized' });
  });

  test('a session ends with its time, and with its credential', async () => {
    const first = await signIn();
    const { organisation } = await site.lrs.access.resolveToken(/=([^;]+)/.exec(first.cookie)![1]!);
    expect(await site.lrs.access.revokeCredential(organisation, first.key)).toBe(true);
    expect(sentences(await see('', first.cookie))).toEqual([]);
    const second = await signIn();
    expect(sentences(await see('', second.cookie))).toHaveLength(50);
    site.clock.advance(2 * 3600_000);
    expect(sentences(await see('', second.cookie))).toEqual([]);
  });

  test('a launch token is no session', async () => {
    const { token } = await site.lrs.access.issueGrant({
      organisation: (await site.store.access.listOrganisations())[0]!.id,
      scopes: ['all'],
      actor: person('x'),
      session: '{}',
      expires: '2030-01-01T00:00:00Z',
    });
    expect(sentences(await see('', `${sessionCookie}=${token}`))).toEqual([]);
  });

  test('a credential that may not read all statements is told so', async () => {
    for (const scope of ['statements/read/mine', 'statements/write', 'state'] as const) {
      const { key, secret } = await site.credential('nordwerk', [scope]);
      const answer = await post('/sign-in', { key, secret, language: 'de' });
      expect([
        answer.status,
        answer.text.includes('darf nicht alle Statements lesen'),
        answer.headers['set-cookie'],
      ]).toEqual([403, true, undefined]);
    }
  });

  test('wrong secrets are slowed down, more and more; the right one works when the wait is over', async () => {
    const { key, secret } = await site.credential('nordwerk', ['all/read']);
    const waits: number[] = [];
    for (let attempt = 0; attempt < 12; attempt += 1) {
      const answer = await post('/sign-in', { key, secret: 'wrong', language: 'de' });
      if (answer.status === 403) expect(answer.text).toContain('passen nicht zusammen');
      else {
        expect(answer.status).toBe(429);
        waits.push(Number(answer.headers['retry-after']));
        expect((await post('/sign-in', { key, secret })).status).toBe(429);
        site.clock.advance(waits.at(-1)! * 1000);
      }
    }
    expect(waits.length).toBeGreaterThan(2);
    expect(waits).toEqual([...waits].sort((one, other) => one - other));
    site.clock.advance(3_600_000);
    expect((await post('/sign-in', { key, secret })).status).toBe(303);
  });

  test('filters by person, verb, activity, course and time, each and together', async () => {
    const { cookie } = await signIn();
    const count = async (query: Readonly<Record<string, string>>) =>
      sentences(await see(new URLSearchParams(query).toString(), cookie)).length;
    expect(await count({ verb: 'passed' })).toBe(31);
    expect(await count({ verb: verbs.passed })).toBe(31);
    expect(await count({ activity: 'u3' })).toBe(12);
    expect(await count({ activity: vocabulary.activity('u3') })).toBe(12);
    expect(await count({ course })).toBe(30);
    expect(await count({ person: '2' })).toBe(20);
    expect(await count({ person: 'account:["https://lms.example","1"]' })).toBe(20);
    expect(await count({ person: '2', verb: 'passed', course, activity: 'u0' })).toBe(1);
    expect(await count({ course, until: '2000-01-01T00:00' })).toBe(0);
    expect(await count({ course, from: '2000-01-01', until: '2100-01-01' })).toBe(30);
    expect(await count({ verb: 'passed', from: '2100-01-01T00:00' })).toBe(0);
  });

  test('a name that two accounts share is asked about, one that nobody has is said, and so is what cannot be read', async () => {
    const { cookie } = await signIn();
    const several = await see('person=1', cookie);
    expect(sentences(several)).toEqual([]);
    expect(several).toContain('Mehrere Konten heißen „1“');
    expect(several).toContain('1 (https://other.example)');
    expect(await see('person=geheim', cookie)).toContain('Niemand mit dem Kontonamen „geheim“');
    expect(await see('verb=ohne', cookie)).toContain('„ohne“ ist keine IRI');
    expect(await see('from=gestern', cookie)).toContain('„gestern“ ist kein Zeitpunkt');
    expect(await see('person=account:kaputt', cookie)).toContain('Niemand mit dem Kontonamen');
  });

  test('pages on, without losing the filter', async () => {
    const { cookie } = await signIn();
    const first = await see('', cookie);
    expect(sentences(first)).toHaveLength(50);
    const older = /id="older" href="\/browser\?([^"]+)"/.exec(first)![1]!.replaceAll('&amp;', '&');
    const second = await see(older, cookie);
    expect(sentences(second)).toHaveLength(11);
    expect(second).not.toContain('id="older"');
    expect(sentences(first)[0]).toBe('Person 1 hat „Anderswo“ bestanden');
    expect(sentences(second)[10]).toBe('Person 1 hat „Einheit &lt;1&gt;“ begonnen');
    const ids = (html: string) => [...html.matchAll(/data-position="(\d+)"/g)].map(([, position]) => Number(position));
    expect([...ids(first), ...ids(second)]).toEqual(
      [...new Set([...ids(first), ...ids(second)])].sort((one, other) => other - one),
    );
  });

  test('another organisation is in no list, no filter, no continuation', async () => {
    const { cookie } = await signIn('suedwerk');
    for (const query of [
      '',
      'after=999999',
      'verb=passed',
      'person=1',
      `course=${encodeURIComponent(course)}`,
      'activity=u3',
    ]) {
      const html = await see(query, cookie);
      expect(html).not.toMatch(/Einheit &lt;|Anderswo|other\.example/);
    }
    expect(sentences(await see('', cookie))).toEqual(['Person geheim hat „Geheimes von Südwerk“ abgeschlossen']);
  });

  test('markup in statements stays text, in the sentence and in the JSON', async () => {
    const evil = '<img src=x onerror=alert(1)>';
    await site.write(
      'suedwerk',
      statement({ actor: person(evil), object: unit('x', `</script>${evil}`), context: { platform: evil } }),
    );
    const html = await see('', (await signIn('suedwerk')).cookie);
    expect(html).toContain('&lt;img src=x');
    expect(html).not.toContain('<img');
  });

  test('what several vocabularies have a verb for is found by any of them, and a part is told by the name of its whole', async () => {
    const [viewed] = knownVerbs.experienced.slice(1);
    await site.write(
      'suedwerk',
      statement({
        actor: person('107'),
        verb: { id: viewed, display: { en: 'Viewed' } },
        object: unit('s7', 'Der Rundgang'),
      }),
      statement({
        actor: person('107'),
        verb: { id: verbs.experienced },
        object: { id: `${unit('s7').id}?subContentId=x` },
        context: { contextActivities: { parent: [{ id: unit('s7').id }] } },
      }),
    );
    const { cookie } = await signIn('suedwerk');
    for (const verb of ['experienced', ...knownVerbs.experienced]) {
      expect(sentences(await see(new URLSearchParams({ verb, person: '107' }).toString(), cookie))).toEqual([
        'Person 107 hat eine Frage in „Der Rundgang“ angesehen',
        'Person 107 hat „Der Rundgang“ angesehen',
      ]);
    }
    await site.write(
      'nordwerk',
      statement({ actor: person('107'), verb: { id: verbs.experienced }, object: unit('s7') }),
    );
    expect(sentences(await see('person=107', (await signIn()).cookie))).toEqual(['Person 107 hat „s7“ angesehen']);
  });

  test('any query is a page, never a fault of ours', async () => {
    const { cookie } = await signIn();
    await fc.assert(
      fc.asyncProperty(
        fc.dictionary(
          fc.constantFrom('person', 'verb', 'activity', 'course', 'from', 'until', 'after', 'language', 'x'),
          fc.oneof(
            fc.string({ unit: 'binary' }),
            fc.json(),
            fc.constantFrom(
              'account:[]',
              'account:',
              'mbox:x',
              '__proto__',
              'constructor',
              'toString',
              '2026-13-45T99:99',
              '%',
            ),
          ),
        ),
        async (query) => {
          const answer = await request(site.url)
            .get(`/browser?${new URLSearchParams(query).toString()}`)
            .set('Cookie', cookie.split(';')[0]!);
          expect(answer.status).toBe(200);
        },
      ),
      { numRuns: 150 },
    );
    expect((await request(site.url).get('/browser?person=%ff%').set('Cookie', cookie.split(';')[0]!)).status).toBe(200);
  }, 60_000);

  describe('live', () => {
    /** Reads events until there are enough of them, or the stream ends. */
    async function follow(
      query: string,
      cookie: string,
      enough: number,
      meanwhile: () => Promise<unknown>,
      headers: Readonly<Record<string, string>> = {},
    ): Promise<readonly { readonly event: string; readonly id?: string; readonly data: string }[]> {
      const abort = new AbortController();
      const answer = await fetch(`${site.url}/browser/live?language=de&${query}`, {
        headers: { Cookie: cookie.split(';')[0]!, Accept: 'text/event-stream', ...headers },
        signal: abort.signal,
      });
      expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'text/event-stream; charset=utf-8']);
      const events: { event: string; id?: string; data: string }[] = [];
      const reader = answer.body!.pipeThrough(new TextDecoderStream()).getReader();
      let rest = '';
      let started: Promise<unknown> | undefined;
      for (;;) {
        const { value, done } = await reader.read();
        if (done) break;
        started ??= meanwhile();
        const blocks = (rest + value).split('\n\n');
        rest = blocks.pop()!;
        for (const block of blocks) {
          const part = (name: string) => new RegExp(`^${name}: ?(.*)$`, 'm').exec(block)?.[1];
          const event = part('event');
          const id = part('id');
          if (event !== undefined)
            events.push({ event, data: part('data') ?? '', ...(id === undefined ? {} : { id }) });
        }
        if (events.length >= enough) break;
      }
      await started;
      abort.abort();
      return events;
    }
    const newest = async (cookie: string) => Number(/data-position="(\d+)"/.exec(await see('', cookie))?.[1] ?? 0);

    test('brings what is new and passes the filter, of the own organisation alone, in order', async () => {
      const { cookie } = await signIn();
      const events = await follow(`verb=passed&after=${await newest(cookie)}`, cookie, 3, async () => {
        await site.write('suedwerk', statement({ verb: passed, object: unit('s2', 'Fremdes') }));
        for (const name of ['eins', 'zwei', 'drei'])
          await site.write(
            'nordwerk',
            statement({ object: unit('n', 'Anderes Verb') }),
            statement({ verb: passed, object: unit(name, name) }),
          );
      });
      expect(events.map(({ event }) => event)).toEqual(['statement', 'statement', 'statement']);
      expect(events.map(({ data }) => sentences(JSON.parse(data) as string)[0])).toEqual(
        ['eins', 'zwei', 'drei'].map((name) => `Person anna hat „${name}“ bestanden`),
      );
      const ids = events.map(({ id }) => Number(id));
      expect(ids).toEqual([...ids].sort((one, other) => one - other));

      const again = await follow('verb=passed&after=0', cookie, 2, async () => undefined, {
        'Last-Event-ID': String(ids[0]),
      });
      expect(again.map(({ id }) => Number(id))).toEqual(ids.slice(1));
    });

    test('says when it leaves some out, and brings the newest', async () => {
      const { cookie } = await signIn();
      const after = await newest(cookie);
      await site.write(
        'nordwerk',
        ...Array.from({ length: 70 }, (_, index) => statement({ object: unit(`v${index}`, `Viel ${index}`) })),
      );
      const events = await follow(`after=${after}`, cookie, 51, async () => undefined);
      expect(events[0]!.event).toBe('gap');
      expect(events.slice(1).map(({ data }) => /„(.*)“/.exec(JSON.parse(data) as string)![1])).toEqual(
        Array.from({ length: 50 }, (_, index) => `Viel ${index + 20}`),
      );
    });

    test('ends with the sign-out', async () => {
      const { cookie } = await signIn();
      const events = await follow(`after=${await newest(cookie)}`, cookie, 9, async () => {
        // supertest sends only what is awaited.
        await post('/sign-out', {}, { Origin: site.url, Cookie: cookie.split(';')[0]! });
      });
      expect(events).toEqual([{ event: 'ended', data: '' }]);
    });

    test('has room for so many, and for others when some have left', async () => {
      const { cookie } = await signIn();
      const connect = async () => {
        const abort = new AbortController();
        const answer = await fetch(`${site.url}/browser/live`, {
          headers: { Cookie: cookie.split(';')[0]! },
          signal: abort.signal,
        });
        // An answer that nobody holds any more is collected, and its connection closed.
        return { answer, status: answer.status, retry: answer.headers.get('retry-after'), abort };
      };
      const many = await Promise.all(Array.from({ length: 25 }, connect));
      expect(many.filter(({ status }) => status === 200)).toHaveLength(20);
      expect(many.filter(({ status, retry }) => status === 429 && retry === '60')).toHaveLength(5);
      for (const { abort } of many) abort.abort();
      const deadline = Date.now() + 5_000;
      let last = await connect();
      while (last.status !== 200 && Date.now() < deadline) last = await connect();
      expect(last.status).toBe(200);
      last.abort.abort();
    });
  });
});
