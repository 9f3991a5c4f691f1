import type { IncomingMessage, ServerResponse } from 'node:http';
import { SignJWT, createLocalJWKSet, decodeJwt, jwtVerify, type JSONWebKeySet, type JWTPayload } from 'jose';
import { newUuid } from '../../../base/index.js';
import { HttpPeer } from '../http-peer.js';
import { bodyOf, claim, json, type LmsPeer, makeKey, membershipRole, type PeerKey } from '../platform-peer.js';
import { ident, identAsId, type IliasUser, names, type PrivacyIdent, type PrivacyName } from './ilias-people.js';

const ags = 'https://purl.imsglobal.org/spec/lti-ags/';
const scoreScope = `${ags}scope/score`;
const permittedScopes = [
  `${ags}scope/lineitem`,
  `${ags}scope/lineitem.readonly`,
  `${ags}scope/result.readonly`,
  scoreScope,
];
const dl = 'https://purl.imsglobal.org/spec/lti-dl/claim/';

/** An LTI object in the repository. */
export interface IliasObject {
  readonly refId: number;
  readonly objId: number;
  readonly title: string;
  readonly description: string;
  /** `name=value;name=value`, as the database has it. */
  readonly customParams: string;
}

/** How the provider (the tool, in ILIAS's words) has been set up. */
export interface IliasSettings {
  /** `modules` up to ILIAS 9: the scripts lie below /Modules/LTIConsumer. */
  readonly layout: 'modules' | 'root';
  readonly privacyIdent: PrivacyIdent;
  readonly privacyName: PrivacyName;
  readonly launchMethod: 'newWin' | 'ownWin' | 'embedded';
  readonly gradeSynchronization: boolean;
  readonly alwaysLearner: boolean;
  /** Every object of the provider has the same resource link id. */
  readonly useProviderId: boolean;
}

/** What is kept of a score. */
export interface IliasResult {
  readonly objId: number;
  readonly userId: number;
  /** 0 to 1. */
  readonly result: number;
  readonly completed: boolean;
}

/** The page with a form that ILIAS submits by itself. */
export interface AutoForm {
  readonly action: string;
  readonly fields: Readonly<Record<string, string>>;
}

const masteryScore = 0.5;
const courseId = 70;
/** As the tool was registered: the one redirect address, also where content selection goes. */
export const iliasTool = {
  redirectUri: 'http://lotse.test/lti/launch',
  initiateLogin: 'http://lotse.test/lti/login',
  providerUrl: 'http://lotse.test/lti/launch',
};

/**
 * An ILIAS as its LTI consumer's source has it, versions 9 and 10, over HTTP: login, launch, content selection, token
 * and grade service, with a session for the browser that is signed in. What it does not check is not checked here.
 * Its address is `getIliasHttpPath()`, and so the issuer.
 */
export class IliasPeer extends HttpPeer implements LmsPeer {
  readonly clientId = 'il5tRandomClientId';
  readonly deploymentId = '3';
  readonly results: IliasResult[] = [];
  readonly scores: Readonly<Record<string, unknown>>[] = [];
  readonly objects: IliasObject[] = [];
  settings: IliasSettings = {
    layout: 'root',
    privacyIdent: 'sha256',
    privacyName: 'none',
    launchMethod: 'newWin',
    gradeSynchronization: true,
    alwaysLearner: false,
    useProviderId: false,
  };
  /** What the signed-in person is in the course. */
  role: 'Learner' | 'Instructor' | 'Administrator' = 'Learner';
  user: IliasUser = {
    id: 256,
    login: 'akaya',
    firstname: 'Aylin',
    lastname: 'Kaya',
    email: 'aylin.kaya@nordwerk.example',
    externalAccount: 'ext-4711',
    created: '2024-03-01 08:00:00',
  };
  now: () => number = Date.now;
  toolKeys: () => Promise<JSONWebKeySet> = async () => ({ keys: [] });
  /** `cmix_users`: who is known by what at which object. */
  readonly #idents: {
    readonly objId: number;
    readonly mode: PrivacyIdent;
    readonly user: IliasUser;
    readonly ident: string;
  }[] = [];
  /** What the browser's session holds between two requests. */
  #session: { hint?: string; login?: URLSearchParams } = {};
  #nextId = 400;

  private constructor(readonly key: PeerKey) {
    super();
    this.addObject('Das Entwicklungsgespräch', '', 'content=d1-entwicklungsgespraech');
  }

  static async start(): Promise<IliasPeer> {
    return new IliasPeer(await makeKey()).listen();
  }

  get registration() {
    return {
      issuer: this.url,
      clientId: this.clientId,
      deploymentIds: [this.deploymentId],
      authenticationEndpoint: this.script('ltiauth'),
      tokenEndpoint: this.script('ltitoken'),
      jwksUri: this.script('lticerts'),
      name: 'ILIAS Nordwerk',
      kind: 'ilias' as const,
    };
  }

  /** Address of one of the consumer's scripts. */
  script(name: string): string {
    return `${this.url}${this.settings.layout === 'modules' ? '/Modules/LTIConsumer' : ''}/${name}.php`;
  }

  addObject(title: string, description: string, customParams: string): IliasObject {
    const object = { refId: this.#nextId, objId: this.#nextId + 1000, title, description, customParams };
    this.#nextId += 1;
    this.objects.push(object);
    return object;
  }

  lineItemOf(object: IliasObject): string {
    return `${this.script('ltiservices')}/gradeservice/${courseId}/lineitems/${object.objId}/lineitem`;
  }

  get #host(): string {
    return new URL(this.url).host;
  }

  /** The stored ident of the signed-in person at an object, made at the first visit. */
  identAt(object: IliasObject): string {
    const { privacyIdent: mode } = this.settings;
    const known = this.#idents.find(
      (each) => each.objId === object.objId && each.mode === mode && each.user.id === this.user.id,
    );
    if (known !== undefined) return known.ident;
    const made = ident(mode, this.user, this.#host);
    this.#idents.push({ objId: object.objId, mode, user: this.user, ident: made });
    return made;
  }

  /** The form behind the button "show content" (`getStartButtonTxt13`): fields that are not LTI's included. */
  startForm(object: IliasObject = this.objects[0]!): AutoForm {
    const hint = `${object.refId}:default`;
    this.#session = { hint };
    return {
      action: iliasTool.initiateLogin,
      fields: {
        iss: this.url,
        target_link_uri: iliasTool.providerUrl,
        login_hint: this.identAt(object),
        lti_message_hint: hint,
        client_id: this.clientId,
        lti_deployment_id: this.deploymentId,
        ...(this.settings.launchMethod === 'embedded'
          ? {}
          : { launch_presentation_return_url: this.#returnUrl(object), lis_result_sourcedid: newUuid() }),
      },
    };
  }

  /** The form that opens the picker (`contentSelectionRequest`, first pass). */
  selectionForm(): AutoForm {
    this.#session = {};
    return {
      action: iliasTool.initiateLogin,
      fields: {
        iss: this.url,
        target_link_uri: iliasTool.providerUrl,
        login_hint: identAsId(this.settings.privacyIdent, this.user, this.#host),
        lti_message_hint: `${courseId}:default:${Buffer.from('ilias.php?cmd=contentSelectionRequest').toString('base64')}`,
        client_id: this.clientId,
        lti_deployment_id: this.deploymentId,
      },
    };
  }

  /** What the browser gets who follows the tool's redirect to `ltiauth.php`, and ILIAS's own behind it. */
  async authenticate(address: string): Promise<AutoForm> {
    const first = await fetch(address, { redirect: 'manual' });
    if (first.status !== 302) throw new Error(`ltiauth answered ${first.status}`);
    const second = await fetch(new URL(first.headers.get('location')!.replace(/^(\.\.\/)+/, '/'), this.url));
    const page = await second.text();
    const action = /<form action="([^"]*)"/.exec(page)?.[1];
    if (action === undefined) throw new Error(page);
    return {
      action,
      fields: Object.fromEntries(
        [...page.matchAll(/name="([^"]*)" value="([^"]*)"/g)].map(([, name, value]) => [name!, value!]),
      ),
    };
  }

  /** Claims of a launch (`buildLaunchParametersLTI13`, `LTISignJWT`). */
  launchClaims(object: IliasObject, nonce: string, redirectUri: string = iliasTool.redirectUri): JWTPayload {
    const { gradeSynchronization, useProviderId } = this.settings;
    return {
      ...this.#commonClaims(nonce, this.identAt(object)),
      [claim('target_link_uri')]: redirectUri,
      [claim('message_type')]: 'LtiResourceLinkRequest',
      [claim('roles')]: [membershipRole(this.settings.alwaysLearner ? 'Learner' : this.role)],
      [claim('resource_link')]: {
        id: useProviderId ? `p${this.deploymentId}` : String(object.refId),
        title: object.title,
        description: object.description,
      },
      [claim('launch_presentation')]: {
        locale: 'de',
        document_target: this.settings.launchMethod === 'embedded' ? 'iframe' : 'window',
        width: '',
        height: '',
        return_url: this.#returnUrl(object),
      },
      [claim('custom')]: customParamsArray(object.customParams),
      ...(gradeSynchronization
        ? {
            [`${ags}claim/endpoint`]: {
              lineitem: this.lineItemOf(object),
              lineitems: `${this.script('ltiservices')}/gradeservice/${courseId}/lineitems/`,
              scope: [...permittedScopes].sort(),
            },
          }
        : {}),
    };
  }

  /** Claims of a content selection (`buildContentSelectionParameters`): without target_link_uri, with booleans that are always true. */
  selectionClaims(nonce: string): JWTPayload {
    return {
      ...this.#commonClaims(nonce, ident(this.settings.privacyIdent, this.user, this.#host)),
      [claim('message_type')]: 'LtiDeepLinkingRequest',
      [claim('roles')]: [membershipRole('Instructor')],
      [claim('launch_presentation')]: { locale: 'de', document_target: 'window', width: '', height: '' },
      [`${dl}deep_linking_settings`]: {
        deep_link_return_url: `${this.url}/ilias.php?ref_id=${courseId}&new_type=lti&provider_id=${this.deploymentId}&cmd=contentSelectionResponse`,
        accept_types: ['ltiResourceLink'],
        accept_presentation_document_targets: ['embed', 'iframe', 'window'],
        accept_multiple: true,
        auto_create: true,
      },
    };
  }

  claims(nonce: string, overrides: Readonly<Record<string, unknown>> = {}): JWTPayload {
    return { ...this.launchClaims(this.objects[0]!, nonce), ...overrides };
  }

  async sign(claims: JWTPayload): Promise<string> {
    return new SignJWT(claims)
      .setProtectedHeader({ typ: 'JWT', alg: 'RS256', kid: this.key.kid })
      .sign(this.key.privateKey);
  }

  /** What the picker posts back (`saveContentSelection`): every item becomes an object; `custom` is read without asking. */
  async takeSelection(jwt: string): Promise<readonly IliasObject[]> {
    const { payload } = await jwtVerify(jwt, createLocalJWKSet(await this.#parsedKeySet()), { clockTolerance: 60 });
    return (payload[`${dl}content_items`] as readonly Record<string, unknown>[]).map((item) => {
      if (typeof item['custom'] !== 'object' || item['custom'] === null) throw new Error('Undefined property: custom');
      const params = Object.entries(item['custom'])
        .map(([name, value]) => `${name}=${String(value)}`)
        .join(';');
      return this.addObject(
        String(item['title']),
        typeof item['description'] === 'string' ? item['description'] : '',
        params,
      );
    });
  }

  #returnUrl(object: IliasObject): string {
    return this.settings.launchMethod === 'ownWin'
      ? `${this.url}/ilias.php?baseClass=ilrepositorygui&ref_id=${object.refId}`
      : '';
  }

  #commonClaims(nonce: string, email: string): JWTPayload {
    const now = Math.floor(this.now() / 1000);
    return {
      nonce,
      iat: now,
      exp: now + 60,
      iss: this.url,
      aud: this.clientId,
      [claim('deployment_id')]: this.deploymentId,
      [claim('version')]: '1.3.0',
      sub: identAsId(this.settings.privacyIdent, this.user, this.#host),
      picture: '',
      ...names(this.settings.privacyName, this.user),
      email,
      [claim('context')]: {
        id: String(courseId),
        type: ['CourseOffering'],
        title: 'Führung im Betrieb',
        label: `CourseOffering ${courseId}`,
      },
      [claim('tool_platform')]: {
        guid: `default.${new URL(this.url).hostname}`,
        name: 'default',
        description: 'ILIAS Nordwerk',
        url: `${this.url}/goto.php?target=root_1`,
        contact_email: 'admin@nordwerk.example',
        product_family_code: 'ilias',
        version: '10.2 2026-01-12',
      },
    };
  }

  /** `JWK::parseKeySet`: a key without `alg` is refused. */
  async #parsedKeySet(): Promise<JSONWebKeySet> {
    const keySet = await this.toolKeys();
    if (keySet.keys.some(({ alg }) => alg === undefined)) throw new Error('JWK must contain an "alg" parameter');
    return keySet;
  }

  protected override pathOf({ pathname }: URL): string {
    return pathname.replace(/^\/Modules\/LTIConsumer/, '');
  }

  protected override noteOf({ method }: IncomingMessage, url: URL): string {
    return `${method} ${this.pathOf(url)}`;
  }

  protected async answer(request: IncomingMessage, response: ServerResponse, url: URL): Promise<void> {
    const path = this.pathOf(url);
    const known =
      new URL(this.script('x')).pathname.replace('/x.php', '') ===
      (url.pathname.startsWith('/Modules') ? '/Modules/LTIConsumer' : '');
    if (path === '/goto.php' || path === '/ilias.php') return this.#show(path, response);
    if (!known) return json(response, 404, {});
    if (path === '/lticerts.php')
      return json(response, 200, {
        keys: [
          { kty: 'RSA', alg: 'RS256', kid: this.key.kid, e: this.key.publicJwk.e, n: this.key.publicJwk.n, use: 'sig' },
        ],
      });
    if (path === '/lticonfig.php') return json(response, 200, this.openidConfiguration());
    if (path === '/ltiauth.php') return this.#authorize(request, url, response);
    if (path === '/ltitoken.php') return this.#token(request, response);
    if (path.startsWith('/ltiservices.php/'))
      return this.#service(request, path.slice('/ltiservices.php'.length), response);
    json(response, 404, {});
  }

  /** `getOpenidConfig`. */
  openidConfiguration(): object {
    return {
      issuer: this.url,
      authorization_endpoint: this.script('ltiauth'),
      token_endpoint: this.script('ltitoken'),
      token_endpoint_auth_methods_supported: ['private_key_jwt'],
      token_endpoint_auth_signing_alg_values_supported: ['RS256'],
      jwks_uri: this.script('lticerts'),
      registration_endpoint: this.script('ltiregistration'),
      scopes_supported: ['openid', ...permittedScopes],
      response_types_supported: ['id_token'],
      subject_types_supported: ['public', 'pairwise'],
      id_token_signing_alg_values_supported: ['RS256'],
      claims_supported: ['iss', 'aud'],
      'https://purl.imsglobal.org/spec/lti-platform-configuration': {
        product_family_code: 'ilias.de',
        version: '10.2',
        messages_supported: [
          { type: 'LtiResourceLinkRequest', placements: [] },
          { type: 'LtiDeepLinkingRequest', placements: [] },
        ],
      },
    };
  }

  async #authorize(request: IncomingMessage, url: URL, response: ServerResponse): Promise<void> {
    const given = request.method === 'POST' ? new URLSearchParams(await bodyOf(request)) : url.searchParams;
    const hint = given.get('lti_message_hint') ?? '';
    if (hint === '') return json(response, 400, {});
    this.#session.login = given;
    const [refId, client, redirect] = hint.split(':');
    response.writeHead(302, {
      Location:
        redirect === undefined
          ? `../../../goto.php?target=lti_${refId}&client_id=${client}`
          : `../../../${Buffer.from(redirect, 'base64').toString()}`,
    });
    response.end();
  }

  /** The page behind `goto.php` (launch) and `ilias.php` (content selection, second pass): checks, then a form that submits itself. */
  async #show(path: string, response: ServerResponse): Promise<void> {
    const { login, hint } = this.#session;
    this.#session = hint === undefined ? {} : { hint };
    const page = (action: string, fields: Record<string, string>): void => {
      response.writeHead(200, { 'Content-Type': 'text/html; charset=utf-8' });
      response.end(
        `<form action="${action}" method="post">${Object.entries(fields)
          .map(([name, value]) => `<input type="hidden" name="${name}" value="${value}"/>`)
          .join('')}</form>`,
      );
    };
    const refused = (error: string): void =>
      void response.writeHead(200, { 'Content-Type': 'text/html' }).end(`initialLogin Error: ${error}`);
    if (login === undefined) return refused('no login');
    const state = login.get('state') ?? '';
    if (path === '/ilias.php')
      return page(iliasTool.redirectUri, {
        id_token: await this.sign(this.selectionClaims(login.get('nonce') ?? '')),
        state,
      });
    const refId = Number(hint?.split(':')[0]);
    const object = this.objects.find((each) => each.refId === refId);
    if (object === undefined || hint !== login.get('lti_message_hint')) return refused('invalid_request');
    if (['scope', 'response_type', 'client_id', 'redirect_uri', 'login_hint', 'nonce'].some((name) => !login.get(name)))
      return refused('invalid_request');
    if (login.get('scope') !== 'openid') return refused('invalid_scope');
    if (login.get('response_type') !== 'id_token') return refused('unsupported_response_type');
    if (login.get('client_id') !== this.clientId) return refused('unauthorized_client');
    if (login.get('login_hint') !== this.identAt(object)) return refused('access_denied');
    if (
      login.get('redirect_uri') !== iliasTool.redirectUri ||
      login.get('response_mode') !== 'form_post' ||
      !['none', null, ''].includes(login.get('prompt'))
    )
      return refused('invalid_request');
    page(login.get('redirect_uri')!, {
      id_token: await this.sign(this.launchClaims(object, login.get('nonce')!, login.get('redirect_uri')!)),
      state,
    });
  }

  async #token(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const form = new URLSearchParams(await bodyOf(request));
    if (['client_assertion', 'client_assertion_type', 'grant_type', 'scope'].some((name) => !form.has(name)))
      return json(response, 400, { error: 'invalid_request' });
    const assertion = form.get('client_assertion')!;
    if (decodeJwt(assertion).sub !== this.clientId) return json(response, 401, { error: 'invalid_client' });
    try {
      const { payload } = await jwtVerify(assertion, createLocalJWKSet(await this.#parsedKeySet()));
      if (payload.iss !== this.clientId || payload.sub !== this.clientId)
        return json(response, 400, { error: 'invalid_request' });
    } catch {
      return json(response, 500, { error: 'ERROR_OPEN_SSL_CONF' });
    }
    const scopes = form
      .get('scope')!
      .split(' ')
      .filter((scope) => permittedScopes.includes(scope));
    if (scopes.length === 0) return json(response, 400, { error: 'invalid_request' });
    const now = Math.floor(this.now() / 1000);
    const token = await this.sign({
      sub: this.clientId,
      iat: now,
      exp: now + 3600,
      'imsglobal.org.security.scope': scopes.join(' '),
    });
    json(response, 200, { access_token: token, token_type: 'bearer', expires_in: 3600, scope: scopes.join(' ') });
  }

  /** `ltiservices.php`: the content type is compared letter by letter, without parameters. */
  async #service(request: IncomingMessage, path: string, response: ServerResponse): Promise<void> {
    const route = /^\/gradeservice\/[^/]+\/lineitems\/([^/]+)\/lineitem\/scores$/.exec(path);
    const type = (request.headers['content-type'] ?? '').split(';')[0]!;
    const body = await bodyOf(request);
    if (
      route === null ||
      !['application/vnd.ims.lis.v1.score+json', 'application/vnd.ims.lis.v1.scorecontainer+json'].includes(type)
    )
      return json(response, 400, {});
    if (request.method !== 'POST') return json(response, 405, {});
    json(response, this.#takeScore(JSON.parse(body) as Record<string, unknown>, Number(route[1])), {});
  }

  /** `checkScore`, as it is up to ILIAS 10. @returns the status of the answer */
  #takeScore(score: Record<string, unknown>, objId: number): number {
    const user = this.#userOf(objId, String(score['userId']));
    if (user === undefined) return 404;
    const numeric = (value: unknown): boolean => value === undefined || typeof value === 'number';
    if (
      ['gradingProgress', 'activityProgress', 'timestamp'].some((name) => score[name] === undefined) ||
      !/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d([.,]\d+)?([zZ]|[+-]\d\d:?\d\d)$/.test(String(score['timestamp'])) ||
      !numeric(score['scoreGiven']) ||
      !numeric(score['scoreMaximum']) ||
      (score['scoreGiven'] !== undefined && score['scoreMaximum'] === undefined)
    )
      return 400;
    if (!this.objects.some((each) => each.objId === objId)) return 404;
    const given = score['gradingProgress'] === 'FullyGraded' ? Number(score['scoreGiven'] ?? 0) : 0;
    const result = given / Number(score['scoreMaximum'] ?? 1);
    this.scores.push(score);
    const kept = this.results.findIndex((each) => each.objId === objId && each.userId === user.id);
    if (kept >= 0) this.results.splice(kept, 1);
    this.results.push({ objId, userId: user.id, result, completed: result >= masteryScore });
    return 200;
  }

  /** `getUsrIdForObjectAndUsrIdent`: an address is compared, anything else is a pattern before the @, the last match wins. */
  #userOf(objId: number, wanted: string): IliasUser | undefined {
    const pattern = new RegExp(
      `^${wanted
        .replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')
        .replaceAll('_', '.')
        .replaceAll('%', '.*')}@.*$`,
      'i',
    );
    const matches = this.#idents.filter(
      (each) => each.objId === objId && (wanted.indexOf('@') > 0 ? each.ident === wanted : pattern.test(each.ident)),
    );
    return matches.at(-1)?.user;
  }
}

/** `getCustomParamsArray`: what stands behind a second `=` is lost. */
export function customParamsArray(params: string): Record<string, string> {
  return Object.fromEntries(
    params
      .split(/; ?/)
      .map((each) => each.split('='))
      .filter(([name]) => name !== '')
      .map(([name, value]) => [name!, value ?? '']),
  );
}
