import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import request, { type Test } from 'supertest';
import { newUuid } from '../../base/index.js';
import { parsePlayedUnit } from '../../people/visit/index.js';
import { publicUrl } from '../support/lrs-server.js';
import { type PlayServer, servePlay, type TestLaunch } from '../support/play-server.js';
import { pixel, tinyDraft } from '../support/tiny-type.js';

const verb = (name: string) => ({ id: `http://adlnet.gov/expapi/verbs/${name}`, display: { 'en-US': name } });
const placeholder = { name: '', mbox: 'mailto:learner@lotse.invalid', objectType: 'Agent' };
const activity = `${publicUrl}/activities/tiny`;

/** A statement as it is kept, as far as the tests look at it. */
interface Stored {
  readonly actor: object;
  readonly object: { readonly id: string; readonly definition: { readonly name: object } };
  readonly authority: { readonly account: { readonly name: string } };
  readonly context: {
    readonly language: string;
    readonly contextActivities: { readonly parent?: object; readonly grouping?: object };
  };
  readonly result: object;
  readonly stored: string;
}

/** A statement as H5P core makes it of a whole content. */
function made(changes: object = {}): Record<string, unknown> & { id: string } {
  return {
    id: newUuid(),
    timestamp: '2026-11-21T07:55:00.000Z',
    actor: placeholder,
    verb: verb('attempted'),
    object: {
      id: activity,
      objectType: 'Activity',
      definition: {
        name: { 'en-US': 'Ein kleiner Versuch' },
        extensions: { 'http://h5p.org/x-api/h5p-local-content-id': 'tiny' },
      },
    },
    context: {
      contextActivities: { category: [{ id: 'http://h5p.org/libraries/Test.Tiny-1.2', objectType: 'Activity' }] },
    },
    ...changes,
  };
}

/** A statement as H5P core makes it of a part. */
const madeOfPart = (changes: object = {}) =>
  made({
    verb: verb('answered'),
    object: {
      id: `${activity}?subContentId=part-1`,
      objectType: 'Activity',
      definition: { name: { 'en-US': 'Teil 1' } },
    },
    context: { contextActivities: { parent: [{ id: activity, objectType: 'Activity' }] } },
    result: { success: true, response: '1' },
    ...changes,
  });

describe('playing over HTTP', () => {
  let play: PlayServer;
  let anna: TestLaunch;
  beforeAll(async () => {
    play = await servePlay();
    anna = await play.launch();
  });
  afterAll(() => play.close());

  const get = (path: string, launch?: Pick<TestLaunch, 'token'>): Test =>
    request(play.server)
      .get(path)
      .set(launch === undefined ? {} : { Authorization: `Bearer ${launch.token}` });
  const postState = (launch: TestLaunch, where = {}): Test =>
    request(play.server).post(stateUrl(where)).set('Authorization', `Bearer ${launch.token}`);
  const send = (launch: TestLaunch, body: unknown, headers: Record<string, string> = {}): Test =>
    request(play.server)
      .post('/h5p/xapi/statements')
      .set({
        Authorization: `Bearer ${launch.token}`,
        'X-Experience-API-Version': '1.0.3',
        'Content-Type': 'application/json',
        ...headers,
      })
      .send(JSON.stringify(body));
  const stored = async (launch: TestLaunch, id: string): Promise<Stored> =>
    JSON.parse((await play.lrs.statements.find(launch.organisation, id))!.text) as Stored;
  const stateUrl = ({ content = 'tiny', dataType = 'state', sub = '0' } = {}): string =>
    `/h5p/user-data/${content}/${dataType}/${sub}`;
  const putState = (launch: TestLaunch, data: string, where = {}): Test =>
    postState(launch, where).type('form').send({ data, preload: '1', invalidate: '1' });
  const modelOf = async (launch: TestLaunch) => {
    const principal = await play.lrs.access.resolveToken(launch.token);
    return play.content.play.model({ principal, session: parsePlayedUnit(principal.session), token: launch.token });
  };

  describe('model', () => {
    test('names what the page needs, in order, on our own origin', async () => {
      const model = await modelOf(anna);
      expect(model).toMatchObject({ title: 'Ein kleiner Versuch', language: 'de' });
      expect(model.scripts.map((path) => path.replace(/\?v=[0-9a-f]{12}$/, ''))).toEqual([
        '/assets/player.js',
        '/h5p/core/frame.bundle.js',
        '/h5p/libraries/Test.Tiny-1.2/tiny.js',
      ]);
      expect(model.styles.at(-1)).toMatch(/^\/h5p\/libraries\/Test\.Tiny-1\.2\/tiny\.css\?v=/);
      expect(model.contentHtml).toBe('<div class="h5p-content" data-content-id="tiny"></div>');
      for (const path of [...model.scripts.slice(1), ...model.styles]) {
        const answer = await get(path);
        expect([path, answer.status, answer.headers['cache-control']]).toEqual([
          path,
          200,
          'public, max-age=31536000, immutable',
        ]);
      }
    });

    test('names the learner nowhere, and asks nobody else', async () => {
      const text = JSON.stringify(await modelOf(anna));
      expect(text).not.toContain('anna');
      expect(text).not.toMatch(/h5p\.org\/v1|hub-api/);
      const { integration } = await modelOf(anna);
      expect(integration).toMatchObject({
        hubIsEnabled: false,
        reportingIsEnabled: false,
        postUserStatistics: false,
        saveFreq: 3,
        fullscreenDisabled: 1,
        user: { name: '', mail: 'learner@lotse.invalid' },
      });
      expect(integration.contents!['cid-tiny']).toMatchObject({
        url: activity,
        fullScreen: '0',
        library: 'Test.Tiny 1.2',
        displayOptions: { copy: false, copyright: false, embed: false, export: false, frame: false, icon: false },
      });
    });

    test("speaks the page's language", async () => {
      const english = await play.launch({ learner: 'english', language: 'en' });
      expect((await modelOf(anna)).integration.l10n['H5P'].close).toBe('Schließen');
      expect((await modelOf(english)).integration.l10n['H5P'].close).toBe('Close');
    });

    test('brings the state of this attempt along', async () => {
      const launch = await play.launch({ learner: 'resumes' });
      expect((await modelOf(launch)).integration.contents!['cid-tiny']!.contentUserData).toEqual({
        0: { state: '{}' },
      });
      await putState(launch, '{"count":3}').expect(200);
      await putState(launch, '{"kept":1}', { dataType: 'notes', sub: 'part-1' }).expect(200);
      const { integration } = await modelOf(launch);
      expect(integration.contents!['cid-tiny']!.contentUserData).toEqual({
        0: { state: '{"count":3}' },
        'part-1': { notes: '{"kept":1}' },
      });
      expect(integration.lotse.states).toEqual({ 'state/0': { revision: 1 }, 'notes/part-1': { revision: 1 } });
    });

    test('plays the version that the attempt began with', async () => {
      await play.store.contents.publishVersion(play.one, tinyDraft('versioned'), '2026-11-21T08:00:00.000Z');
      const before = await play.launch({ content: 'versioned' });
      await play.store.contents.publishVersion(
        play.one,
        tinyDraft('versioned', { edition: 'second', title: 'Neu', parameters: '{"text":"Neu"}' }),
        '2026-11-21T09:00:00.000Z',
      );
      const after = await play.launch({ content: 'versioned', learner: 'later' });
      expect(JSON.parse((await modelOf(before)).integration.contents!['cid-versioned']!.jsonContent)).toMatchObject({
        text: 'Hallo',
      });
      expect((await modelOf(after)).title).toBe('Neu');
    });

    test('a content that is not there (any more) is said to be so', async () => {
      const principal = await play.lrs.access.resolveToken(anna.token);
      const session = { ...parsePlayedUnit(principal.session), content: { id: 'gone', version: 1 } };
      await expect(play.content.play.model({ principal, session, token: anna.token })).rejects.toMatchObject({
        code: 'unknown-content',
      });
    });
  });

  describe('files', () => {
    test('are compressed for those who take it', async () => {
      const plain = await get('/h5p/core/frame.bundle.js').set('Accept-Encoding', 'identity');
      const small = await get('/h5p/core/frame.bundle.js').set('Accept-Encoding', 'gzip, br');
      expect(plain.headers['content-encoding']).toBeUndefined();
      expect(small.headers).toMatchObject({ 'content-encoding': 'br', vary: 'Accept-Encoding' });
      expect(Number(small.headers['content-length'])).toBeLessThan(Number(plain.headers['content-length']) / 2.5);
    });

    test('without their hash in the address are kept for a short time only', async () => {
      expect((await get('/h5p/core/styles/h5p.css')).headers['cache-control']).toBe('public, max-age=300');
      expect((await get('/h5p/core/styles/h5p.css?v=123')).headers['cache-control']).toBe('public, max-age=300');
    });

    test.each([
      '/h5p/core/../package.json',
      '/h5p/core/..%2f..%2fpackage.json',
      '/h5p/core/main.bundle.js',
      '/h5p/core/styles/h5p-hub-sharing.css',
      '/h5p/core/index.d.ts',
      '/h5p/libraries/Test.Tiny-1.2/../../lotse.db',
      '/h5p/libraries/Test.Tiny-1.2/..%2f..%2flotse.db',
      '/h5p/libraries/..-1.2/tiny.js',
      '/h5p/libraries/Test.Tiny-1.3/tiny.js',
      '/h5p/libraries/nothing/tiny.js',
    ])('%s is not there', async (path) => {
      expect((await get(path)).status).toBe(404);
    });

    const keyOf = async (launch: TestLaunch): Promise<string> =>
      /[?&]key=([^&"]+)/.exec(JSON.stringify((await modelOf(launch)).integration))![1]!;
    const fileOf = (key: string, content = 'tiny', version = 1, file = '/images/pixel.png') =>
      `/h5p/content/${content}/${version}?key=${key}&file=${file}`;

    test('of the content need its launch, or the key that its page has', async () => {
      const key = await keyOf(anna);
      const bare = `/h5p/content/tiny/1?file=/images/pixel.png`;
      for (const answer of [await get(fileOf(key)).buffer(true), await get(bare, anna).buffer(true)]) {
        expect(answer.status).toBe(200);
        expect(answer.headers).toMatchObject({ 'content-type': 'image/png', 'x-content-type-options': 'nosniff' });
        expect(answer.headers['cache-control']).toContain('private');
        expect(Buffer.compare(answer.body as Buffer, pixel)).toBe(0);
      }
      expect((await get(bare).expect(401)).body).toMatchObject({ error: { code: 'unauthorized' } });
      expect((await get(bare, { token: 'nonsense' }).expect(401)).body).toMatchObject({
        error: { code: 'session-lost' },
      });
      for (const [opened, launch] of [
        [fileOf(key, 'other'), undefined],
        [fileOf(key, 'tiny', 2), undefined],
        ['/h5p/content/other/1?file=/images/pixel.png', anna],
        ['/h5p/content/tiny/2?file=/images/pixel.png', anna],
      ] as const)
        await get(opened, launch).expect(403);
      await get(fileOf(key, 'tiny', 1, '/images/none.png')).expect(404);
      await get(fileOf(key, 'tiny', 1, '/../lotse.db')).expect(404);
    });

    test("a key that is made up, changed or another organisation's opens nothing, and a key opens nothing else", async () => {
      const key = await keyOf(anna);
      const [text, seal] = key.split('.') as [string, string];
      const foreign = await play.launch({ organisation: play.two, learner: 'frieda' });
      const [foreignText] = (await keyOf(foreign)).split('.') as [string];
      for (const forged of [
        'nonsense',
        '.',
        text,
        `${text}.`,
        `${text}.${seal.slice(1)}x`,
        `${foreignText}.${seal}`,
        anna.token,
      ])
        expect((await get(fileOf(forged)).expect(401)).body).toMatchObject({ error: { code: 'session-lost' } });
      await get(stateUrl(), { token: key }).expect(401);
      await get(`${stateUrl()}?key=${key}`).expect(401);
    });

    test('of the content come in ranges, as players of sound and film ask for them', async () => {
      const key = await keyOf(anna);
      const answer = await get(fileOf(key)).set('Range', 'bytes=1-3');
      expect([answer.status, answer.headers['content-range']]).toEqual([206, `bytes 1-3/${pixel.length}`]);
      expect((answer.body as Buffer).toString('latin1')).toBe('PNG');
      await get(fileOf(key)).set('Range', 'bytes=9999-').expect(416);
    });

    test('an expired launch opens nothing', async () => {
      const short = await play.launch({ learner: 'short', seconds: 1 });
      play.clock.advance(5_000);
      await get('/h5p/content/tiny/1?file=/images/pixel.png', short).expect(401);
      await get(stateUrl(), short).expect(401);
      expect((await send(short, [made()]).expect(401)).body).toMatchObject({ error: { code: 'session-lost' } });
    });
  });

  describe('learner state', () => {
    test('is written, read and removed in the form H5P core expects', async () => {
      const launch = await play.launch({ learner: 'state' });
      expect((await get(stateUrl(), launch).expect(200)).body).toEqual({ success: true, data: false });
      expect((await putState(launch, '{"a":1}')).body).toEqual({ success: true, revision: 1 });
      expect((await putState(launch, '{"a":2}')).body).toEqual({ success: true, revision: 2 });
      expect((await get(stateUrl(), launch)).body).toEqual({ success: true, data: '{"a":2}' });
      expect((await putState(launch, '0')).body).toEqual({ success: true });
      expect((await get(stateUrl(), launch)).body).toEqual({ success: true, data: false });
    });

    test('is refused from a page that another has overtaken, and from one that does not say what it knew', async () => {
      const launch = await play.launch({ learner: 'tabs' });
      const send = (data: string, footing: string): Test =>
        postState(launch).type('form').send({ data, preload: '1', footing });
      const put = (data: string, revision: unknown, page: unknown, serial: unknown = 1, more = {}): Test =>
        send(data, JSON.stringify({ revision, writer: { page, serial }, ...more }));
      expect((await put('1', 0, 'left-page').expect(200)).body).toEqual({ success: true, revision: 1 });
      expect((await put('2', 1, 'right-page').expect(200)).body).toEqual({ success: true, revision: 2 });
      expect((await put('3', 1, 'left-page', 2).expect(412)).body).toMatchObject({
        error: { code: 'precondition-failed' },
      });
      expect((await put('4', 1, 'right-page', 2).expect(200)).body).toEqual({ success: true, revision: 3 });
      for (const [revision, page, serial] of [
        ['x', 'left-page', 1],
        [-1, 'left-page', 1],
        [1.5, 'left-page', 1],
        [3, 'x', 1],
        [3, '<script>-', 1],
        [3, 'left-page', '1'],
        [3, 'left-page', null],
      ]) {
        await put('5', revision, page, serial).expect(400);
      }
      await put('5', 3, 'left-page', 3, { follows: { page: 'right-page' } }).expect(400);
      for (const text of ['', '{', '3', '[]', 'null', `"${'x'.repeat(2_000)}"`]) await send('5', text).expect(400);
      expect((await get(stateUrl(), launch)).body).toEqual({ success: true, data: '4' });
    });

    test("belongs to the launch's person, attempt and organisation alone", async () => {
      const mine = await play.launch({ learner: 'carla' });
      await putState(mine, '{"mine":true}').expect(200);
      const others = [
        await play.launch({ learner: 'dora' }),
        await play.launch({ learner: 'carla', placement: 'link-2' }),
        await play.launch({ learner: 'carla', organisation: play.two }),
      ];
      for (const other of others) {
        expect((await get(stateUrl(), other)).body).toEqual({ success: true, data: false });
        await putState(other, '{"mine":false}').expect(200);
        await putState(other, '0').expect(200);
      }
      expect((await get(stateUrl(), mine)).body.data).toBe('{"mine":true}');
      expect((await get(stateUrl(), await play.launch({ learner: 'carla' }))).body.data).toBe('{"mine":true}');
    });

    test('cannot be addressed for another content, or with names H5P would not use', async () => {
      await putState(anna, '{}', { content: 'other' }).expect(403);
      await get(stateUrl({ content: 'other' }), anna).expect(403);
      await putState(anna, '{}', { dataType: 'a%2Fb' }).expect(400);
      await putState(anna, '{}', { sub: 'x'.repeat(65) }).expect(400);
      await postState(anna).send({ data: '{}' }).expect(400);
      await request(play.server).post('/h5p/user-data/tiny/state/0').type('form').send({ data: '{}' }).expect(401);
      await request(play.server)
        .post(`${stateUrl()}?person=${newUuid()}&userId=${newUuid()}`)
        .set('Authorization', `Bearer ${anna.token}`)
        .type('form')
        .send({ data: '{"x":1}', userId: newUuid() })
        .expect(200);
      expect((await get(stateUrl(), anna)).body.data).toBe('{"x":1}');
    });

    test('is limited in size and number', async () => {
      const launch = await play.launch({ learner: 'greedy' });
      await putState(launch, 'x'.repeat(200_000)).expect(200);
      expect((await putState(launch, 'x'.repeat(300_000)).expect(413)).body).toMatchObject({
        error: { code: 'too-large' },
      });
      for (let count = 1; count < 64; count += 1) await putState(launch, '1', { sub: String(count) }).expect(200);
      await putState(launch, '1', { sub: '64' }).expect(413);
      await putState(launch, '2', { sub: '63' }).expect(200);
    });
  });

  describe('statements', () => {
    test('are made those of the launch', async () => {
      const launch = await play.launch({
        learner: 'emma',
        course: { id: 'course 7', title: 'Führen & Lernen', platformId: 'moodle' },
      });
      const sent = made();
      expect((await send(launch, sent).expect(200)).body).toEqual([sent.id]);
      expect(await stored(launch, sent.id)).toMatchObject({
        id: sent.id,
        timestamp: sent['timestamp'],
        actor: launch.actor,
        verb: verb('attempted'),
        authority: { account: { homePage: publicUrl, name: 'launch' } },
        object: { id: activity, definition: { name: { de: 'Ein kleiner Versuch' } } },
      });
      const { actor, context, object } = await stored(launch, sent.id);
      expect(actor).toEqual(launch.actor);
      expect(object.definition.name).toEqual({ de: 'Ein kleiner Versuch' });
      expect(context).toEqual({
        registration: launch.registration,
        platform: 'Moodle Nordwerk',
        language: 'de',
        contextActivities: {
          grouping: [
            {
              objectType: 'Activity',
              id: `${publicUrl}/courses/moodle/course%207`,
              definition: { type: 'http://adlnet.gov/expapi/activities/course', name: { de: 'Führen & Lernen' } },
            },
          ],
          category: [
            { objectType: 'Activity', id: 'http://h5p.org/libraries/Test.Tiny-1.2' },
            { objectType: 'Activity', id: `${publicUrl}/competencies/lotse/D1` },
          ],
        },
        extensions: {
          [play.vocabulary.extensions.contentVersion]: 1,
          [play.vocabulary.extensions.competencies]: [{ competency: `${publicUrl}/competencies/lotse/D1`, level: 2 }],
        },
      });
    });

    test('of parts keep the part, and name the whole as their parent', async () => {
      const sent = madeOfPart();
      await send(anna, [sent]).expect(200);
      const { object, context, result } = await stored(anna, sent.id);
      expect(object).toMatchObject({
        id: `${activity}?subContentId=part-1`,
        definition: { name: { 'en-US': 'Teil 1' } },
      });
      expect(context.contextActivities.parent).toEqual([{ objectType: 'Activity', id: activity }]);
      expect(context.contextActivities.grouping).toBeUndefined();
      expect(result).toEqual({ success: true, response: '1' });
    });

    test.each(['tiny', 'tiny?subContentId=part-1'])('a bare content id (%s) becomes the activity', async (id) => {
      const sent = made({ object: { id } });
      await send(anna, sent).expect(200);
      expect((await stored(anna, sent.id)).object.id).toBe(id.replace('tiny', activity));
    });

    test.each([
      ['none', undefined],
      ['the placeholder', placeholder],
      ["H5P's own invention", { objectType: 'Agent', account: { homePage: publicUrl, name: newUuid() } }],
      [
        "H5P's own invention without storage",
        { objectType: 'Agent', account: { homePage: publicUrl, name: `not-trackable-${newUuid()}` } },
      ],
      ["the launch's own", { account: { homePage: 'https://lms.example', name: 'anna' } }],
    ])('the actor is replaced where it is %s', async (_what, actor) => {
      const sent = made({ actor });
      await send(anna, sent).expect(200);
      expect((await stored(anna, sent.id)).actor).toEqual(anna.actor);
    });

    test("what only the server may say is not the learner's to say", async () => {
      await play.store.contents.publishVersion(
        play.one,
        tinyDraft('untagged', { competencies: [] }),
        '2026-11-21T08:00:00.000Z',
      );
      const launch = await play.launch({ content: 'untagged' });
      const { extensions } = play.vocabulary;
      const sent = made({
        object: { id: 'untagged' },
        authority: { account: { homePage: publicUrl, name: 'admin' } },
        stored: '2020-01-01T00:00:00Z',
        context: {
          platform: 'Fälschung',
          language: 'fr',
          revision: '9',
          contextActivities: {
            category: [{ id: `${publicUrl}/competencies/lotse/A1` }],
            grouping: [{ id: 'https://elsewhere.example/course' }],
            other: [{ id: 'https://elsewhere.example/other' }],
          },
          extensions: {
            [extensions.competencies]: [{ competency: `${publicUrl}/competencies/lotse/A1`, level: 4 }],
            [extensions.contentVersion]: 99,
            'https://example.org/kept': true,
          },
        },
      });
      await send(launch, sent).expect(200);
      const statement = await stored(launch, sent.id);
      expect(statement.authority.account.name).toBe('launch');
      expect(statement.stored).not.toMatch(/^2020/);
      expect(statement.context).toEqual({
        registration: launch.registration,
        platform: 'Moodle Nordwerk',
        language: 'de',
        contextActivities: { category: [{ objectType: 'Activity', id: 'http://h5p.org/libraries/Test.Tiny-1.2' }] },
        extensions: { [extensions.contentVersion]: 1, 'https://example.org/kept': true },
      });
    });

    const elsewhere = { homePage: 'https://lms.example', name: 'bernd' };
    test.each<[string, object, number, string]>([
      ['another person of the LMS', { actor: { account: elsewhere } }, 403, 'foreign-statement'],
      ['somebody by mail address', { actor: { mbox: 'mailto:bernd@firma.example' } }, 403, 'foreign-statement'],
      ['another invalid mail address', { actor: { mbox: 'mailto:bernd@lotse.invalid' } }, 403, 'foreign-statement'],
      ['somebody by OpenID', { actor: { openid: 'https://bernd.example/' } }, 403, 'foreign-statement'],
      [
        'somebody by hash',
        { actor: { mbox_sha1sum: 'ebd31e95054c018b10727ccffd2ef2ec3a016ee9' } },
        403,
        'foreign-statement',
      ],
      [
        'a credential of the LRS',
        { actor: { account: { homePage: publicUrl, name: 'launch' } } },
        403,
        'foreign-statement',
      ],
      [
        'an invention on another origin',
        { actor: { account: { homePage: 'https://elsewhere.example', name: newUuid() } } },
        403,
        'foreign-statement',
      ],
      [
        'the placeholder and somebody else at once',
        { actor: { ...placeholder, account: elsewhere } },
        403,
        'foreign-statement',
      ],
      ['a group', { actor: { objectType: 'Group', member: [placeholder] } }, 403, 'foreign-statement'],
      [
        'a group with the placeholder as its name',
        { actor: { ...placeholder, objectType: 'Group' } },
        403,
        'foreign-statement',
      ],
      ['a name instead of an agent', { actor: 'anna' }, 403, 'foreign-statement'],
      ['another content', { object: { id: 'other' } }, 403, 'foreign-statement'],
      [
        'the activity of another content',
        { object: { id: `${publicUrl}/activities/other` } },
        403,
        'foreign-statement',
      ],
      ['a content whose id begins alike', { object: { id: `${activity}-2` } }, 403, 'foreign-statement'],
      ['something below the activity that is no part', { object: { id: `${activity}/x` } }, 403, 'foreign-statement'],
      [
        'a part with more in its address',
        { object: { id: `${activity}?subContentId=a&b=c` } },
        403,
        'foreign-statement',
      ],
      ['nothing at all', { object: { definition: {} } }, 403, 'foreign-statement'],
      [
        'another statement',
        { verb: verb('voided'), object: { objectType: 'StatementRef', id: newUuid() } },
        403,
        'foreign-statement',
      ],
      ['an agent', { object: placeholder }, 403, 'foreign-statement'],
      ['an instructor', { context: { instructor: { account: elsewhere } } }, 403, 'foreign-statement'],
      ['a team', { context: { team: { objectType: 'Group', account: elsewhere } } }, 403, 'foreign-statement'],
      [
        'context agents',
        { context: { contextAgents: [{ objectType: 'contextAgent', agent: { account: elsewhere } }] } },
        403,
        'foreign-statement',
      ],
      ['another attempt', { context: { registration: newUuid() } }, 403, 'foreign-statement'],
      [
        'attachments',
        {
          attachments: [
            {
              usageType: 'https://example.org/a',
              display: { de: 'A' },
              contentType: 'text/plain',
              length: 1,
              sha2: 'a'.repeat(64),
              fileUrl: 'https://example.org/a',
            },
          ],
        },
        403,
        'foreign-statement',
      ],
      ['the day after tomorrow', { timestamp: '2026-11-23T09:00:00.000Z' }, 400, 'invalid-statement'],
      ['no time', { timestamp: 'gestern' }, 400, 'invalid-statement'],
      ['no verb', { verb: undefined }, 400, 'invalid-statement'],
      ['a relative verb', { verb: { id: 'completed' } }, 400, 'invalid-statement'],
      ['a score over its scale', { result: { score: { scaled: 7 } } }, 400, 'invalid-statement'],
      ['an id that is none', { id: 'one' }, 400, 'invalid-statement'],
    ])('naming %s is refused, with its whole batch', async (_what, changes, status, code) => {
      const [before, bad, after] = [made(), made(changes), made()];
      const answer = await send(anna, [before, bad, after]);
      expect([answer.status, answer.body.error?.code]).toEqual([status, code]);
      expect(answer.body.error.path).toMatch(/^statements\[1\]/);
      expect(await play.lrs.statements.find(play.one, before.id)).toBeUndefined();
      expect(await play.lrs.statements.find(play.one, after.id)).toBeUndefined();
    });

    test('from the past, and a little from the future, are taken', async () => {
      await send(anna, [
        made({ timestamp: '2020-01-01T00:00:00.000Z' }),
        made({ timestamp: '2026-11-21T20:00:00.000Z' }),
      ]).expect(200);
    });

    test('sent twice are stored once', async () => {
      const launch = await play.launch({ learner: 'twice' });
      const batch = [made(), madeOfPart()];
      await send(launch, batch).expect(200);
      const count = (await play.statements()).length;
      expect((await send(launch, batch).expect(200)).body).toEqual(batch.map(({ id }) => id));
      expect((await send(launch, [...batch, made()]).expect(200)).body).toHaveLength(3);
      expect(await play.statements()).toHaveLength(count + 1);
    });

    test('sent twice are stored once, even when a later launch says other things around them', async () => {
      const launch = await play.launch({ learner: 'relaunch', language: 'de' });
      const sent = made();
      await send(launch, sent).expect(200);
      const again = await play.launch({
        learner: 'relaunch',
        language: 'en',
        course: { id: '8', platformId: 'ilias' },
      });
      expect(again.registration).toBe(launch.registration);
      const next = madeOfPart();
      await send(again, [sent, next]).expect(200);
      expect((await stored(launch, sent.id)).context.language).toBe('de');
      expect((await stored(launch, next.id)).context.language).toBe('en');
    });

    test('with an id that is taken by another step are a conflict', async () => {
      const sent = made();
      await send(anna, sent).expect(200);
      expect((await send(anna, made({ id: sent.id, verb: verb('completed') })).expect(409)).body).toMatchObject({
        error: { code: 'conflict' },
      });
      const other = await play.launch({ learner: 'thief' });
      await send(other, { ...sent, verb: verb('attempted') }).expect(409);
      expect((await stored(anna, sent.id)).actor).toEqual(anna.actor);
    });

    test('stay in their organisation', async () => {
      const launch = await play.launch({ organisation: play.two, learner: 'frieda' });
      const sent = made();
      await send(launch, sent).expect(200);
      expect(await play.lrs.statements.find(play.one, sent.id)).toBeUndefined();
      expect(await play.lrs.statements.find(play.two, sent.id)).toBeDefined();
    });

    test('need a launch for playing, a version, and JSON', async () => {
      await request(play.server)
        .post('/h5p/xapi/statements')
        .set('X-Experience-API-Version', '1.0.3')
        .send([made()])
        .expect(401);
      const { token } = await play.lrs.access.issueGrant({
        organisation: play.one,
        scopes: ['statements/write'],
        actor: anna.actor,
        session: '{}',
        expires: '2027-01-01T00:00:00.000Z',
      });
      await send({ ...anna, token }, [made()]).expect(403);
      const { key, secret } = await play.lrs.access.createCredential({
        organisation: 'one',
        scopes: ['all'],
        label: 'x',
      });
      await request(play.server)
        .post('/h5p/xapi/statements')
        .auth(key, secret)
        .set('X-Experience-API-Version', '1.0.3')
        .send([made()])
        .expect(401);
      expect((await send(anna, [made()], { 'X-Experience-API-Version': '3.0.0' }).expect(400)).body).toMatchObject({
        error: { code: 'unsupported-version' },
      });
      await send(anna, [made()], { 'X-Experience-API-Version': '2.0.0' }).expect(200);
      await send(anna, 'text').expect(400);
      await request(play.server).put('/h5p/xapi/statements').set('Authorization', `Bearer ${anna.token}`).expect(405);
      await send(
        anna,
        Array.from({ length: 201 }, () => made()),
      ).expect(413);
      expect((await send(anna, []).expect(200)).body).toEqual([]);
    });

    test.each([
      ['nested without end', `[${'['.repeat(200_000)}${']'.repeat(200_000)}]`],
      [
        'deeper than the LRS reads',
        JSON.stringify(made({ context: { extensions: { 'https://example.org/deep': 0 } } })).replace(
          'deep":0',
          `deep":${'['.repeat(100)}${']'.repeat(100)}`,
        ),
      ],
      ['half of a surrogate pair', JSON.stringify(made({ result: { response: '\ud83d' } }))],
      ['a key twice', '{"verb":1,"verb":2}'],
      ['no JSON', '{'],
    ])('what the LRS could not read back is refused: %s', async (_what, text) => {
      const answer = await request(play.server)
        .post('/h5p/xapi/statements')
        .set({
          Authorization: `Bearer ${anna.token}`,
          'X-Experience-API-Version': '1.0.3',
          'Content-Type': 'application/json',
        })
        .send(text);
      expect([answer.status, (answer.body as { error?: { code: string } }).error?.code]).toEqual([400, 'invalid-json']);
    });

    test.each([
      [null],
      [[null]],
      [['x']],
      [[[]]],
      [{}],
      [[{ verb: 'x', object: 'y' }]],
      [[{ verb: {}, object: {}, context: [] }]],
      [[{ ...made(), object: { id: 5 } }]],
    ])('nonsense is answered as such: %j', async (body) => {
      expect([400, 403]).toContain((await send(anna, body)).status);
    });
  });

  describe('attempts', () => {
    test('are finished by completing the whole, once', async () => {
      const launch = await play.launch({ learner: 'gerda' });
      await send(launch, [made(), madeOfPart({ verb: verb('completed') })]).expect(200);
      expect((await play.content.attempts.find(play.one, launch.registration))!.finished).toBeUndefined();
      const completed = made({ verb: verb('completed'), result: { completion: true } });
      await send(launch, completed).expect(200);
      const { finished } = (await play.content.attempts.find(play.one, launch.registration))!;
      expect(finished).toMatch(/^2026-11-21T/);
      await send(launch, completed).expect(200);
      expect((await play.content.attempts.find(play.one, launch.registration))!.finished).toBe(finished);
      expect((await play.launch({ learner: 'gerda' })).registration).toBe(launch.registration);
    });

    test('are not finished by what was refused', async () => {
      const launch = await play.launch({ learner: 'hanna' });
      await send(launch, [
        made({ verb: verb('completed') }),
        made({ actor: { mbox: 'mailto:x@firma.example' } }),
      ]).expect(403);
      expect((await play.content.attempts.find(play.one, launch.registration))!.finished).toBeUndefined();
    });

    test('of a content that is not there do not begin', async () => {
      await expect(play.launch({ content: 'nothing' })).rejects.toMatchObject({ code: 'unknown-content' });
    });
  });

  describe('catalogue', () => {
    test("lists an organisation's contents", async () => {
      expect((await play.content.catalogue.list(play.two)).map(({ id }) => id)).toEqual(['tiny']);
      expect(await play.content.catalogue.find(play.two, 'other')).toBeUndefined();
    });

    test('the starter content is installed once', async () => {
      const installed = await play.content.installStarter(play.two);
      expect(installed.map(({ id }) => id)).toEqual(
        expect.arrayContaining([
          'case-ausbildung-stockt',
          'd1-entwicklungsgespraech',
          'd2-lernen-begleiten',
          'e1-kollegiale-beratung',
        ]),
      );
      expect(installed.every(({ published, version }) => published && version === 1)).toBe(true);
      expect((await play.content.installStarter(play.two)).every(({ published }) => !published)).toBe(true);
      expect(await play.content.catalogue.find(play.two, 'd1-entwicklungsgespraech')).toMatchObject({
        kind: 'unit',
        version: 1,
        competencies: [{ framework: 'lotse', code: 'D1', level: 2 }],
      });
    });
  });
});
