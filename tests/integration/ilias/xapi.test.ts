import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import express from 'express';
import { createIliasXapi, iliasDialect, type IliasXapi } from '../../../adapters/ilias/xapi/index.js';
import { createLogger, newUuid } from '../../../base/index.js';
import { createLrs, type Lrs } from '../../../lrs/index.js';
import { type LrsStore, organisationId, type Scope } from '../../../lrs/store/index.js';
import { everyStore } from '../../support/every-store.js';
import { basic, publicUrl, testClock, vocabulary } from '../../support/lrs-server.js';
import { countOf, deletionFilter, highscore, lastStatement, pregQuote, report } from './pipelines.js';

const activity = 'https://ilias.example/xapi-1.(a)/obj_77';
const cmi5Activity = 'https://ilias.example/cmi5/obj_78';
const verb = (name: string): string => `http://adlnet.gov/expapi/verbs/${name}`;
const minute = (number: number): string => new Date(Date.UTC(2026, 10, 21, 8, number)).toISOString();

describe.each(everyStore)('ILIAS asks (%s)', (_name, open) => {
  let server: Server;
  let lrs: Lrs;
  let store: LrsStore;
  let iliasXapi: IliasXapi;
  let close: () => Promise<void>;
  let origin: string;
  /** ILIAS's own, somebody else's of the same organisation, and ILIAS's of another organisation. */
  let [own, other, foreign]: string[] = [];

  async function credential(
    organisation: string,
    software?: string,
    scopes: readonly Scope[] = ['all'],
  ): Promise<string> {
    await lrs.access.createOrganisation({ id: organisation, name: organisation });
    const { key, secret } = await lrs.access.createCredential({
      organisation,
      scopes,
      label: 'test',
      ...(software === undefined ? {} : { software }),
    });
    return basic(key, secret);
  }
  beforeAll(async () => {
    const opened = await open();
    store = opened.store;
    close = opened.close;
    const parts = { store, clock: testClock(), logger: createLogger('silent') };
    lrs = createLrs({ ...parts, vocabulary, publicUrl, bodyLimit: 1_000_000, dialects: [iliasDialect] });
    iliasXapi = createIliasXapi({ ...parts, access: lrs.access });
    server = createServer(express().use('/xapi', lrs.router).use('/api', iliasXapi.router));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    own = await credential('nordwerk', 'ilias');
    other = await credential('nordwerk');
    foreign = await credential('suedwerk', 'ilias');
  });
  afterAll(async () => {
    await iliasXapi.stop();
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    await close();
  });

  const headers = (authorization: string, type = 'application/json;charset=utf-8'): Record<string, string> => ({
    Authorization: authorization,
    'X-Experience-API-Version': '1.0.3',
    'Content-Type': type,
    'Cache-Control': 'no-cache, no-store, must-revalidate',
  });

  async function send(statements: readonly object[], authorization = own!): Promise<void> {
    const answer = await fetch(`${origin}/xapi/statements`, {
      method: 'POST',
      headers: headers(authorization),
      body: JSON.stringify(statements),
    });
    expect([answer.status, answer.status === 200 ? '' : await answer.text()]).toEqual([200, '']);
  }
  const sent = (mail: string, name: string, number: number, changes: object = {}) => ({
    id: newUuid(),
    actor: { objectType: 'Agent', mbox: `mailto:${mail}`, name: `Name of ${mail}` },
    verb: { id: verb(name), display: { 'en-US': name } },
    object: { id: activity },
    timestamp: minute(number),
    ...changes,
  });
  /** As PHP's `urlencode(json_encode(…))`. */
  const ask = (pipeline: unknown, authorization = own!): Promise<Response> =>
    fetch(
      `${origin}/api/statements/aggregate?pipeline=${encodeURIComponent(JSON.stringify(pipeline).replaceAll('/', '\\/')).replaceAll('%20', '+')}`,
      { headers: headers(authorization) },
    );
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- answers of every shape
  async function asked(pipeline: unknown, authorization = own!): Promise<any> {
    const answer = await ask(pipeline, authorization);
    expect([answer.status, answer.ok ? '' : await answer.text()]).toEqual([200, '']);
    return answer.json();
  }
  const idsOf = ([{ statements }]: [{ statements: { id: string }[] }]): readonly string[] =>
    statements.map(({ id }) => id);

  test('no place in a statement leads out of it: a question for values changes nothing but its own answer', async () => {
    const [registration, extension] = [newUuid(), 'https://example.org/x'];
    const polluting = JSON.parse(
      '{"__proto__":{"polluted":"yes"},"constructor":{"prototype":{"polluted":"yes"}},"list":[{"__proto__":{"polluted":"yes"}}]}',
    ) as object;
    await send([
      sent('p@il.example', 'completed', 9, {
        object: { id: 'https://ilias.example/other' },
        context: { registration, extensions: { [extension]: polluting } },
      }),
    ]);
    const at = `statement.context.extensions.${extension.replaceAll('.', '&46;')}`;
    const answer = await ask([
      { $match: { 'statement.context.registration': registration } },
      { $sort: { 'statement.timestamp': 1 } },
      { $limit: 5 },
      {
        $project: {
          [`${at}.list`]: 1,
          [`${at}.list.__proto__.polluted`]: 1,
          [`${at}.__proto__.polluted`]: 1,
          [`${at}.constructor.prototype.polluted`]: 1,
          'statement.__proto__.polluted': 1,
        },
      },
    ]);
    const polluted = [{}, [], Object].map((each) => (each as unknown as Record<string, unknown>)['polluted']);
    for (const prototype of [Object.prototype, Array.prototype])
      delete (prototype as unknown as Record<string, unknown>)['polluted'];
    expect([answer.status, polluted]).toEqual([200, [undefined, undefined, undefined]]);
    expect(await answer.text()).toContain('"__proto__":{"polluted":"yes"}');
  });

  describe('for pages of its table', () => {
    const values = [
      sent('a@il.example', 'experienced', 1),
      sent('b@il.example', 'answered', 2, { object: { id: `${activity}/question/1`, objectType: 'Activity' } }),
      sent('a@il.example', 'answered', 3, {
        object: { id: 'https://elsewhere.example/q' },
        context: { contextActivities: { parent: [{ id: 'https://other.example' }, { id: activity }] } },
      }),
      sent('a@il.example', 'completed', 4, { timestamp: '2026-11-21T09:04:00+01:00' }),
      sent('c@il.example', 'completed', 5),
    ];
    const elsewhere = [
      sent('a@il.example', 'completed', 6, { object: { id: 'https://ilias.example/xapi-1.(a)/obj_7' } }),
      sent('a@il.example', 'completed', 6, { object: { id: 'https://ilias.example/xapi-1X(a)/obj_77' } }),
      sent('a@il.example', 'completed', 6, {
        object: { objectType: 'Agent', mbox: 'mailto:a@il.example' },
        context: { contextActivities: { parent: [{ id: activity }] } },
      }),
    ];
    const voided = sent('a@il.example', 'failed', 7);
    const mails = ['a@il.example', 'b@il.example', 'c@il.example'];
    beforeAll(async () => {
      await send([
        ...values,
        ...elsewhere,
        voided,
        { ...sent('t@il.example', 'voided', 8), object: { objectType: 'StatementRef', id: voided.id } },
      ]);
      await send(
        values.map((value) => ({ ...value, id: newUuid() })),
        foreign,
      );
    });
    const at = (...indices: readonly number[]): readonly string[] => indices.map((index) => values[index]!.id);

    test('all of them, newest first, with how many there are', async () => {
      const answer = await asked(report({ activity, actors: { mails } }));
      expect(idsOf(answer)).toEqual(at(4, 3, 2, 1, 0));
      expect(answer[0]).toMatchObject({
        maxcount: 5,
        statements: [
          { actor: { mbox: 'mailto:c@il.example' }, verb: { display: { 'en-US': 'completed' } }, timestamp: minute(5) },
          {},
          {},
          {},
          {},
        ],
      });
      expect(Object.keys(answer[0])).toEqual(['maxcount', 'statements']);
    });

    test('page by page, in every order that the table has', async () => {
      expect(idsOf(await asked(report({ activity, actors: { mails }, limit: 2 })))).toEqual(at(4, 3));
      const second = await asked(report({ activity, actors: { mails }, offset: 2, limit: 2 }));
      expect([idsOf(second), second[0].maxcount]).toEqual([at(2, 1), 5]);
      expect(idsOf(await asked(report({ activity, actors: { mails }, order: ['statement.timestamp', 1] })))).toEqual(
        at(0, 1, 2, 3, 4),
      );
      expect(idsOf(await asked(report({ activity, actors: { mails }, order: ['statement.verb.id', 1] })))).toEqual(
        at(1, 2, 3, 4, 0),
      );
      expect(idsOf(await asked(report({ activity, actors: { mails }, order: ['statement.object.id', 1] })))).toEqual(
        at(2, 0, 3, 4, 1),
      );
      expect(idsOf(await asked(report({ activity, actors: { mails }, order: ['statement.actor.name', -1] })))).toEqual(
        at(4, 1, 3, 2, 0),
      );
      expect(
        idsOf(await asked(report({ activity, actors: { mails }, order: ['statement.actor.account.name', 1] }))),
      ).toEqual(at(0, 1, 2, 3, 4));
    });

    test('by person, verb and time', async () => {
      expect(idsOf(await asked(report({ activity, actors: { mails: ['a@il.example'] } })))).toEqual(at(3, 2, 0));
      expect(idsOf(await asked(report({ activity, actors: { mixed: ['a@il.example'] } })))).toEqual(at(3, 2, 0));
      expect(idsOf(await asked(report({ activity, actors: { mails }, verb: verb('completed') })))).toEqual(at(4, 3));
      expect(idsOf(await asked(report({ activity, actors: { mails }, after: minute(2), before: minute(4) })))).toEqual(
        at(2),
      );
      expect(idsOf(await asked(report({ activity })))).toEqual(at(4, 3, 2, 1, 0));
    });

    test('of nobody there is nothing, and of another organisation only its own', async () => {
      expect(await asked(report({ activity, actors: { mails: [] } }))).toEqual([]);
      expect(await asked(report({ activity, actors: { mails: ['nobody@il.example'] } }))).toEqual([]);
      expect(await asked(report({ activity: 'https://nothing.example/x', actors: { mails } }))).toEqual([]);
      const answer = await asked(report({ activity, actors: { mails } }), foreign);
      expect([answer[0].maxcount, idsOf(answer).some((id) => values.some((value) => value.id === id))]).toEqual([
        5,
        false,
      ]);
    });

    test('how many a deletion would reach', async () => {
      expect(await asked(countOf(deletionFilter({ activity, mails: ['a@il.example'] })))).toEqual([{ count: 2 }]);
      expect(await asked(countOf(deletionFilter({ activity, mails: ['nobody@il.example'] })))).toEqual([]);
      expect(await asked(countOf(deletionFilter({ activity, mails: [] })))).toEqual([]);
    });
  });

  test('for the high score: the last result of each, and all durations in their order', async () => {
    const scored = 'https://ilias.example/scored';
    const score = (mail: string, number: number, scaled: number | undefined, duration?: string) =>
      sent(mail, 'passed', number, {
        object: { id: scored },
        result: {
          ...(scaled === undefined ? {} : { score: { scaled, raw: scaled * 10 } }),
          ...(duration === undefined ? {} : { duration }),
        },
      });
    await send([
      score('a@il.example', 3, 0.9, 'PT3M'),
      score('b@il.example', 2, 0.5),
      score('a@il.example', 1, 0.2, 'PT1M'),
      score('a@il.example', 2, 0, 'PT2M'),
      score('a@il.example', 9, undefined, 'PT9M'),
      score('x@il.example', 9, 1),
    ]);
    const users = ['a@il.example', 'b@il.example'];
    expect(await asked(highscore(scored, '$statement.actor.mbox', users))).toEqual([
      {
        _id: 'mailto:a@il.example',
        mbox: 'mailto:a@il.example',
        account: null,
        username: 'Name of a@il.example',
        timestamp: minute(3),
        duration: ['PT1M', 'PT2M', 'PT3M'],
        score: { scaled: 0.9, raw: 9 },
      },
      {
        _id: 'mailto:b@il.example',
        mbox: 'mailto:b@il.example',
        account: null,
        username: 'Name of b@il.example',
        timestamp: minute(2),
        duration: [],
        score: { scaled: 0.5, raw: 5 },
      },
    ]);
    expect(await asked(highscore(scored, null))).toMatchObject([{ _id: null, mbox: 'mailto:x@il.example' }]);
    expect(await asked(highscore('https://ilias.example/unscored', '$statement.actor.account.name'))).toEqual([]);
  });

  test('before a cmi5 launch: profile, launch data with the activity named twice, statements, and the last one of a session', async () => {
    const actor = {
      objectType: 'Agent',
      account: { homePage: 'https://ilias.example', name: 'user-7' },
      name: 'A Name',
    };
    const registration = newUuid();
    const session = newUuid();
    const extensions = {
      'https://w3id.org/xapi/cmi5/context/extensions/sessionid': session,
      'https://ilias.de/cmi5/activityid': cmi5Activity,
    };
    const contextActivities = {
      grouping: [
        {
          objectType: 'Activity',
          id: cmi5Activity,
          definition: { name: { 'de-DE': 'Titel', 'en-US': 'Titel' }, description: { 'de-DE': '', 'en-US': '' } },
        },
      ],
      category: [{ id: 'https://w3id.org/xapi/cmi5/context/categories/cmi5', objectType: 'Activity' }],
    };
    const statementOf = (name: string) => ({
      id: newUuid(),
      actor,
      verb: { id: verb(name) },
      context: { extensions, registration, contextActivities },
      object: { id: cmi5Activity, definition: { name: { 'de-DE': 'Titel', 'en-US': 'Titel' } } },
    });
    // PHP's rawurlencode.
    const query = (pairs: Readonly<Record<string, string>>): string =>
      Object.entries(pairs)
        .map(([name, value]) => `${name}=${encodeURIComponent(value)}`)
        .join('&');
    const launched = statementOf('launched');
    const state = {
      agent: JSON.stringify(actor),
      activityId: cmi5Activity,
      activity_id: cmi5Activity,
      registration,
      stateId: 'LMS.LaunchData',
    };
    const requests = [
      [
        'POST',
        `/agents/profile?${query({ agent: JSON.stringify(actor), profileId: 'cmi5LearnerPreferences' })}`,
        { languagePreference: 'de', audioPreference: 'on' },
      ],
      [
        'PUT',
        `/activities/state?${query(state)}`,
        {
          contextTemplate: { contextActivities, extensions },
          launchMode: 'Normal',
          launchMethod: 'OwnWindow',
          moveOn: 'Completed',
        },
      ],
      ['PUT', `/statements?statementId=${launched.id}`, launched],
    ] as const;
    // The second launch finds everything there.
    for (let time = 0; time < 2; time += 1) {
      const answers = await Promise.all(
        requests.map(async ([method, path, body]) =>
          fetch(`${origin}/xapi${path}`, { method, headers: headers(own!), body: JSON.stringify(body) }),
        ),
      );
      expect(answers.map(({ status }) => status)).toEqual([204, 204, 204]);
    }
    const { activity_id: _own, ...plain } = state;
    expect(
      await (await fetch(`${origin}/xapi/activities/state?${query(plain)}`, { headers: headers(own!) })).json(),
    ).toMatchObject({ launchMode: 'Normal' });

    const put = (changes: Readonly<Record<string, string>>, authorization: string): Promise<number> =>
      fetch(`${origin}/xapi/activities/state?${query({ ...state, ...changes })}`, {
        method: 'PUT',
        headers: headers(authorization),
        body: '{}',
      }).then(({ status }) => status);
    expect(await put({ activity_id: 'https://ilias.example/other' }, own!)).toBe(400);
    expect(await put({ activityid: cmi5Activity }, own!)).toBe(400);
    expect(await put({}, other!)).toBe(400);
    expect(
      (
        await fetch(
          `${origin}/xapi/agents/profile?${query({ agent: JSON.stringify(actor), profileId: 'x', activity_id: cmi5Activity })}`,
          { headers: headers(own!) },
        )
      ).status,
    ).toBe(400);

    const [answered, terminated] = [
      { ...statementOf('answered'), timestamp: minute(58) },
      { ...statementOf('terminated'), timestamp: minute(59) },
    ];
    await send([terminated, answered, { ...statementOf('initialized'), timestamp: minute(57) }]);
    // The launched statement has the server's time, which is later.
    const [last] = await asked(lastStatement(cmi5Activity, session));
    expect(last).toEqual({
      statement: { timestamp: expect.any(String), verb: { id: expect.stringMatching(/launched|terminated/) } },
    });
    expect(await asked(lastStatement(cmi5Activity, newUuid()))).toEqual([]);
    expect(
      idsOf(
        await asked(
          report({ activity: cmi5Activity, actors: { registration }, order: ['statement.actor.account.name', 1] }),
        ),
      ),
    ).toHaveLength(4);
    expect(await asked(report({ activity: cmi5Activity, actors: { registration: newUuid() } }))).toEqual([]);
    expect(await asked(highscore(cmi5Activity, '$statement.actor.account.name'))).toEqual([]);
  });

  describe('for deletion', () => {
    const deleted = 'https://ilias.example/deleted';
    const about = (mail: string, number: number, changes: object = {}) =>
      sent(mail, 'completed', number, { object: { id: deleted }, ...changes });
    const initialise = (filter: unknown, authorization = own!): Promise<Response> =>
      fetch(`${origin}/api/v2/batchdelete/initialise`, {
        method: 'POST',
        headers: headers(authorization, 'application/json; charset=utf-8'),
        body: JSON.stringify({ filter }),
      });
    const batch = (id: string, authorization = own!): Promise<Response> =>
      fetch(
        `${origin}/api/connection/batchdelete?filter=${encodeURIComponent(JSON.stringify({ _id: { $oid: id } }))}`,
        { headers: headers(authorization) },
      );
    async function untilDone(filter: unknown): Promise<number> {
      const { _id: id, done } = (await (await initialise(filter)).json()) as { _id: string; done: boolean };
      expect([typeof done, /^[0-9a-f]{24}$/.test(id)]).toEqual(['boolean', true]);
      const deadline = Date.now() + 20_000;
      for (;;) {
        const { edges } = (await (await batch(id)).json()) as {
          edges: { node: { done: boolean; deleteCount: number } }[];
        };
        expect(edges).toHaveLength(1);
        if (edges[0]!.node.done) return edges[0]!.node.deleteCount;
        if (Date.now() > deadline) throw new Error('The deletion is not done.');
        await new Promise((resolve) => setTimeout(resolve, 10));
      }
    }
    const there = async (id: string): Promise<boolean> =>
      (await store.statements.findStatement(organisationId('nordwerk')!, id)) !== undefined;

    test('what came in under its own credential goes, voided or not, and the stream tells; nothing else does', async () => {
      const mine = [about('a@il.example', 1), about('a@il.example', 2, { object: { id: `${deleted}#part` } })];
      const voided = about('a@il.example', 3);
      const stays = [
        about('b@il.example', 1),
        about('a@il.example', 1, { object: { id: 'https://ilias.example/delete' } }),
      ];
      const notIts = about('a@il.example', 4);
      const void1 = { ...sent('t@il.example', 'voided', 5), object: { objectType: 'StatementRef', id: voided.id } };
      await send([...mine, voided, ...stays, void1]);
      await send([notIts], other);
      await send([{ ...mine[0], id: newUuid() }], foreign);
      const head = await store.stream.findHead(0);
      expect(await untilDone(deletionFilter({ activity: deleted, mails: ['a@il.example'] }))).toBe(3);
      expect(await Promise.all([...mine, voided].map(({ id }) => there(id)))).toEqual([false, false, false]);
      expect(await Promise.all([...stays, notIts, void1].map(({ id }) => there(id)))).toEqual([true, true, true, true]);
      const events = await store.stream.listEvents(0, head, 10);
      expect(events).toMatchObject([{ kind: 'erasure', organisation: 'nordwerk' }]);
      expect(new Set(events.flatMap((event) => (event.kind === 'erasure' ? event.statements : [])))).toEqual(
        new Set([...mine, voided].map(({ id }) => id)),
      );
      expect(
        await asked(report({ activity: deleted, actors: { mails: ['a@il.example', 'b@il.example'] } })),
      ).toMatchObject([{ maxcount: 2 }]);
      expect(await asked(report({ activity: deleted, actors: { mails: ['a@il.example'] } }), foreign)).toMatchObject([
        { maxcount: 1 },
      ]);
      expect(await untilDone(deletionFilter({ activity: deleted, mails: ['a@il.example'] }))).toBe(0);
    });

    test('by verb and time, and more than go at once', async () => {
      const many = Array.from({ length: 1_230 }, (_, index) =>
        about('many@il.example', 1, { timestamp: new Date(Date.UTC(2026, 0, 1, 0, 0, index)).toISOString() }),
      );
      for (let index = 0; index < many.length; index += 200) await send(many.slice(index, index + 200));
      const filter = (changes: object): object =>
        deletionFilter({ activity: deleted, mails: ['many@il.example'], ...changes });
      expect(await untilDone(filter({ verb: verb('failed') }))).toBe(0);
      expect(
        await untilDone(
          filter({ verb: verb('completed'), after: '2026-01-01T00:00:09.000Z', before: '2026-01-01T00:00:20.000Z' }),
        ),
      ).toBe(10);
      expect(await untilDone(filter({}))).toBe(1_220);
    }, 60_000);

    test('of nobody is nothing, never everything', async () => {
      const value = about('c@il.example', 1);
      await send([value]);
      for (const filter of [
        deletionFilter({ activity: deleted, mails: [] }),
        {},
        { ...deletionFilter({ activity: deleted, mails: ['x'] }), $or: [] },
      ])
        expect(await untilDone(filter)).toBe(0);
      expect(await there(value.id)).toBe(true);
    });

    test('states go the way that xAPI has', async () => {
      const agent = JSON.stringify({ mbox: 'mailto:a@il.example' });
      const place = `activityId=${encodeURIComponent(deleted)}&agent=${encodeURIComponent(agent)}`;
      await fetch(`${origin}/xapi/activities/state?${place}&stateId=x`, {
        method: 'PUT',
        headers: headers(own!),
        body: '{}',
      });
      expect(
        (
          await fetch(`${origin}/xapi/activities/state?${place}`, {
            method: 'DELETE',
            headers: headers(own!),
            body: JSON.stringify({ filter: {} }),
          })
        ).status,
      ).toBe(204);
      expect(
        await (await fetch(`${origin}/xapi/activities/state?${place}`, { headers: headers(own!) })).json(),
      ).toEqual([]);
    });

    test("a deletion is its organisation's own, and one that nobody knows is none", async () => {
      const { _id: id } = (await (await initialise(deletionFilter({ activity: deleted, mails: [] }))).json()) as {
        _id: string;
      };
      expect(await (await batch(id, foreign)).json()).toMatchObject({ edges: [] });
      expect(await (await batch('0'.repeat(24))).json()).toMatchObject({ edges: [] });
      expect((await batch('../x')).status).toBe(400);
    });
  });

  describe('and is refused', () => {
    test.each([
      ['without a credential', () => ask(report({ activity }), ''), 401],
      ['with one that is not for ILIAS', () => ask(report({ activity }), other), 403],
      [
        'with one that may not read',
        async () => ask(report({ activity }), await credential('nordwerk', 'ilias', ['statements/write'])),
        403,
      ],
      [
        'deletion with one that may only read',
        async () =>
          fetch(`${origin}/api/v2/batchdelete/initialise`, {
            method: 'POST',
            headers: headers(await credential('nordwerk', 'ilias', ['statements/read', 'statements/write'])),
            body: '{"filter":[]}',
          }),
        403,
      ],
      ['without a pipeline', () => fetch(`${origin}/api/statements/aggregate`, { headers: headers(own!) }), 400],
      [
        'with other parameters',
        () => fetch(`${origin}/api/statements/aggregate?pipeline=[]&x=1`, { headers: headers(own!) }),
        400,
      ],
      [
        'with what is not JSON',
        () => fetch(`${origin}/api/statements/aggregate?pipeline=[{`, { headers: headers(own!) }),
        400,
      ],
      [
        'with a body that is none',
        () =>
          fetch(`${origin}/api/v2/batchdelete/initialise`, {
            method: 'POST',
            headers: headers(own!),
            body: '{"filter":{},"x":1}',
          }),
        400,
      ],
    ])('%s', async (_reason, request, status) => {
      const answer = await request();
      expect([answer.status, Object.keys((await answer.json()) as object)]).toEqual([status, ['error']]);
    });

    const matching = (match: unknown): unknown => [{ $match: match }, { $count: 'count' }];
    const one = { 'statement.object.id': activity };
    test.each<readonly [string, unknown]>([
      ['an empty pipeline', []],
      ['a stage that ILIAS does not use', [{ $match: one }, { $out: 'statements' }]],
      ['a look-up', [{ $match: one }, { $lookup: { from: 'users', localField: 'a', foreignField: 'b', as: 'c' } }]],
      ['JavaScript', matching({ ...one, $where: 'sleep(1000)' })],
      ['JavaScript in an expression', matching({ ...one, $expr: { $function: { body: 'x', args: [], lang: 'js' } } })],
      ['an operator that ILIAS does not use', matching({ ...one, 'statement.verb.id': { $ne: 'x' } })],
      ['everything', matching({ 'statement.verb.id': 'http://adlnet.gov/expapi/verbs/completed' })],
      ['everything by a negation', matching({ 'statement.object.id': { $exists: 1 } })],
      ['one of two activities or everything', matching({ $or: [one, { 'statement.verb.id': 'x' }] })],
      ["a pattern that is none of ILIAS's", matching({ 'statement.object.id': { $regex: '^(a+)+$' } })],
      ['a pattern without a beginning', matching({ 'statement.object.id': { $regex: 'obj' } })],
      ['a pattern for everything', matching({ 'statement.object.id': { $regex: '^' } })],
      ['a pattern with an escape that means something', matching({ 'statement.object.id': { $regex: '^https\\w' } })],
      ['pattern options', matching({ 'statement.object.id': { $regex: '^https', $options: 'i' } })],
      ['a place outside of statements', matching({ ...one, organisation: 'suedwerk' })],
      ['a place with too many names', matching({ ...one, [`statement.${'a.'.repeat(20)}b`]: 1 })],
      [
        'too deep a nesting',
        matching({ $and: [{ $and: [{ $and: [{ $and: [{ $and: [{ $and: [{ $and: [one] }] }] }] }] }] }] }),
      ],
      [
        'too many rows',
        [
          { $match: one },
          { $sort: { 'statement.timestamp': 1 } },
          { $limit: 100_000 },
          { $project: { 'statement.verb.id': 1 } },
        ],
      ],
      [
        'an order by two places',
        [
          { $match: one },
          { $sort: { 'statement.timestamp': 1, 'statement.verb.id': 1 } },
          { $limit: 1 },
          { $project: { 'statement.verb.id': 1 } },
        ],
      ],
      [
        'a column that is a prototype',
        [
          { $match: one },
          { $sort: { 'statement.timestamp': 1 } },
          { $group: { _id: null, __proto__x: { $last: '$statement.verb' }, 'a.b': { $last: '$statement.verb' } } },
        ],
      ],
      ['an instant that is none', matching({ ...one, 'statement.timestamp': { $gt: { $date: 1 } } })],
    ])('asking for %s', async (_reason, pipeline) => {
      const answer = await ask(pipeline);
      expect([answer.status, ((await answer.json()) as { error: { code: string } }).error.code]).toEqual([
        400,
        'invalid-parameter',
      ]);
    });
  });
});

test('a quoted text stands for itself', () => {
  expect(pregQuote('https://a.example/x-1?y=(z)#[w]')).toBe('https\\://a\\.example/x\\-1\\?y\\=\\(z\\)\\#\\[w\\]');
});
