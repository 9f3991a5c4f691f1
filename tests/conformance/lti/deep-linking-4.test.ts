import { agentKey } from '../../../lrs/statement/index.js';
import { previewUnit, startOver } from '../../../pages/shared/index.js';
import { visitOf } from '../../support/grade-walk.js';
import { entry, type LtiTool, nord, publicUrl, useLtiTool } from '../../support/lti-tool.js';
import { claim, membershipRole, type PlatformPeer } from '../../support/platform-peer.js';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createLocalJWKSet, jwtVerify } from 'jose';

const deepLinking = (name: string): string => `https://purl.imsglobal.org/spec/lti-dl/claim/${name}`;

/** Deep Linking 2.0 §4.4 and §4.5: the picker, and what it hands back. */
describe('deep linking', () => {
  let peer: PlatformPeer;
  let tool: LtiTool;
  useLtiTool((opened) => ({ peer, tool } = opened));

  async function open(settings: Readonly<Record<string, unknown>> = {}): Promise<string> {
    const answer = await tool.launchWith({
      [claim('message_type')]: 'LtiDeepLinkingRequest',
      [claim('roles')]: [membershipRole('Instructor')],
      [claim('resource_link')]: undefined,
      [claim('target_link_uri')]: undefined,
      [claim('custom')]: undefined,
      [deepLinking('deep_linking_settings')]: {
        deep_link_return_url: `${peer.url}/return?a=1&b=2`,
        accept_types: ['ltiResourceLink'],
        accept_presentation_document_targets: ['iframe'],
        accept_multiple: true,
        data: 'as it was',
        ...settings,
      },
    });
    const { path, token } = await tool.sessionOf(answer);
    expect(path).toBe(`${publicUrl}/lti/deep-link`);
    return token;
  }

  async function responseOf(markup: string) {
    const jwt = /name="JWT" value="([^"]+)"/.exec(markup)![1]!;
    const keys = { keys: (await tool.platforms.publishedKeys()).map((key) => ({ ...key })) };
    return (
      await jwtVerify(jwt, createLocalJWKSet(keys), {
        algorithms: ['RS256'],
        issuer: peer.clientId,
        audience: peer.url,
      })
    ).payload;
  }

  test('settings that say nothing count as left out: one item, and no data to hand back', async () => {
    const launch = await open({ accept_multiple: null, data: null });
    const picker = await tool.get('/lti/deep-link', { launch }).expect(200);
    expect(picker.text).toContain('type="radio"');
    const handed = await tool.post('/lti/deep-link', { launch, item: ['page:matrix'] }).expect(200);
    expect(await responseOf(handed.text)).not.toHaveProperty([deepLinking('data')]);
  });

  test("the picker lists the organisation's contents, escaped, and may stand in the LMS's frame alone", async () => {
    const answer = await tool.get('/lti/deep-link', { launch: await open() }).expect(200);
    expect(answer.text).toContain('Das &lt;Entwicklungsgespräch&gt;');
    expect(answer.text).toContain('type="checkbox"');
    expect(answer.text).toContain('Meine Kompetenzmatrix');
    expect(answer.headers['content-security-policy']).toContain(`frame-ancestors 'self' ${peer.url}`);
  });

  const link = (id: string, title: string) => ({
    type: 'ltiResourceLink',
    title,
    text: expect.any(String),
    url: `${publicUrl}/lti/launch`,
    custom: { content: id },
    iframe: { height: 720 },
    lineItem: {
      scoreMaximum: 100,
      label: title,
      resourceId: id,
      tag: 'unit',
      submissionReview: { reviewableStatus: ['InProgress', 'Submitted', 'Completed'] },
    },
    icon: { url: `${publicUrl}/assets/icon.svg`, width: 64, height: 64 },
  });

  test('several items go back in the order in which they were chosen, each with the one launch address, its custom parameter and its line item', async () => {
    const answer = await tool
      .post('/lti/deep-link', {
        launch: await open(),
        item: ['content:d2-lernen-begleiten', 'page:matrix', 'content:d1-entwicklungsgespraech'],
      })
      .expect(200);
    expect(answer.text).toContain(`action="${peer.url}/return?a=1&amp;b=2"`);
    const claims = await responseOf(answer.text);
    expect(claims).toMatchObject({
      [claim('message_type')]: 'LtiDeepLinkingResponse',
      [claim('version')]: '1.3.0',
      [claim('deployment_id')]: '1',
      [deepLinking('data')]: 'as it was',
    });
    const { lineItem: _, ...ungraded } = link('', 'Meine Kompetenzmatrix');
    expect(claims[deepLinking('content_items')]).toEqual([
      link('d2-lernen-begleiten', 'Lernen begleiten'),
      { ...ungraded, custom: { page: 'matrix' } },
      link('d1-entwicklungsgespraech', 'Das <Entwicklungsgespräch>'),
    ]);
  });

  test('the whole path goes back with a line item for the share that is completed, the team matrix without', async () => {
    const claims = await responseOf(
      (await tool.post('/lti/deep-link', { launch: await open(), item: ['page:path', 'page:team'] }).expect(200)).text,
    );
    expect(claims[deepLinking('content_items')]).toMatchObject([
      {
        title: 'Ganzer Lernpfad',
        custom: { page: 'path' },
        lineItem: { scoreMaximum: 100, resourceId: 'learning-path', tag: 'path' },
      },
      { title: 'Team-Matrix', custom: { page: 'team' } },
    ]);
    expect((claims[deepLinking('content_items')] as object[])[1]).not.toHaveProperty('lineItem');
  });

  test('what the LMS does not take is not sent: no line item, no frame', async () => {
    const launch = await open({ accept_lineitem: false, accept_presentation_document_targets: ['window'] });
    const claims = await responseOf(
      (await tool.post('/lti/deep-link', { launch, item: 'content:d2-lernen-begleiten' }).expect(200)).text,
    );
    const [item] = claims[deepLinking('content_items')] as object[];
    expect(item).not.toHaveProperty('lineItem');
    expect(item).not.toHaveProperty('iframe');
    expect(item).toMatchObject({ window: { targetName: '_blank' } });
  });

  test.each([false, 'false', undefined])(
    'where the LMS takes one item (accept_multiple %s) one goes back',
    async (multiple) => {
      const launch = await open({ accept_multiple: multiple, data: undefined });
      expect((await tool.get('/lti/deep-link', { launch })).text).toContain('type="radio"');
      const claims = await responseOf(
        (
          await tool
            .post('/lti/deep-link', { launch, item: ['content:d2-lernen-begleiten', 'page:matrix'] })
            .expect(200)
        ).text,
      );
      expect(claims[deepLinking('content_items')]).toHaveLength(1);
      expect(claims[deepLinking('data')]).toBeUndefined();
    },
  );

  test('what the LMS wants back goes back even where it is empty; the message is good for minutes and for once', async () => {
    const post = async () =>
      responseOf(
        (await tool.post('/lti/deep-link', { launch: await open({ data: '' }), item: 'page:matrix' }).expect(200)).text,
      );
    const [one, other] = [await post(), await post()];
    expect(one[deepLinking('data')]).toBe('');
    expect(one['nonce']).toMatch(/^[\w-]{20,}$/);
    expect(other['nonce']).not.toBe(one['nonce']);
    expect(one.exp! * 1000 - tool.clock.now()).toBeLessThanOrEqual(300_000);
    expect(tool.clock.now() - one.iat! * 1000).toBeGreaterThanOrEqual(29_000);
  });

  test('an LMS that was switched off while somebody picked gets nothing more from us', async () => {
    const launch = await open();
    await tool.platforms.change(nord, tool.platform.id, { active: false });
    const answer = await tool.post('/lti/deep-link', { launch, item: 'page:matrix' });
    await tool.platforms.change(nord, tool.platform.id, { active: true });
    expect([answer.status, /name="JWT"/.test(answer.text), tool.reasons.at(-1)]).toEqual([
      403,
      false,
      'deep linking: platform switched off',
    ]);
  });

  test('a preview opens nothing that could be written to, not even by beginning again', async () => {
    const visit = await visitOf(tool, await open());
    const { token } = await previewUnit(tool.units, visit, { id: 'd2-lernen-begleiten', version: 3 });
    const looking = await visitOf(tool, token);
    expect(looking.principal.scopes).toEqual(['statements/read/mine']);
    await expect(startOver(tool.units, looking)).rejects.toMatchObject({ code: 'forbidden' });
    expect(await tool.attempts.list(nord, [agentKey(visit.principal.actor)])).toEqual([]);
  });

  test('nothing chosen is said kindly, and nothing is sent', async () => {
    const answer = await tool.post('/lti/deep-link', { launch: await open() }).expect(400);
    expect(answer.text).toContain('Es war nichts ausgewählt');
    expect(answer.text).not.toContain('JWT');
  });

  test('cancelling sends no item back, and says so', async () => {
    const claims = await responseOf(
      (await tool.post('/lti/deep-link/cancel', { launch: await open(), item: 'page:matrix' }).expect(200)).text,
    );
    expect(claims).toMatchObject({
      [deepLinking('content_items')]: [],
      [deepLinking('data')]: 'as it was',
      [deepLinking('msg')]: expect.stringContaining('abgebrochen'),
    });
  });

  test('an LMS that takes no links is told so, and can be gone back to', async () => {
    const launch = await open({ accept_types: ['file'] });
    expect((await tool.get('/lti/deep-link', { launch }).expect(200)).text).toContain('Hier kann Lotse nichts ablegen');
    expect(
      (await responseOf((await tool.post('/lti/deep-link/cancel', { launch }).expect(200)).text))[
        deepLinking('content_items')
      ],
    ).toEqual([]);
  });

  test("the LMS's own words are shown, as text", async () => {
    const answer = await tool
      .get('/lti/deep-link', { launch: await open({ title: 'Woche <3>', text: 'Bitte kurz', auto_create: true }) })
      .expect(200);
    expect(answer.text).toContain('Woche &lt;3&gt; – Bitte kurz');
    expect(answer.text).toContain('legt die Aktivitäten gleich an');
  });

  test.each(['Lotse', ' Lotse – Lernen im Betrieb '])(
    "an LMS that only says the tool's own name (%s) is not quoted",
    async (title) => {
      expect(
        (await tool.get('/lti/deep-link', { launch: await open({ title, text: '' }) }).expect(200)).text,
      ).not.toContain('schreibt dazu');
      expect(
        (await tool.get('/lti/deep-link', { launch: await open({ title, text: 'Bitte kurz' }) }).expect(200)).text,
      ).toContain('schreibt dazu:</strong> Bitte kurz<');
    },
  );

  test('what was deleted meanwhile is not handed over silently: the picker says so and keeps the rest', async () => {
    const launch = await open();
    const gone = tool.contents.pop()!;
    try {
      const answer = await tool
        .post('/lti/deep-link', { launch, item: ['content:d1-entwicklungsgespraech', `content:${gone.id}`] })
        .expect(409);
      expect(answer.text).toContain('wurde inzwischen gelöscht');
      expect(answer.text).not.toContain('name="JWT"');
      expect(chosenIn(answer.text)).toEqual(['content:d1-entwicklungsgespraech']);
      expect((await tool.get('/lti/deep-link', { launch, preview: gone.id }).expect(404)).text).toContain(
        'Diese Lerneinheit wurde inzwischen gelöscht',
      );
    } finally {
      tool.contents.push(gone);
    }
  });

  /** The selection as the page's form will send it on. */
  function chosenIn(markup: string): readonly string[] {
    return [...markup.split('<template')[0]!.matchAll(/name="item" value="([^"]*)"/g)].map((match) => match[1]!);
  }

  test('without scripts the selection survives searching, ticking and unticking, and can be put in order', async () => {
    const launch = await open();
    const both = { launch, item: ['content:d2-lernen-begleiten', 'page:matrix'] };
    // Searched for something else: what is chosen is not among what is shown.
    expect(
      chosenIn((await tool.get('/lti/deep-link', { ...both, search: 'nichts dergleichen' } as never)).text),
    ).toEqual(both.item);
    // Shown, unticked, and another one ticked.
    const merged = {
      ...both,
      shown: ['content:d1-entwicklungsgespraech', 'content:d2-lernen-begleiten'],
      pick: 'content:d1-entwicklungsgespraech',
    };
    expect(chosenIn((await tool.get('/lti/deep-link', merged as never)).text)).toEqual([
      'page:matrix',
      'content:d1-entwicklungsgespraech',
    ]);
    const moved = await tool.get('/lti/deep-link', { ...both, up: 'page:matrix' } as never).expect(303);
    expect([...new URL(moved.headers['location'] as string, publicUrl).searchParams.getAll('item')]).toEqual([
      'page:matrix',
      'content:d2-lernen-begleiten',
    ]);
    const removed = await tool.get('/lti/deep-link', { ...both, remove: 'page:matrix' } as never).expect(303);
    expect([...new URL(removed.headers['location'] as string, publicUrl).searchParams.getAll('item')]).toEqual([
      'content:d2-lernen-begleiten',
    ]);
  });

  describe('with five hundred contents', () => {
    const kept = [] as typeof tool.contents;
    beforeAll(() => {
      kept.push(...tool.contents.splice(0));
      tool.contents.push(
        ...Array.from({ length: 500 }, (_, index) => ({
          ...entry(`content-${index}`, `Über Gespräche ${index}`),
          kind: index % 5 === 0 ? ('case' as const) : ('unit' as const),
          competencies: [{ framework: 'lotse', code: index % 2 === 0 ? 'A1' : 'E1', level: 1 + (index % 2) }],
        })),
      );
    });
    afterAll(() => void tool.contents.splice(0, tool.contents.length, ...kept));
    const titles = (markup: string): number => [...markup.matchAll(/data-title="Über/g)].length;

    test('the page stays as light as with few, and answers fast', async () => {
      const launch = await open();
      await tool.get('/lti/deep-link', { launch });
      const began = performance.now();
      const { text } = await tool.get('/lti/deep-link', { launch }).expect(200);
      expect(performance.now() - began).toBeLessThan(1_000);
      expect(titles(text)).toBe(24);
      expect(Buffer.byteLength(text)).toBeLessThan(60_000);
      expect(text).toContain('Seite 1 von 21');
      expect(titles((await tool.get('/lti/deep-link', { launch, turn: '21' })).text)).toBe(20);
      expect(titles((await tool.get('/lti/deep-link', { launch, page: '9999' })).text)).toBe(20);
    });

    test('it finds by words, without accents, by competency name, by area and level of one tag, and by kind', async () => {
      const launch = await open();
      const found = async (query: Readonly<Record<string, string>>): Promise<string | undefined> =>
        /id="found" role="status">([^<]+)</.exec((await tool.get('/lti/deep-link', { launch, ...query })).text)?.[1];
      expect(await found({})).toBe('500 Treffer');
      expect(await found({ search: 'uber 499' })).toBe('1 Treffer');
      expect(await found({ search: 'Lernsystem' })).toBe('250 Treffer');
      expect(await found({ area: 'A' })).toBe('250 Treffer');
      expect(await found({ area: 'A', level: '2' })).toMatch('Dazu gibt es nichts');
      expect(await found({ area: 'E', level: '2', kind: 'case' })).toBe('50 Treffer');
    });

    test('more than can be placed at once is said before anything is handed over', async () => {
      const item = Array.from({ length: 60 }, (_, index) => `content:content-${index}`);
      const answer = await tool.post('/lti/deep-link', { launch: await open(), item }).expect(409);
      expect(answer.text).toContain('höchstens 50 Einträge');
      expect(chosenIn(answer.text)).toHaveLength(50);
    });
  });

  test('without contents the pages can still be placed, but no path', async () => {
    const kept = tool.contents.splice(0);
    try {
      const { text } = await tool.get('/lti/deep-link', { launch: await open() }).expect(200);
      expect(text).toContain('noch keine Lerneinheiten');
      expect(text).toContain('value="page:matrix"');
      expect(text).not.toContain('value="page:path"');
    } finally {
      tool.contents.push(...kept);
    }
  });

  test('without a launch for picking there is no picker, and the page says what to do', async () => {
    const { token } = await tool.sessionOf(await tool.launchWith());
    for (const parameters of [{ launch: token }, { launch: 'made-up' }, {}]) {
      expect((await tool.get('/lti/deep-link', parameters).expect(401)).text).toContain(
        'Bitte öffnen Sie die Auswahl noch einmal',
      );
    }
    await tool.post('/lti/deep-link', { launch: token, item: 'page:matrix' }).expect(401);
    await tool.post('/lti/deep-link/cancel', { launch: token }).expect(401);
  });

  test('a launch that expired while the picker was open hands nothing over', async () => {
    const launch = await open();
    tool.clock.advance(9 * 3_600_000);
    const answer = await tool.post('/lti/deep-link', { launch, item: 'page:matrix' }).expect(401);
    expect(answer.text).toContain('Bitte öffnen Sie die Auswahl noch einmal');
    expect(answer.headers['content-security-policy']).toContain('frame-ancestors *');
  });

  test('settings without a return address are refused', async () => {
    const answer = await tool.launchWith({
      [claim('message_type')]: 'LtiDeepLinkingRequest',
      [deepLinking('deep_linking_settings')]: {
        accept_types: ['ltiResourceLink'],
        deep_link_return_url: 'javascript:alert(1)',
      },
    });
    expect(answer.status).toBe(401);
  });
});
