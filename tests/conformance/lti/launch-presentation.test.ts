import { describe, expect, test } from '@jest/globals';
import { returnAddress } from '../../../lti-tool/launch/index.js';
import { ancestorsOf } from '../../../people/visit/index.js';
import { type LtiTool, nord, publicUrl, useLtiTool, visitCookie } from '../../support/lti-tool.js';
import { claim, membershipRole, type PlatformPeer } from '../../support/platform-peer.js';

const presentation = (value: unknown) => ({ [claim('launch_presentation')]: value });
const nothing = { [claim('custom')]: {}, [claim('resource_link')]: { id: 'link-empty' } };

/**
 * LTI 1.3 Core §5.4.4: in which language, in what place, and with what way back the LMS shows us; also if a launch
 * leads nowhere.
 */
describe('launch presentation', () => {
  let peer: PlatformPeer;
  let tool: LtiTool;
  useLtiTool((opened) => ({ peer, tool } = opened));

  test('place, height and way back are kept; what is malformed counts as left out', async () => {
    const { session } = await tool.sessionOf(
      await tool.launchWith(
        presentation({
          document_target: 'iframe',
          height: 600,
          width: '800',
          return_url: `${peer.url}/course/7`,
          locale: 'en-GB',
        }),
      ),
    );
    expect(session).toMatchObject({
      frame: { embedded: true, fixedHeight: true },
      returnUrl: `${peer.url}/course/7`,
      language: 'en',
    });
    const other = await tool.sessionOf(
      await tool.launchWith(
        presentation({ document_target: 'hologram', height: -1, width: 'wide', return_url: 'ftp://x', locale: 5 }),
      ),
    );
    expect(other.session).toMatchObject({ frame: { embedded: true, fixedHeight: false }, language: 'de' });
    expect(other.session).not.toHaveProperty('returnUrl');
  });

  test('the pages of a launch may be framed by the LMS alone: its issuer, its sign-in address, its way back', async () => {
    const { session } = await tool.sessionOf(
      await tool.launchWith(presentation({ return_url: 'https://courses.lms.example/7' })),
    );
    expect(ancestorsOf(session)).toBe(`'self' ${peer.url} https://courses.lms.example`);
  });

  test('an address whose host means something else in a policy opens our pages to nobody', async () => {
    for (const address of ['https://*/', 'https://lms.example;sandbox/', 'https://a,b/', "https://'self'/"]) {
      const { session } = await tool.sessionOf(await tool.launchWith(presentation({ return_url: address })));
      expect(ancestorsOf(session)).toBe(`'self' ${peer.url}`);
    }
    expect(
      ancestorsOf({
        frame: {
          embedded: true,
          fixedHeight: false,
          addresses: ['https://[2001:db8::1]:8443/lms', 'https://Lärm.example/x'],
        },
      }),
    ).toBe("'self' https://[2001:db8::1]:8443 https://xn--lrm-qla.example");
  });

  test('the way back keeps its own query to the letter: an LMS may have signed it', () => {
    const said = { text: 'Hoppla & mehr', log: 'x' };
    expect(returnAddress('https://lms.example/back?a=1%202&flag&b=c;d#top', said)).toBe(
      'https://lms.example/back?a=1%202&flag&b=c;d&lti_errormsg=Hoppla+%26+mehr&lti_errorlog=x#top',
    );
    expect(returnAddress('https://lms.example/back', said)).toBe(
      'https://lms.example/back?lti_errormsg=Hoppla+%26+mehr&lti_errorlog=x',
    );
    expect(returnAddress('https://lms.example/back?', said)).toBe(
      'https://lms.example/back?lti_errormsg=Hoppla+%26+mehr&lti_errorlog=x',
    );
  });

  describe('a launch that leads nowhere', () => {
    const cases: readonly (readonly [
      name: string,
      claims: Readonly<Record<string, unknown>>,
      status: number,
      title: string,
      advice: readonly string[],
    ])[] = [
      [
        'a content that is gone',
        { [claim('custom')]: { content: 'gone' } },
        404,
        'Diese Lerneinheit gibt es nicht mehr',
        ['Sagen Sie Ihrer Trainerin'],
      ],
      [
        'nobody in particular',
        { sub: undefined },
        400,
        'Wer öffnet die Einheit?',
        ['mit Ihrem eigenen Konto', 'ob der Kurs Gäste zulässt', 'Kennung der Person'],
      ],
      [
        'nothing chosen yet, for a learner',
        nothing,
        404,
        'Hier ist noch nichts ausgewählt',
        ['wird noch eingerichtet', 'Meine Kompetenzmatrix öffnen'],
      ],
      [
        'nothing chosen yet, for a trainer',
        { ...nothing, [claim('roles')]: [membershipRole('Instructor')] },
        404,
        'Hier ist noch nichts ausgewählt',
        ['öffnen Sie die Inhaltsauswahl', 'Team-Matrix öffnen'],
      ],
      [
        'a deployment that was not accepted',
        { [claim('deployment_id')]: '99' },
        401,
        'Dieser Aufruf lässt sich nicht bestätigen',
        ['Vorgangsnummer'],
      ],
    ];
    test.each(cases)(
      '%s: a page with advice, the request id, and a way back that tells the LMS',
      async (_name, claims, status, title, advice) => {
        const answer = await tool.launchWith(claims);
        expect(answer.status).toBe(status);
        expect(answer.text).toContain(`<h1>${title}</h1>`);
        expect(answer.text).toContain('<html lang="de">');
        for (const text of advice) expect(answer.text).toContain(text);
        const id = answer.headers['x-request-id']!;
        expect(answer.text).toContain(`Vorgangsnummer: ${id}`);
        expect(tool.log.at(-1)).toMatchObject({ requestId: id });
        const back = new URL(
          /href="(http:\/\/127[^"]+)" target="_top"/.exec(answer.text)![1]!.replaceAll('&amp;', '&'),
        );
        expect(back.origin + back.pathname).toBe(`${peer.url}/course/7`);
        expect(back.searchParams.get('lti_errormsg')).toBe(`${title} (Vorgangsnummer ${id})`);
        expect(back.searchParams.get('lti_errorlog')).toMatch(/^Lotse: [a-z-]+ \([0-9a-f-]{36}\)$/);
        expect(answer.headers['content-security-policy']).toMatch(new RegExp(`frame-ancestors 'self' ${peer.url}$`));
      },
    );

    test("in the launch's language; without a way back there is none", async () => {
      const answer = await tool.launchWith({ ...nothing, ...presentation({ locale: 'en' }) });
      expect(answer.text).toContain('<html lang="en">');
      expect(answer.text).toContain('Nothing has been chosen here yet');
      expect(answer.text).not.toContain('Back to the learning platform');
    });

    test('the address of the way back keeps what it carries', async () => {
      const answer = await tool.launchWith({
        ...nothing,
        ...presentation({ return_url: `${peer.url}/return?course=7&sesskey=a%26b` }),
      });
      const back = new URL(/href="(http:\/\/127[^"]+)"/.exec(answer.text)![1]!.replaceAll('&amp;', '&'));
      expect([back.searchParams.get('course'), back.searchParams.get('sesskey')]).toEqual(['7', 'a&b']);
    });

    test("nothing chosen still leads on to one's own matrix", async () => {
      const answer = await tool.launchWith(nothing);
      const href = new RegExp(`href="(${publicUrl}/matrix\\?visit=[^"]+)"`).exec(answer.text)![1]!;
      const cookie = visitCookie(answer, new URL(href).searchParams.get('visit')!);
      const grant = await tool.lrs.access.resolveToken(cookie.split('=')[1]!);
      expect(grant.scopes).toEqual(['statements/read/mine']);
    });

    test('an LMS that is switched off, at its login and at its launch', async () => {
      const login = await tool.begin();
      await tool.platforms.change(nord, tool.platform.id, { active: false });
      try {
        for (const answer of [await tool.get('/lti/login', tool.initiation()), await tool.answer(login, 'any')]) {
          expect(answer.status).toBe(403);
          expect(answer.text).toContain('Diese Lernplattform ist abgeschaltet');
          expect(answer.text).toContain('schalten Sie sie wieder ein');
          expect(answer.text).not.toContain('lti_errormsg');
        }
      } finally {
        await tool.platforms.change(nord, tool.platform.id, { active: true });
      }
    });
  });

  describe('submission review', () => {
    const review = (user: string, roles: readonly string[]) => ({
      [claim('message_type')]: 'LtiSubmissionReviewRequest',
      [claim('for_user')]: { user_id: user },
      [claim('roles')]: roles.map(membershipRole),
    });
    const content = 'd1-entwicklungsgespraech';

    test('a trainer comes to what the learner did in the unit of the link, or to the team where the learner was never here', async () => {
      const learner = await tool.sessionOf(await tool.launchWith({ sub: 'learner-8' }));
      const before = tool.census();
      const opened = await tool.sessionOf(
        await tool.launchWith({ ...review('learner-8', ['Instructor']), sub: 'learner-8-trainer' }),
      );
      expect(opened.path).toBe(`${publicUrl}/team/${learner.session.person}/attempts/${content}`);
      expect(opened.scopes).toEqual(['statements/read/mine']);
      expect(opened.session.registration).toBeUndefined();
      expect(tool.census()['tool_placement']).toBe(before['tool_placement']);
      expect(
        (await tool.sessionOf(await tool.launchWith({ ...review('nobody-9', ['Instructor']), sub: 'trainer-1' }))).path,
      ).toBe(`${publicUrl}/team`);
    });

    test('a link that says nothing leads to the content that it led to before, even one that has been taken away since', async () => {
      const link = { [claim('resource_link')]: { id: 'link-review' } };
      const learner = await tool.sessionOf(
        await tool.launchWith({ ...link, sub: 'learner-8', [claim('custom')]: { content: 'd2-lernen-begleiten' } }),
      );
      const said = { ...link, ...review('learner-8', ['Instructor']), sub: 'trainer-1' };
      const attempts = `${publicUrl}/team/${learner.session.person}/attempts`;
      expect((await tool.sessionOf(await tool.launchWith({ ...said, [claim('custom')]: {} }))).path).toBe(
        `${attempts}/d2-lernen-begleiten`,
      );
      expect(
        (await tool.sessionOf(await tool.launchWith({ ...said, [claim('custom')]: { content: 'taken away/x' } }))).path,
      ).toBe(`${attempts}/taken%20away%2Fx`);
      expect(
        (await tool.sessionOf(await tool.launchWith({ ...link, sub: 'learner-8', [claim('custom')]: {} }))).session
          .content?.id,
      ).toBe('d2-lernen-begleiten');
    });

    test("the column of a path or a matrix leads a trainer to the learner's matrix, a learner to the page itself", async () => {
      const learner = await tool.sessionOf(await tool.launchWith({ sub: 'learner-8' }));
      for (const page of ['path', 'matrix']) {
        const column = { [claim('custom')]: { page }, [claim('resource_link')]: { id: `link-${page}` } };
        expect(
          (
            await tool.sessionOf(
              await tool.launchWith({ ...review('learner-8', ['Instructor']), ...column, sub: 'trainer-1' }),
            )
          ).path,
        ).toBe(`${publicUrl}/team/${learner.session.person}`);
        expect(
          (await tool.sessionOf(await tool.launchWith({ ...review('user-17', ['Learner']), ...column }))).path,
        ).toBe(`${publicUrl}/${page}`);
      }
    });

    test('a learner comes to what they did themselves, whomever the message names', async () => {
      for (const user of ['user-17', 'learner-8']) {
        expect((await tool.sessionOf(await tool.launchWith(review(user, ['Learner'])))).path).toBe(
          `${publicUrl}/attempts/${content}`,
        );
      }
    });

    test('without the person it is for it is refused', async () => {
      const answer = await tool.launchWith({ ...review('x', ['Instructor']), [claim('for_user')]: { name: 'x' } });
      expect(answer.status).toBe(401);
      expect(tool.reasons.at(-1)).toBe('launch: claim for_user.user_id missing or wrong');
    });
  });
});
