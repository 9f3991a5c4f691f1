import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { iliasAdapter } from '../../../../adapters/ilias/index.js';
import { LtiTool, nord, pageData } from '../../../support/lti-tool.js';
import { ident, identAsId, names, privacyIdents, privacyNames } from '../../../support/peers/ilias-people.js';
import { type AutoForm, type IliasObject, IliasPeer, iliasTool } from '../../../support/peers/ilias.js';
import { aylin, host, recordedIdentities, recordedLaunch, recordedNames, recordedSelection } from './recorded.js';

/** ILIAS's messages, as its source sends them, and what becomes of them here. */
describe('ILIAS messages', () => {
  let peer: IliasPeer;
  let tool: LtiTool;
  beforeAll(async () => {
    peer = await IliasPeer.start();
    tool = await LtiTool.open(peer);
  });
  afterAll(async () => {
    await tool.close();
    await peer.close();
  });

  /** Begins at ILIAS's button, follows the browser's way, and comes to where the tool leads. */
  async function walk(form: AutoForm): Promise<ReturnType<LtiTool['sessionOf']>> {
    const begun = await tool.post(new URL(form.action).pathname, form.fields).expect(200);
    const cookie = (begun.headers['set-cookie'] as unknown as string[])[0]!.split(';')[0]!;
    const answer = await peer.authenticate((pageData(begun.text) as { next: string }).next);
    expect(answer.action).toBe(iliasTool.redirectUri);
    return tool.sessionOf(await tool.post('/lti/launch', answer.fields).set('Cookie', cookie).expect(303));
  }
  const open = (object?: IliasObject) => walk(peer.startForm(object));
  const filled = (recorded: object): unknown => JSON.parse(JSON.stringify(recorded).replaceAll('{base}', peer.url));
  const nameOf = async (person: string) => (await tool.people.findNames(nord, [person])).get(person)?.name;

  describe('the peer speaks as recorded', () => {
    test.each(privacyIdents)('identity in the mode %s', (mode) => {
      const { sub, email } = recordedIdentities[mode];
      expect(identAsId(mode, aylin, host)).toEqual(typeof sub === 'string' ? sub : expect.stringMatching(sub));
      expect(ident(mode, aylin, host)).toEqual(typeof email === 'string' ? email : expect.stringMatching(email));
    });

    test.each(privacyNames)('names in the mode %s', (mode) => {
      expect(names(mode, { ...aylin, title: 'Dr.' })).toEqual(recordedNames[mode]);
    });

    test('a launch and a content selection', () => {
      peer.now = () => Date.UTC(2026, 0, 1);
      expect(peer.launchClaims(peer.objects[0]!, 'nonce-1')).toEqual(filled(recordedLaunch));
      expect(peer.selectionClaims('nonce-1')).toMatchObject(filled(recordedSelection) as Record<string, unknown>);
      expect(peer.selectionClaims('nonce-1')).not.toHaveProperty([
        'https://purl.imsglobal.org/spec/lti/claim/target_link_uri',
      ]);
      peer.now = () => tool.clock.now();
    });
  });

  test.each(['root', 'modules'] as const)(
    'the whole way from the button to the unit, scripts laid out as %s',
    async (layout) => {
      peer.settings = { ...peer.settings, layout };
      await tool.platforms.change(nord, tool.platform.id, {
        authenticationEndpoint: peer.script('ltiauth'),
        tokenEndpoint: peer.script('ltitoken'),
        jwksUri: peer.script('lticerts'),
      });
      const { path, session } = await open();
      expect(path).toBe('http://lotse.test/play');
      expect(session).toMatchObject({
        content: { id: 'd1-entwicklungsgespraech' },
        roles: ['learner'],
        course: { id: '70' },
        resourceLinkId: '400',
        language: 'de',
      });
      // Unless the unit replaces ILIAS's window there is nowhere to go back to.
      expect(session.returnUrl).toBeUndefined();
    },
  );

  test("a unit in ILIAS's own window can lead back", async () => {
    peer.settings = { ...peer.settings, launchMethod: 'ownWin' };
    expect((await open()).session.returnUrl).toBe(`${peer.url}/ilias.php?baseClass=ilrepositorygui&ref_id=400`);
    peer.settings = { ...peer.settings, launchMethod: 'newWin' };
  });

  test('an installation is recognised, and its addresses follow from its own', async () => {
    for (const [index, layout] of (['root', 'modules'] as const).entries()) {
      peer.settings = { ...peer.settings, layout };
      const endpoints = iliasAdapter.endpointsFrom(`${peer.url}/`)[index]!;
      expect(endpoints).toMatchObject({
        issuer: peer.url,
        authenticationEndpoint: peer.script('ltiauth'),
        tokenEndpoint: peer.script('ltitoken'),
        jwksUri: peer.script('lticerts'),
      });
      const described: unknown = await (await fetch(endpoints.openidConfiguration)).json();
      expect(tool.platforms.adapters.recognise(described)).toBe(iliasAdapter);
      expect(described).toMatchObject({
        issuer: endpoints.issuer,
        authorization_endpoint: endpoints.authenticationEndpoint,
        token_endpoint: endpoints.tokenEndpoint,
        jwks_uri: endpoints.jwksUri,
      });
    }
  });

  describe.each(privacyIdents)('in the privacy mode %s', (mode) => {
    beforeAll(() => {
      peer.settings = { ...peer.settings, privacyIdent: mode, layout: 'modules' };
    });

    test('somebody is the same person at every launch of a unit, and nobody else', async () => {
      const [first, again] = [await open(), await open()];
      expect(again.session.person).toBe(first.session.person);
      expect(again.session.registration).toBe(first.session.registration);
      const own = peer.user;
      peer.user = {
        ...own,
        id: 257,
        login: 'jbrandt',
        email: 'jonas.brandt@nordwerk.example',
        externalAccount: 'ext-4712',
      };
      expect((await open()).session.person).not.toBe(first.session.person);
      peer.user = own;
    });

    test('no e-mail address becomes the name of an account, and none stands in the log', async () => {
      const { session } = await open();
      expect(session.subject).not.toContain('@');
      expect(JSON.stringify(session)).not.toContain(peer.user.email);
      expect(JSON.stringify(tool.log)).not.toMatch(/@[\w.-]+\.(ilias|example)/);
    });

    test('the grade is for whom ILIAS has stored', async () => {
      const { session } = await open();
      const placement = (await tool.store.placements.findPlacement(nord, session.registration!))!;
      expect(placement.gradeUser ?? placement.subject).toBe(peer.identAt(peer.objects[0]!));
    });
  });

  test('a login or an external account that is an e-mail address is not shown either', async () => {
    const own = peer.user;
    peer.user = { ...own, id: 300, login: 'cem@nordwerk.example', externalAccount: 'cem@sso.nordwerk.example' };
    for (const privacyIdent of ['login', 'external-account'] as const) {
      peer.settings = { ...peer.settings, privacyIdent };
      const [first, again] = [await open(), await open()];
      expect(first.session.subject).toMatch(/^p-[\w-]{43}$/);
      expect(again.session.person).toBe(first.session.person);
    }
    peer.user = own;
  });

  test('in the mode random the same person is another one in another object: ILIAS tells no more', async () => {
    peer.settings = { ...peer.settings, privacyIdent: 'random' };
    const other = peer.addObject('Lernen begleiten', '', 'content=d2-lernen-begleiten');
    expect((await open(other)).session.person).not.toBe((await open()).session.person);
  });

  test('somebody without an external account is nobody', async () => {
    peer.settings = { ...peer.settings, privacyIdent: 'external-account' };
    const own = peer.user;
    peer.user = { ...own, id: 301, externalAccount: '' };
    const begun = await tool.post('/lti/login', peer.startForm().fields).expect(200);
    const answer = await peer.authenticate((pageData(begun.text) as { next: string }).next);
    const cookie = (begun.headers['set-cookie'] as unknown as string[])[0]!.split(';')[0]!;
    expect((await tool.post('/lti/launch', answer.fields).set('Cookie', cookie)).status).toBeGreaterThanOrEqual(400);
    peer.user = own;
  });

  test('a dash is no name; what is told is kept', async () => {
    peer.settings = { ...peer.settings, privacyIdent: 'user-id', privacyName: 'none' };
    const {
      session: { person },
    } = await open();
    expect(await nameOf(person)).toBeUndefined();
    peer.settings = { ...peer.settings, privacyName: 'firstname' };
    await open();
    expect(await nameOf(person)).toBe('Aylin');
    peer.settings = { ...peer.settings, privacyName: 'fullname' };
    await open();
    expect(await nameOf(person)).toBe('Aylin Kaya');
  });

  test.each([
    ['Instructor', 'coach'],
    ['Administrator', 'coach'],
    ['Learner', 'learner'],
  ] as const)('the role %s', async (role, expected) => {
    peer.role = role;
    expect((await open()).session.roles).toEqual([expected]);
    peer.settings = { ...peer.settings, alwaysLearner: true };
    expect((await open()).session.roles).toEqual(['learner']);
    peer.settings = { ...peer.settings, alwaysLearner: false };
    peer.role = 'Learner';
  });

  test('what is picked becomes objects that open it again, whatever stands in their parameters', async () => {
    const { path, session } = await walk(peer.selectionForm());
    expect(path).toBe('http://lotse.test/lti/deep-link');
    expect(session.deepLinking).toMatchObject({ acceptMultiple: true, acceptTypes: ['ltiResourceLink'] });
    const odd = { content: 'd1-entwicklungsgespraech', note: 'a=b;c=d 100 %3B; x', empty: '' };
    const { jwt, action } = await tool.platforms.deepLinkingForm(
      tool.platform,
      { ...session.deepLinking!, deploymentId: '3' } as Parameters<typeof tool.platforms.deepLinkingForm>[1],
      [
        {
          title: 'Das Entwicklungsgespräch',
          text: 'Vorbereiten und führen',
          url: 'http://lotse.test/lti/launch',
          custom: odd,
          lineItem: { scoreMaximum: 100, label: 'x', resourceId: 'y' },
        },
        { title: 'Meine Matrix', url: 'http://lotse.test/lti/launch', custom: { page: 'matrix' } },
      ],
    );
    expect(action).toContain('cmd=contentSelectionResponse');
    const [unit, matrix] = await peer.takeSelection(jwt);
    expect(unit).toMatchObject({ title: 'Das Entwicklungsgespräch', description: 'Vorbereiten und führen' });
    expect(unit!.customParams).toBe('content=d1-entwicklungsgespraech;note=a%3Db%3Bc%3Dd 100 %253B%3B x;empty=');
    const sent = peer.launchClaims(unit!, 'n')['https://purl.imsglobal.org/spec/lti/claim/custom'] as Record<
      string,
      string
    >;
    expect(iliasAdapter.customFrom(sent)).toEqual(odd);
    expect((await open(unit)).session.content?.id).toBe('d1-entwicklungsgespraech');
    expect((await open(matrix)).path).toBe('http://lotse.test/matrix');
  });

  test('objects that share one resource link id keep their own units and columns', async () => {
    peer.settings = { ...peer.settings, useProviderId: true };
    const [one, two] = [
      peer.addObject('Eins', '', 'content=d1-entwicklungsgespraech'),
      peer.addObject('Zwei', '', 'content=d2-lernen-begleiten'),
    ];
    const [first, second] = [await open(one), await open(two)];
    expect([first.session.content?.id, second.session.content?.id]).toEqual([
      'd1-entwicklungsgespraech',
      'd2-lernen-begleiten',
    ]);
    expect([first.session.lineItem, second.session.lineItem]).toEqual([peer.lineItemOf(one), peer.lineItemOf(two)]);
    peer.settings = { ...peer.settings, useProviderId: false };
  });
});
