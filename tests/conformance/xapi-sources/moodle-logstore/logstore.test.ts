import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import express from 'express';
import request from 'supertest';
import { moodleDialect } from '../../../../adapters/moodle/xapi/index.js';
import { createLogger, vocabularyFor } from '../../../../base/index.js';
import { courseNames } from '../../../../lti-tool/platform/index.js';
import { createStatementBrowser, type StatementBrowser } from '../../../../pages/browser/index.js';
import { LtiTool, nord, publicUrl } from '../../../support/lti-tool.js';
import { claim, PlatformPeer } from '../../../support/platform-peer.js';
import { headers, moodleStatements } from './statements.js';

const vocabulary = vocabularyFor(publicUrl);

/** What Moodle's plugin logstore_xapi sends is taken as it is, and found together with what comes from launches out of the same Moodle. */
describe("statements of Moodle's plugin logstore_xapi", () => {
  let peer: PlatformPeer;
  let tool: LtiTool;
  let moodle: ReturnType<typeof moodleStatements>;
  let browser: StatementBrowser;
  let authorization: string;
  let plainly: string;
  let cookie: string;
  let ours: string;

  const basic = ({ key, secret }: { readonly key: string; readonly secret: string }): string =>
    `Basic ${Buffer.from(`${key}:${secret}`).toString('base64')}`;
  const send = (body: unknown, as = authorization) =>
    request(tool.application)
      .post('/xapi/statements')
      .set({ ...headers, Authorization: as })
      .send(JSON.stringify(body));

  beforeAll(async () => {
    peer = await PlatformPeer.start();
    tool = await LtiTool.open(peer);
    // The peer stands for a Moodle, whose issuer is its own address.
    await tool.platforms.change(nord, tool.platform.id, { kind: 'moodle' });
    moodle = moodleStatements(peer.url);
    ours = vocabulary.course(tool.platform.id, '7');
    // The scope that the manual names for the plugin's credential, and nothing else.
    const writing = { organisation: nord, scopes: ['statements/write', 'define'], label: 'moodle' } as const;
    authorization = basic(await tool.lrs.access.createCredential({ ...writing, software: moodleDialect.software }));
    plainly = basic(await tool.lrs.access.createCredential(writing));
    browser = createStatementBrowser({
      store: tool.records,
      access: tool.lrs.access,
      people: tool.people,
      vocabulary,
      clock: tool.clock,
      logger: createLogger('silent'),
      publicUrl,
      courseNames: courseNames(tool.platforms, vocabulary),
    });
    tool.application.use('/browser', browser.router);
    const reading = await tool.lrs.access.createCredential({
      organisation: nord,
      scopes: ['all/read'],
      label: 'browser',
    });
    const signedIn = await request(express().use('/browser', browser.router))
      .post('/browser/sign-in')
      .set({ Origin: publicUrl })
      .type('form')
      .send({ key: reading.key, secret: reading.secret });
    cookie = (signedIn.headers['set-cookie'] as unknown as string[])[0]!.split(';')[0]!;
  });
  afterAll(async () => {
    browser.close();
    await tool.close();
    await peer.close();
  });

  const see = async (query: Readonly<Record<string, string>>): Promise<string> =>
    (
      await request(express().use('/browser', browser.router))
        .get('/browser')
        .query(query)
        .set({ Cookie: cookie, Accept: 'text/html' })
    ).text;
  const sentences = (markup: string): number => [...markup.matchAll(/class="sentence"/g)].length;

  test('a batch is taken with 200, unchanged: only id, stored, authority and version are added', async () => {
    const answer = await send(moodle.every).expect(200);
    const ids = answer.body as string[];
    expect(ids).toHaveLength(moodle.every.length);
    for (const [index, id] of ids.entries()) {
      const {
        id: _,
        stored: _stored,
        authority: _authority,
        version: _version,
        ...kept
      } = JSON.parse((await tool.lrs.statements.find(nord, id))!.text) as Record<string, unknown>;
      expect(kept).toEqual(JSON.parse(JSON.stringify(moodle.every[index])));
    }
  });

  test('a batch of events that the plugin has no statements for is an empty list, and a success', async () => {
    expect((await send([]).expect(200)).body).toEqual([]);
  });

  test('one wrong statement of a batch is answered with 400 and its place, which is when the plugin halves its batch; nothing is kept', async () => {
    const before = sentences(await see({}));
    const answer = await send([moodle.moduleViewed, { ...moodle.moduleViewed, verb: {} }]).expect(400);
    expect((answer.body as { error: { path: string } }).error.path).toContain('[1].verb');
    expect(sentences(await see({}))).toBe(before);
  });

  test('who is launched is who the plugin speaks of: the same account, so one person', async () => {
    const { token, session } = await tool.sessionOf(
      await tool.launchWith({ sub: '17', [claim('context')]: { id: '7', title: 'Digital lernen im Betrieb' } }),
    );
    const principal = tool.lrs.access.principalOf(await tool.lrs.access.resolveToken(token));
    if (principal.kind !== 'grant') throw new Error('no grant');
    expect(principal.actor).toMatchObject({ account: moodle.moduleViewed.actor.account });
    expect(await tool.people.listIdentities(nord, session.person)).toEqual([
      { issuer: moodle.moduleViewed.actor.account.homePage, subject: moodle.moduleViewed.actor.account.name },
    ]);
    const seenBefore = sentences(await see({ person: '17' }));
    await tool.lrs.statements.accept(
      principal,
      [
        {
          actor: principal.actor,
          verb: { id: 'http://adlnet.gov/expapi/verbs/completed' },
          object: { id: vocabulary.activity('d1-entwicklungsgespraech') },
          context: {
            registration: session.registration,
            contextActivities: {
              grouping: [{ id: ours, definition: { type: 'http://adlnet.gov/expapi/activities/course' } }],
            },
          },
        },
      ],
      { version: '1.0.3' },
    );
    expect(sentences(await see({ person: '17' }))).toBe(seenBefore + 1);
  });

  test('a course is one, by whichever of its names somebody asks', async () => {
    await send([moodle.courseViewed(17, 8), moodle.courseViewed(17, 70)]).expect(200);
    const theirs = `${peer.url}/course/view.php?id=7`;
    const [byOurs, byTheirs] = [await see({ course: ours }), await see({ course: theirs })];
    // Six of the plugin's are about course 7 (its view, the quiz seen, submitted and answered, the enrolment, the assignment), and one is ours.
    expect(sentences(byOurs)).toBe(7);
    expect(sentences(byTheirs)).toBe(7);
    expect(sentences(await see({ course: `${peer.url}/course/view.php?id=8` }))).toBe(1);
    expect(sentences(await see({ course: vocabulary.course(tool.platform.id, '8') }))).toBe(1);
    expect(sentences(await see({ course: `https://another.example/course/view.php?id=7` }))).toBe(0);
  });

  test('a long course comes in pages, each statement once, in order', async () => {
    for (let number = 0; number < 3; number += 1) {
      await send(Array.from({ length: 20 }, () => moodle.courseViewed(18, 9))).expect(200);
      const { token } = await tool.sessionOf(await tool.launchWith({ sub: '18', [claim('context')]: { id: '9' } }));
      const principal = tool.lrs.access.principalOf(await tool.lrs.access.resolveToken(token));
      await tool.lrs.statements.accept(
        principal,
        Array.from({ length: 10 }, () => ({
          actor: { account: { homePage: peer.url, name: '18' } },
          verb: { id: 'http://adlnet.gov/expapi/verbs/answered' },
          object: { id: vocabulary.activity('d1-entwicklungsgespraech') },
          context: { contextActivities: { grouping: [{ id: vocabulary.course(tool.platform.id, '9') }] } },
        })),
        { version: '1.0.3' },
      );
    }
    const positions = (markup: string): number[] =>
      [...markup.matchAll(/<li data-position="(\d+)"/g)].map((match) => Number(match[1]));
    const first = await see({ course: vocabulary.course(tool.platform.id, '9') });
    const next = /id="older" href="[^"]*after=(\d+)/.exec(first)![1]!;
    const second = await see({ course: vocabulary.course(tool.platform.id, '9'), after: next });
    const all = [...positions(first), ...positions(second)];
    expect(all).toHaveLength(90);
    expect(all).toEqual([...new Set(all)].sort((one, other) => other - one));
    expect(second).not.toContain('id="older"');
  });

  test('every statement of the plugin offers its course to narrow down to, and tells points where its scale is not a share', async () => {
    const markup = await see({ activity: `${peer.url}/mod/quiz/attempt.php?attempt=9&cmid=52` });
    expect(markup).toContain('8 von 10');
    expect(markup).not.toContain('60 %');
    expect(markup).toMatch(/course=[^"]*course%2Fview\.php%3Fid%3D7/);
  });

  describe('what the plugin gets wrong', () => {
    const broken = (): readonly (readonly [string, object])[] => [
      ['result.response', moodle.unanswered],
      ['object.definition.target', moodle.matched],
      ['object.definition.choices', moodle.voted],
    ];

    test('is refused from everybody else, with its place', async () => {
      for (const [path, statement] of broken()) {
        const answer = await send([statement], plainly).expect(400);
        expect((answer.body as { error: { path: string } }).error.path).toContain(`[0].${path}`);
      }
    });

    test('is mended where the credential is meant for Moodle, so that the attempt around it arrives; nothing that was meant is changed', async () => {
      const ids = (await send([moodle.quizSubmitted, moodle.unanswered, moodle.matched, moodle.voted]).expect(200))
        .body as string[];
      const kept = await Promise.all(
        ids.map(
          async (id) =>
            JSON.parse((await tool.lrs.statements.find(nord, id))!.text) as {
              result: object;
              object: { definition: Record<string, unknown> };
            },
        ),
      );
      const [attempt, unanswered, matched, voted] = kept;
      expect(attempt!.result).toEqual(moodle.quizSubmitted.result);
      expect(unanswered!.result).toEqual({ completion: true });
      const { source, target } = moodle.matched.object.definition as unknown as Record<string, readonly unknown[]>;
      expect(matched!.object.definition).toMatchObject({ source, target: [target![0], target![2]] });
      expect(voted!.object.definition['choices']).toEqual(Object.values(moodle.voted.object.definition.choices));
    });

    test('alone in its request as well, which is how the plugin sends what is left of a halved batch', async () => {
      for (const [, statement] of broken()) await send([statement]).expect(200);
    });

    test('and whatever else is wrong stays refused', async () => {
      const other = [
        null,
        7,
        'text',
        [],
        { ...moodle.unanswered, result: [null] },
        { ...moodle.unanswered, verb: null },
        { ...moodle.voted, object: null },
        { ...moodle.matched, object: { ...moodle.matched.object, definition: { type: null } } },
      ];
      for (const statement of other) await send([statement]).expect(400);
    });
  });
});
