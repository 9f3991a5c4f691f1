import type { IncomingMessage, ServerResponse } from 'node:http';
import { SignJWT, createLocalJWKSet, decodeJwt, jwtVerify, type JSONWebKeySet, type JWTPayload } from 'jose';
import { newUuid } from '../../../base/index.js';
import { HttpPeer } from '../http-peer.js';
import { bodyOf, claim, json, type LmsPeer, makeKey, membershipRole, type PeerKey } from '../platform-peer.js';

const ags = 'https://purl.imsglobal.org/spec/lti-ags/';
const nrps = 'https://purl.imsglobal.org/spec/lti-nrps/';
const dl = 'https://purl.imsglobal.org/spec/lti-dl/claim/';

/** Somebody in the course. */
export interface MoodleUser {
  readonly id: number;
  readonly firstname: string;
  readonly lastname: string;
  readonly role: 'student' | 'teacher' | 'admin';
  readonly enrolled: boolean;
}

/** An external tool in the course: a row of `lti`. */
export interface MoodleActivity {
  readonly id: number;
  readonly name: string;
  /** `name=value` lines. */
  readonly customParameters: string;
  /** True if it has a grade item of its own. */
  readonly grades: boolean;
}

/** A column of the grade book: `grade_items` with what `ltiservice_gradebookservices` knows of it. */
export interface GradeItem {
  readonly id: number;
  readonly name: string;
  readonly max: number;
  /** The activity it belongs to (`itemtype` mod). */
  readonly activity?: number;
  readonly service?: { readonly link?: number; readonly resourceId: string; readonly tag: string };
}

/** A cell of the grade book. `time` in whole seconds, as the database has it. */
export interface MoodleGrade {
  readonly item: number;
  readonly user: number;
  readonly value: number | null;
  readonly time: number;
  readonly feedback: string | undefined;
}

/** How the tool has been set up. */
export interface MoodleSettings {
  /** 1: "use this service for grade sync only"; 2: "and for column management". */
  readonly gradeService: 0 | 1 | 2;
  /** `delegate`: a teacher decides for each activity, so that names come with the link alone. */
  readonly sendNames: 'never' | 'delegate' | 'always';
}

const course = 7;
const typeId = 2;

/** A Moodle as mod/lti of 5.1 has it, over HTTP: token, grade-book services, memberships. Its address is `$CFG->wwwroot`. */
export class MoodlePeer extends HttpPeer implements LmsPeer {
  readonly clientId = 'mDlClientId0001';
  readonly deploymentId = String(typeId);
  settings: MoodleSettings = { gradeService: 2, sendNames: 'always' };
  users: MoodleUser[] = [{ id: 17, firstname: 'Aylin', lastname: 'Kaya', role: 'student', enrolled: true }];
  readonly activities: MoodleActivity[] = [];
  readonly items: GradeItem[] = [];
  readonly grades: MoodleGrade[] = [];
  now: () => number = Date.now;
  toolKeys: () => Promise<JSONWebKeySet> = async () => ({ keys: [] });
  readonly #tokens = new Map<string, readonly string[]>();
  #nextId = 30;

  private constructor(readonly key: PeerKey) {
    super();
    this.addActivity('Das Entwicklungsgespräch', 'content=d1-entwicklungsgespraech', true);
  }

  static async start(): Promise<MoodlePeer> {
    return new MoodlePeer(await makeKey()).listen();
  }

  get registration() {
    return {
      issuer: this.url,
      clientId: this.clientId,
      deploymentIds: [this.deploymentId],
      authenticationEndpoint: `${this.url}/mod/lti/auth.php`,
      tokenEndpoint: `${this.url}/mod/lti/token.php`,
      jwksUri: `${this.url}/mod/lti/certs.php`,
      name: 'Moodle Nordwerk',
      kind: 'moodle' as const,
    };
  }

  addActivity(name: string, customParameters: string, grades: boolean): MoodleActivity {
    const activity = { id: this.#nextId, name, customParameters, grades };
    this.#nextId += 1;
    this.activities.push(activity);
    if (grades) this.addItem({ name, max: 100, activity: activity.id });
    return activity;
  }

  addItem(item: Omit<GradeItem, 'id'>): GradeItem {
    const added = { id: this.#nextId, ...item };
    this.#nextId += 1;
    this.items.push(added);
    return added;
  }

  get lineItems(): string {
    return `${this.url}/mod/lti/services.php/${course}/lineitems`;
  }

  get membershipsUrl(): string {
    return `${this.url}/mod/lti/services.php/CourseSection/${course}/bindings/${typeId}/memberships`;
  }

  lineItemOf(item: GradeItem): string {
    return `${this.lineItems}/${item.id}/lineitem?type_id=${typeId}`;
  }

  get scopes(): readonly string[] {
    const { gradeService } = this.settings;
    return [
      ...(gradeService === 0
        ? []
        : [`${ags}scope/lineitem.readonly`, `${ags}scope/result.readonly`, `${ags}scope/score`]),
      ...(gradeService === 2 ? [`${ags}scope/lineitem`] : []),
      `${nrps}scope/contextmembership.readonly`,
    ];
  }

  /** `lti_get_ims_role` for a launch, and (short names, one odd URN) for a member. */
  roles(user: MoodleUser, ofMember: boolean): readonly string[] {
    if (user.role === 'admin')
      return ofMember
        ? ['http://purl.imsglobal.org/vocab/lis/v2/person#Administrator']
        : [
            'http://purl.imsglobal.org/vocab/lis/v2/institution/person#Administrator',
            'http://purl.imsglobal.org/vocab/lis/v2/system/person#Administrator',
          ];
    const name = user.role === 'teacher' ? 'Instructor' : 'Learner';
    return [ofMember ? name : membershipRole(name)];
  }

  /** Claims of a launch (`lti_get_launch_data`, `lti_sign_jwt`). */
  launchClaims(activity: MoodleActivity, nonce: string, user: MoodleUser = this.users[0]!): JWTPayload {
    const now = Math.floor(this.now() / 1000);
    const { gradeService } = this.settings;
    return {
      nonce,
      iat: now,
      exp: now + 60,
      iss: this.url,
      aud: this.clientId,
      [claim('deployment_id')]: String(typeId),
      [claim('target_link_uri')]: 'http://lotse.test/lti/launch',
      sub: String(user.id),
      [claim('lis')]: { person_sourcedid: '', course_section_sourcedid: '' },
      [claim('roles')]: this.roles(user, false),
      [claim('context')]: { id: String(course), label: 'FIB', title: 'Führung im Betrieb', type: ['CourseSection'] },
      [claim('message_type')]: 'LtiResourceLinkRequest',
      [claim('resource_link')]: { title: activity.name, description: '', id: String(activity.id) },
      ...(this.settings.sendNames === 'never'
        ? {}
        : { given_name: user.firstname, family_name: user.lastname, name: `${user.firstname} ${user.lastname}` }),
      [claim('ext')]: { lms: 'moodle-2' },
      [claim('launch_presentation')]: {
        locale: 'de',
        document_target: 'iframe',
        return_url: `${this.url}/mod/lti/return.php?course=${course}&launch_container=3&instanceid=${activity.id}&sesskey=aBcDeF1234`,
      },
      [claim('tool_platform')]: {
        product_family_code: 'moodle',
        version: '2025100600',
        guid: '127.0.0.1',
        name: 'Moodle',
        description: 'Moodle Nordwerk',
      },
      [claim('version')]: '1.3.0',
      [claim('custom')]: customParametersOf(activity.customParameters),
      ...(gradeService === 0
        ? {}
        : {
            [`${ags}claim/endpoint`]: {
              scope: this.scopes.filter((scope) => scope.startsWith(ags)).toSorted(),
              lineitems: `${this.lineItems}?type_id=${typeId}`,
              ...this.#lineItemClaim(activity),
            },
          }),
      [`${nrps}claim/namesroleservice`]: {
        context_memberships_url: this.membershipsUrl,
        service_versions: ['1.0', '2.0'],
      },
    };
  }

  claims(nonce: string, overrides: Readonly<Record<string, unknown>> = {}): JWTPayload {
    return { ...this.launchClaims(this.activities[0]!, nonce), ...overrides };
  }

  async sign(claims: JWTPayload): Promise<string> {
    return new SignJWT(claims)
      .setProtectedHeader({ typ: 'JWT', alg: 'RS256', kid: this.key.kid })
      .sign(this.key.privateKey);
  }

  /** What the picker posts back (`lti_convert_content_items`, `content_item_to_form`): every item becomes an activity, with a column if it names one. */
  async takeSelection(jwt: string): Promise<readonly MoodleActivity[]> {
    const { payload } = await jwtVerify(jwt, createLocalJWKSet(await this.toolKeys()), { issuer: this.clientId });
    return (payload[`${dl}content_items`] as readonly Record<string, unknown>[])
      .filter(({ type }) => type === 'ltiResourceLink')
      .map((item) => {
        const custom = Object.entries((item['custom'] ?? {}) as Record<string, unknown>)
          .map(([name, value]) => `${name}=${String(value)}`)
          .join('\n');
        const lineItem = item['lineItem'] as { scoreMaximum?: number; resourceId?: string; tag?: string } | undefined;
        const activity = this.addActivity(String(item['title']), custom, false);
        if (lineItem !== undefined) {
          this.addItem({
            name: activity.name,
            max: lineItem.scoreMaximum ?? 100,
            activity: activity.id,
            service: { link: activity.id, resourceId: lineItem.resourceId ?? '', tag: lineItem.tag ?? '' },
          });
        }
        return activity;
      });
  }

  /** `get_launch_parameters`: a line item only if the link has exactly one. */
  #lineItemClaim({ id }: MoodleActivity): { lineitem?: string } {
    const coupled = this.items.filter(({ activity }) => activity === id);
    const known = this.items.filter(({ service }) => service?.link === id);
    let item = known.length === 1 ? known[0] : undefined;
    if (known.length < 2 && coupled.length === 1)
      item = item !== undefined && item.id !== coupled[0]!.id ? undefined : coupled[0];
    return item === undefined ? {} : { lineitem: this.lineItemOf(item) };
  }

  protected override pathOf({ pathname }: URL): string {
    return pathname.replace(/^\/mod\/lti/, '');
  }

  protected override noteOf({ method }: IncomingMessage, url: URL): string {
    return `${method} ${this.pathOf(url)}${url.search}`;
  }

  protected async answer(request: IncomingMessage, response: ServerResponse, url: URL): Promise<void> {
    const path = this.pathOf(url);
    if (path === '/certs.php') return json(response, 200, { keys: [this.key.publicJwk] });
    if (path === '/openid-configuration.php') return json(response, 200, this.openidConfiguration());
    if (path === '/token.php') return this.#token(request, response);
    if (path.startsWith('/services.php/'))
      return this.#service(request, url, path.slice('/services.php'.length), response);
    json(response, 404, {});
  }

  openidConfiguration(): object {
    const page = (name: string): string => `${this.url}/mod/lti/${name}.php`;
    return {
      issuer: this.url,
      token_endpoint: page('token'),
      token_endpoint_auth_methods_supported: ['private_key_jwt'],
      token_endpoint_auth_signing_alg_values_supported: ['RS256'],
      jwks_uri: page('certs'),
      authorization_endpoint: page('auth'),
      registration_endpoint: page('openid-registration'),
      scopes_supported: [...this.scopes, 'openid'],
      response_types_supported: ['id_token'],
      subject_types_supported: ['public', 'pairwise'],
      id_token_signing_alg_values_supported: ['RS256'],
      claims_supported: ['sub', 'iss', 'name', 'given_name', 'family_name', 'email'],
      'https://purl.imsglobal.org/spec/lti-platform-configuration': {
        product_family_code: 'moodle',
        version: '5.1 (Build: 20251006)',
        messages_supported: [
          { type: 'LtiResourceLinkRequest' },
          { type: 'LtiDeepLinkingRequest', placements: ['ContentArea'] },
        ],
        variables: ['basic-lti-launch-request'],
      },
    };
  }

  async #token(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const type = request.headers['content-type'];
    const form = new URLSearchParams(await bodyOf(request));
    const refuse = (error: string): void => json(response, 400, { error });
    const assertion = form.get('client_assertion') ?? '';
    if (type?.split(';')[0] !== 'application/x-www-form-urlencoded' || assertion.split('.').length !== 3)
      return refuse('invalid_request');
    if (
      form.get('client_assertion_type') !== 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer' ||
      form.get('grant_type') !== 'client_credentials'
    )
      return refuse('unsupported_grant_type');
    if (decodeJwt(assertion).sub !== this.clientId) return refuse('invalid_client');
    await jwtVerify(assertion, createLocalJWKSet(await this.toolKeys()));
    const scopes = (form.get('scope') ?? '').split(' ').filter((scope) => this.scopes.includes(scope));
    if (scopes.length === 0) return refuse('invalid_scope');
    const token = newUuid();
    this.#tokens.set(token, scopes);
    json(response, 200, { access_token: token, token_type: 'Bearer', expires_in: 3600, scope: scopes.join(' ') });
  }

  /** `services.php`: the first resource whose media type and template fit. */
  async #service(request: IncomingMessage, url: URL, path: string, response: ServerResponse): Promise<void> {
    const body = await bodyOf(request);
    const get = request.method === 'GET';
    const media = get ? (request.headers.accept ?? '') : (request.headers['content-type'] ?? '').split(';')[0]!;
    const fits = (...formats: readonly string[]): boolean =>
      (get && (media === '' || media.includes('*/*'))) || formats.includes(media);
    const allowed = (...scopes: readonly string[]): boolean => {
      const granted = this.#tokens.get((request.headers.authorization ?? '').replace(/^Bearer /, '')) ?? [];
      return scopes.some((scope) => granted.includes(scope));
    };
    const items = /^\/(\d+)\/lineitems$/.exec(path);
    if (
      items !== null &&
      fits('application/vnd.ims.lis.v2.lineitemcontainer+json', 'application/vnd.ims.lis.v2.lineitem+json')
    ) {
      if (!allowed(`${ags}scope/lineitem`, ...(get ? [`${ags}scope/lineitem.readonly`] : [])))
        return json(response, 401, {});
      if (Number(items[1]) !== course) return json(response, 404, {});
      return get
        ? this.#listItems(url, response)
        : this.#makeItem(JSON.parse(body) as Record<string, unknown>, response);
    }
    const scores = /^\/(\d+)\/lineitems\/(\d+)\/lineitem\/scores$/.exec(path);
    if (scores !== null && request.method === 'POST' && fits('application/vnd.ims.lis.v1.score+json')) {
      if (!allowed(`${ags}scope/score`)) return json(response, 401, {});
      const item = this.items.find(({ id }) => id === Number(scores[2]));
      if (Number(scores[1]) !== course || item === undefined) return json(response, 404, {});
      return json(response, this.#takeScore(item, JSON.parse(body) as Record<string, unknown>), []);
    }
    if (
      path === new URL(this.membershipsUrl).pathname.slice('/mod/lti/services.php'.length) &&
      fits('application/vnd.ims.lti-nrps.v2.membershipcontainer+json')
    ) {
      if (!allowed(`${nrps}scope/contextmembership.readonly`)) return json(response, 401, {});
      return this.#listMembers(url, response);
    }
    json(response, 400, {});
  }

  #itemJson({ id, name, max, activity, service }: GradeItem): object {
    const link = service === undefined ? activity : service.link;
    return {
      id: `${this.lineItems}/${id}/lineitem?type_id=${typeId}`,
      label: name,
      scoreMaximum: max,
      ...(service === undefined ? { tag: '' } : { resourceId: service.resourceId, tag: service.tag }),
      ...(link === undefined ? {} : { resourceLinkId: String(link), ltiLinkId: String(link) }),
    };
  }

  /** `get_lineitems` and `get_json_for_get_request`: curly quotes around the relation, `&amp;` in the address. */
  #listItems(url: URL, response: ServerResponse): void {
    const [tag, link, resource] = ['tag', 'resource_link_id', 'resource_id'].map((name) => url.searchParams.get(name));
    const limit = Number(url.searchParams.get('limit') ?? 0);
    const from = Number(url.searchParams.get('from') ?? 0);
    const found = this.items.filter((item) =>
      item.service === undefined
        ? tag === null && resource === null && (link === null || String(item.activity) === link)
        : (tag === null || item.service.tag === tag) &&
          (resource === null || item.service.resourceId === resource) &&
          (link === null || String(item.service.link) === link),
    );
    const page = limit > 0 ? found.slice(from, from + limit) : found;
    const address = (start: number): string => {
      const next = new URL(this.lineItems);
      for (const [name, value] of [
        ['resource_id', resource],
        ['resource_link_id', link],
        ['tag', tag],
      ] as const)
        if (value !== null && value !== undefined) next.searchParams.set(name, value);
      next.searchParams.set('type_id', String(typeId));
      next.searchParams.set('limit', String(limit));
      next.searchParams.set('from', String(start));
      return next.href.replaceAll('&', '&amp;');
    };
    const links = [
      `<${address(0)}>; rel=“first”`,
      `<${address(from)}>; rel=“canonical”`,
      ...(from + limit < found.length ? [`<${address(from + limit)}>; rel=“next”`] : []),
    ];
    json(
      response,
      200,
      page.map((item) => this.#itemJson(item)),
      limit > 0 ? { Link: Buffer.from(links.join(', '), 'utf8').toString('latin1') } : {},
    );
  }

  #makeItem(given: Record<string, unknown>, response: ServerResponse): void {
    if (given['label'] === undefined || typeof given['scoreMaximum'] !== 'number') return json(response, 400, {});
    const link = given['resourceLinkId'] === undefined ? undefined : Number(given['resourceLinkId']);
    if (link !== undefined && !this.activities.some(({ id }) => id === link)) return json(response, 403, {});
    const item = this.addItem({
      name: String(given['label']),
      max: given['scoreMaximum'],
      service: {
        ...(link === undefined ? {} : { link }),
        resourceId: String(given['resourceId'] ?? ''),
        tag: String(given['tag'] ?? ''),
      },
    });
    json(response, 201, { ...given, id: this.lineItemOf(item) });
  }

  /** `get_json_for_post_request` and `save_grade_item`. @returns the status of the answer */
  #takeScore(item: GradeItem, score: Record<string, unknown>): number {
    const user = this.users.find(({ id }) => String(id) === String(score['userId']));
    const missing = ['userId', 'timestamp', 'gradingProgress', 'activityProgress'].some(
      (name) => score[name] === undefined,
    );
    if (
      missing ||
      Number.isNaN(Date.parse(String(score['timestamp']))) ||
      (score['scoreGiven'] !== undefined && score['scoreMaximum'] === undefined)
    )
      return 400;
    if (user === undefined || !user.enrolled || user.role !== 'student') return 400;
    const time = Math.floor(Date.parse(String(score['timestamp'])) / 1000);
    const kept = this.grades.findIndex((grade) => grade.item === item.id && grade.user === user.id);
    if (kept >= 0 && this.grades[kept]!.time >= time) return 409;
    const given =
      score['gradingProgress'] === 'FullyGraded' && score['scoreGiven'] !== undefined
        ? (Number(score['scoreGiven']) * item.max) / Number(score['scoreMaximum'])
        : null;
    if (kept >= 0) this.grades.splice(kept, 1);
    this.grades.push({
      item: item.id,
      user: user.id,
      value: given,
      time,
      feedback: score['comment'] as string | undefined,
    });
    return 200;
  }

  /** `users_to_json`: names only as the tool, or with `rlid` the activity, allows; the next page has no type. */
  #listMembers(url: URL, response: ServerResponse): void {
    const limit = Number(url.searchParams.get('limit') ?? 0);
    const from = limit > 0 ? Number(url.searchParams.get('from') ?? 0) : 0;
    const link = url.searchParams.get('rlid');
    if (link !== null && !this.activities.some(({ id }) => String(id) === link)) return json(response, 404, {});
    const named = this.settings.sendNames === 'always' || (this.settings.sendNames === 'delegate' && link !== null);
    const enrolled = this.users.filter((user) => user.enrolled);
    const members = enrolled.slice(from, limit > 0 ? from + limit : undefined).map((user) => ({
      status: 'Active',
      roles: this.roles(user, true),
      user_id: String(user.id),
      lis_person_sourcedid: '',
      ...(named
        ? { name: `${user.firstname} ${user.lastname}`, given_name: user.firstname, family_name: user.lastname }
        : {}),
    }));
    const more = limit > 0 && from + limit < enrolled.length;
    json(
      response,
      200,
      { id: this.membershipsUrl, context: { id: course, label: 'FIB', title: 'Führung im Betrieb' }, members },
      more
        ? {
            Link: `<${this.membershipsUrl}?limit=${limit}&from=${from + limit}${link === null ? '' : `&rlid=${link}`}>; rel="next"`,
          }
        : {},
    );
  }
}

/** `lti_split_parameters` and `lti_parse_custom_parameter`: lines of `name=value`, trimmed; a value after `$` is a variable, after `\` one that is none. */
export function customParametersOf(text: string): Record<string, string> {
  const pairs = text
    .replaceAll(/\r\n|\n\r|\r/g, '\n')
    .split('\n')
    .map((line) => [line.slice(0, line.indexOf('=')).trim(), line.slice(line.indexOf('=') + 1).trim()] as const);
  return Object.fromEntries(
    pairs
      .filter(([name]) => name !== '')
      .map(([name, value]) => [name, value.startsWith('\\') ? value.slice(1) : value === '$User.id' ? '17' : value]),
  );
}
