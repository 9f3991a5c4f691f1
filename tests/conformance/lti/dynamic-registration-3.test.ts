import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { organisationId } from '../../../lrs/store/index.js';
import { toolAddresses } from '../../../lti-tool/registration/index.js';
import {
  platformConfiguration,
  RegisteringPlatform,
  sendJson,
  toolConfiguration,
} from '../../support/registering-platform.js';
import { fieldsOf, nord, publicUrl, RegisteringTool } from '../../support/registering-tool.js';

/** 1EdTech LTI Dynamic Registration 1.0 §3. */
describe('dynamic registration', () => {
  let lms: RegisteringPlatform;
  let tool: RegisteringTool;
  let number = 0;
  beforeAll(async () => {
    lms = await RegisteringPlatform.start();
    tool = await RegisteringTool.open();
  });
  afterAll(async () => {
    await tool.close();
    await lms.close();
  });
  beforeEach(() => {
    lms.instead.clear();
    lms.family = 'moodle';
    lms.deploymentId = '4';
    number += 1;
    lms.clientId = `client-${number}`;
  });

  const opened = async (): Promise<Record<string, string>> => ({
    invitation: await tool.invitation(),
    openid_configuration: lms.configurationUrl,
    registration_token: `header.${number}.signature`,
  });
  const registered = () => tool.store.platforms.findPlatformByClient(lms.url, lms.clientId);

  test('the page says who wants to be connected with whom, and does nothing yet', async () => {
    const before = lms.registrations.length;
    const page = await tool.show(await opened()).expect(200);
    expect(page.text).toContain('Moodle');
    expect(page.text).toContain(new URL(lms.url).host);
    expect(page.text).toContain('Nordwerk &lt;GmbH&gt;');
    expect(page.text).toContain('Jetzt verbinden');
    expect(page.headers['cache-control']).toBe('no-store');
    expect(lms.registrations.length).toBe(before);
    expect(await registered()).toBeUndefined();
    expect((await tool.show(await opened(), 'en').expect(200)).text).toContain('Connect now');
  });

  test('the button registers the tool with one launch address, and without names or e-mail addresses', async () => {
    const page = await tool.show(await opened()).expect(200);
    const done = await tool.agree(page).expect(200);
    expect(done.text).toContain('/assets/registration-done.js');
    expect(done.text).toContain('Aktivieren');
    const { authorization, contentType, body } = lms.registrations.at(-1)!;
    expect(authorization).toBe(`Bearer header.${number}.signature`);
    expect(contentType).toBe('application/json');
    expect(body).toMatchObject({
      application_type: 'web',
      response_types: ['id_token'],
      grant_types: ['implicit', 'client_credentials'],
      token_endpoint_auth_method: 'private_key_jwt',
      client_name: 'Lotse',
      'client_name#en': 'Lotse',
      initiate_login_uri: `${publicUrl}/lti/login`,
      redirect_uris: [`${publicUrl}/lti/launch`],
      jwks_uri: toolAddresses(publicUrl, nord).keys,
      logo_uri: `${publicUrl}/assets/icon.svg`,
    });
    expect((body['scope'] as string).split(' ').sort()).toEqual([
      'https://purl.imsglobal.org/spec/lti-ags/scope/lineitem',
      'https://purl.imsglobal.org/spec/lti-ags/scope/result.readonly',
      'https://purl.imsglobal.org/spec/lti-ags/scope/score',
      'https://purl.imsglobal.org/spec/lti-nrps/scope/contextmembership.readonly',
    ]);
    expect(body[toolConfiguration]).toMatchObject({
      domain: 'lotse.test:8443',
      target_link_uri: `${publicUrl}/lti/launch`,
      claims: ['iss', 'sub'],
      description: 'Lernen im Betrieb: kurze Lerneinheiten und Fallübungen mit Kompetenzmatrix.',
      messages: [
        { type: 'LtiResourceLinkRequest', target_link_uri: `${publicUrl}/lti/launch` },
        {
          type: 'LtiDeepLinkingRequest',
          target_link_uri: `${publicUrl}/lti/launch`,
          placements: ['ContentArea'],
          label: 'Lerneinheiten aus Lotse auswählen',
          'label#en': 'Choose learning units from Lotse',
        },
      ],
    });
  });

  test('the platform is kept with its kind, its addresses and its deployment', async () => {
    await tool.agree(await tool.show(await opened()).expect(200)).expect(200);
    expect(await registered()).toMatchObject({
      organisation: nord,
      issuer: lms.url,
      kind: 'moodle',
      deploymentIds: ['4'],
      active: true,
      name: `Moodle (${new URL(lms.url).host})`,
      authenticationEndpoint: `${lms.url}/mod/lti/auth.php`,
      tokenEndpoint: `${lms.url}/mod/lti/token.php`,
      jwksUri: `${lms.url}/mod/lti/certs.php`,
    });
    expect((await registered())!.firstDeploymentUntil).toBeUndefined();
  });

  test('ILIAS is recognised, names its deployment as a number and has no memberships', async () => {
    lms.family = 'ilias.de';
    lms.deploymentId = 17;
    lms.say({ scopes_supported: ['openid', 'https://purl.imsglobal.org/spec/lti-ags/scope/score'] });
    await tool.agree(await tool.show(await opened()).expect(200)).expect(200);
    expect(await registered()).toMatchObject({ kind: 'ilias', deploymentIds: ['17'] });
    expect(lms.registrations.at(-1)!.body['scope']).toBe('https://purl.imsglobal.org/spec/lti-ags/scope/score');
  });

  test('a platform that names no deployment gets its first one accepted for some days', async () => {
    lms.deploymentId = undefined;
    const done = await tool.agree(await tool.show(await opened()).expect(200)).expect(200);
    expect(done.text).toContain('14 Tagen');
    const platform = (await registered())!;
    expect(platform.deploymentIds).toEqual([]);
    const days = (Date.parse(platform.firstDeploymentUntil!) - tool.clock.now()) / 86_400_000;
    expect(days).toBeGreaterThan(13.9);
    expect(days).toBeLessThanOrEqual(14);
  });

  test('names are asked for only where the organisation has switched that on; e-mail addresses never', async () => {
    await tool.store.settings.changeSettings(nord, { nameClaims: true });
    const page = await tool.show(await opened()).expect(200);
    await tool.store.settings.changeSettings(nord, { nameClaims: true });
    await tool.agree(page).expect(200);
    await tool.store.settings.changeSettings(nord, { nameClaims: false });
    expect(page.text).toContain('werden angefragt');
    expect((lms.registrations.at(-1)!.body[toolConfiguration] as { claims: string[] }).claims).toEqual([
      'iss',
      'sub',
      'name',
      'given_name',
      'family_name',
    ]);
  });

  test('a platform without deep linking is not offered it; one that says nothing of messages gets both', async () => {
    lms.say({
      [platformConfiguration]: {
        product_family_code: 'x',
        messages_supported: [{ type: 'LtiResourceLinkRequest', placements: null }],
      },
    });
    await tool.agree(await tool.show(await opened()).expect(200)).expect(200);
    expect((lms.registrations.at(-1)!.body[toolConfiguration] as { messages: unknown[] }).messages).toHaveLength(1);
    number += 1;
    lms.clientId = `client-${number}`;
    lms.say({ [platformConfiguration]: {} });
    await tool.agree(await tool.show(await opened()).expect(200)).expect(200);
    expect((lms.registrations.at(-1)!.body[toolConfiguration] as { messages: unknown[] }).messages).toHaveLength(2);
    expect((await registered())!.kind).toBe('generic');
  });

  test('a platform that opens submissions is told that we take that', async () => {
    lms.say({
      [platformConfiguration]: {
        product_family_code: 'x',
        messages_supported: [{ type: 'LtiResourceLinkRequest' }, { type: 'LtiSubmissionReviewRequest' }],
      },
    });
    await tool.agree(await tool.show(await opened()).expect(200)).expect(200);
    expect((lms.registrations.at(-1)!.body[toolConfiguration] as { messages: unknown[] }).messages).toContainEqual({
      type: 'LtiSubmissionReviewRequest',
      target_link_uri: `${publicUrl}/lti/launch`,
    });
  });

  test('an invitation is good once', async () => {
    const parameters = await opened();
    const page = await tool.show(parameters).expect(200);
    await tool.agree(page).expect(200);
    const before = lms.requests.length;
    const again = await tool.agree(page).expect(400);
    expect(again.text).toContain('Er gilt nur einmal');
    expect((await tool.show(parameters).expect(400)).text).toContain('Er gilt nur einmal');
    expect(tool.reasons.at(-1)).toBe('registration: invitation-redeemed');
    expect(lms.requests.length).toBe(before);
  });

  test('of two presses of the button at once one registers', async () => {
    const page = await tool.show(await opened()).expect(200);
    const before = lms.registrations.length;
    const answers = await Promise.all([tool.agree(page), tool.agree(page)]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 400]);
    expect(lms.registrations.length).toBe(before + 1);
  });

  test('an invitation expires after seven days', async () => {
    const parameters = await opened();
    tool.clock.ahead += 7 * 86_400_000 + 1000;
    try {
      expect((await tool.show(parameters).expect(400)).text).toContain('abgelaufen');
      expect(tool.reasons.at(-1)).toBe('registration: invitation-expired');
    } finally {
      tool.clock.ahead = 0;
    }
  });

  test('a registration token that served one invitation does not serve another', async () => {
    const parameters = await opened();
    await tool.agree(await tool.show(parameters).expect(200)).expect(200);
    const asked = lms.asked('/mod/lti/openid-registration.php');
    const again = await tool
      .agree(await tool.show({ ...parameters, invitation: await tool.invitation() }).expect(200))
      .expect(400);
    expect(again.text).toContain('schon einmal benutzt');
    expect(tool.reasons.at(-1)).toBe('registration: token-used');
    expect(lms.asked('/mod/lti/openid-registration.php')).toBe(asked);
  });

  test('a token that the platform itself refuses leaves the invitation good', async () => {
    const parameters = await opened();
    lms.usedTokens.add(`Bearer ${parameters['registration_token']!}`);
    expect((await tool.agree(await tool.show(parameters).expect(200)).expect(400)).text).toContain(
      'abgelaufen oder schon benutzt',
    );
    expect(tool.reasons.at(-1)).toContain('token_already_used');
    await tool.agree(await tool.show({ ...parameters, registration_token: `fresh.${number}` }).expect(200)).expect(200);
  });

  test('a platform that updates the tool it knows keeps its client id: told so, nothing is added, and the invitation stays good', async () => {
    await tool.agree(await tool.show(await opened()).expect(200)).expect(200);
    const [before, platforms] = [await registered(), (await tool.store.platforms.listPlatforms(nord)).length];
    const parameters = { ...(await opened()), registration_token: `other.${number}` };
    const again = await tool.agree(await tool.show(parameters).expect(200)).expect(200);
    expect(again.text).toContain('Die Verbindung ist auf dem neuesten Stand');
    expect(again.text).toContain('Weitergabe von Namen');
    expect(again.text).not.toContain('abgeschaltet');
    expect(again.text).toContain('id="close"');
    expect(await registered()).toEqual(before);
    await tool.store.platforms.changePlatform(nord, before!.id, { active: false });
    expect(
      (
        await tool
          .agree(await tool.show({ ...parameters, registration_token: `third.${number}` }).expect(200))
          .expect(200)
      ).text,
    ).toContain('abgeschaltet');
    expect(await tool.store.platforms.listPlatforms(nord)).toHaveLength(platforms);
    lms.clientId = `fresh-${number}`;
    expect(
      (
        await tool
          .agree(await tool.show({ ...parameters, registration_token: `fourth.${number}` }).expect(200))
          .expect(200)
      ).text,
    ).toContain('Verbunden');
  });

  test('a platform of another organisation is not taken over, and not told of', async () => {
    const other = organisationId('suedwerk')!;
    await tool.store.platforms.addPlatform({
      ...(await tool.platforms.draft(other, {
        issuer: lms.url,
        clientId: lms.clientId,
        deploymentIds: ['4'],
        authenticationEndpoint: `${lms.url}/a`,
        tokenEndpoint: `${lms.url}/t`,
        jwksUri: `${lms.url}/k`,
        name: 'Südwerks Moodle',
        kind: 'moodle',
      })),
    });
    const refused = await tool.agree(await tool.show(await opened()).expect(200)).expect(400);
    expect(refused.text).toContain('nicht mit dieser Organisation');
    expect(refused.text).not.toMatch(/suedwerk|Südwerk/);
    expect((await registered())!.organisation).toBe(other);
  });

  test('what changed between the page and the button is not agreed to', async () => {
    const page = await tool.show(await opened()).expect(200);
    lms.say({ token_endpoint: `${lms.url}/elsewhere` });
    expect((await tool.agree(page).expect(400)).text).toContain('geändert');
    const { seen: _left, ...rest } = fieldsOf(page.text);
    expect(rest).toHaveProperty('invitation');
  });

  test('names that were switched on between the page and the button are not asked for', async () => {
    const page = await tool.show(await opened()).expect(200);
    const asked = lms.registrations.length;
    await tool.store.settings.changeSettings(nord, { nameClaims: true });
    try {
      expect((await tool.agree(page).expect(400)).text).toContain('die Einstellung zu den Namen');
      expect(lms.registrations).toHaveLength(asked);
    } finally {
      await tool.store.settings.changeSettings(nord, { nameClaims: false });
    }
    await tool.agree(page).expect(200);
  });

  test('whoever opens the link in a browser learns where it belongs', async () => {
    const answer = await tool.show({ invitation: await tool.invitation() }).expect(400);
    expect(answer.text).toContain('nicht im Browser geöffnet');
  });

  test('programs get the code and the reason', async () => {
    const answer = await tool
      .show({ ...(await opened()), invitation: 'x'.repeat(43) })
      .set('Accept', 'application/json')
      .expect(400);
    expect(answer.body).toMatchObject({ error: { code: 'invalid-registration', path: 'invitation-unknown' } });
  });

  test('no secret reaches the log', async () => {
    const parameters = await opened();
    await tool.agree(await tool.show(parameters).expect(200)).expect(200);
    lms.instead.set('/mod/lti/openid-registration.php', (_request, response) =>
      sendJson(response, 400, { error: `echo ${parameters['registration_token']!} <b>` }),
    );
    await tool
      .agree(await tool.show({ ...(await opened()), registration_token: `third.${number}` }).expect(200))
      .expect(400);
    const text = JSON.stringify(tool.log);
    expect(text).not.toContain(parameters['registration_token']!);
    expect(text).not.toContain(parameters['invitation']!);
  });
});
