import { KeyObject, sign, type webcrypto } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import {
  SignJWT,
  createLocalJWKSet,
  exportJWK,
  generateKeyPair,
  jwtVerify,
  type CryptoKey,
  type JSONWebKeySet,
  type JWK,
  type JWTPayload,
} from 'jose';
import { newUuid } from '../../base/index.js';
import type { PlatformRegistration } from '../../lti-tool/platform/index.js';
import { type Answer, HttpPeer } from './http-peer.js';

export type { Answer };

/** A score as it arrived. */
export interface ReceivedScore {
  readonly url: string;
  readonly contentType: string | undefined;
  readonly score: Readonly<Record<string, unknown>>;
}

/** What the tool's side needs to know of an LMS. */
export interface LmsPeer {
  readonly url: string;
  readonly clientId: string;
  readonly deploymentId: string;
  readonly registration: PlatformRegistration;
  now: () => number;
  toolKeys: () => Promise<JSONWebKeySet>;
  claims(nonce: string, overrides?: Readonly<Record<string, unknown>>): JWTPayload;
  sign(claims: JWTPayload): Promise<string>;
}

/** A key pair of the peer's. */
export interface PeerKey {
  readonly kid: string;
  readonly privateKey: CryptoKey;
  readonly publicJwk: JWK;
}

export const claim = (name: string): string => `https://purl.imsglobal.org/spec/lti/claim/${name}`;
export const membershipRole = (name: string): string => `http://purl.imsglobal.org/vocab/lis/v2/membership#${name}`;

/** A key pair as an LMS publishes one. */
export async function makeKey(): Promise<PeerKey> {
  const { privateKey, publicKey } = await generateKeyPair('RS256', { modulusLength: 2048, extractable: true });
  const kid = newUuid();
  return { kid, privateKey, publicJwk: { ...(await exportJWK(publicKey)), kid, alg: 'RS256', use: 'sig' } };
}

/** Answers with JSON. */
export function json(
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: Record<string, string> = {},
): void {
  response.writeHead(status, { 'Content-Type': 'application/json', ...headers });
  response.end(JSON.stringify(body));
}

/** The body of a request as text. */
export async function bodyOf(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts).toString('utf8');
}

/** An LMS as a test needs it, with JWKS, token, score and membership addresses. */
export class PlatformPeer extends HttpPeer implements LmsPeer {
  readonly clientId = 'lotse-client';
  readonly deploymentId = '1';
  readonly scores: ReceivedScore[] = [];
  readonly tokenRequests: { readonly scope: string; readonly assertion: JWTPayload }[] = [];
  members: readonly object[] = [];
  membersPerPage = 50;
  /** The LMS's clock. */
  now: () => number = Date.now;
  published: PeerKey[];
  /** Where the tool's keys come from; checks client assertions. */
  toolKeys: () => Promise<JSONWebKeySet> = async () => ({ keys: [] });
  readonly #tokens = new Set<string>();

  private constructor(readonly key: PeerKey) {
    super();
    this.published = [key];
  }

  static async start(): Promise<PlatformPeer> {
    return new PlatformPeer(await makeKey()).listen();
  }

  get lineItem(): string {
    return `${this.url}/course/7/lineitems/3/lineitem?type_id=2`;
  }

  get membershipsUrl(): string {
    return `${this.url}/memberships`;
  }

  /** What an administrator would enter at the tool. */
  get registration() {
    return {
      issuer: this.url,
      clientId: this.clientId,
      deploymentIds: [this.deploymentId],
      authenticationEndpoint: `${this.url}/auth`,
      tokenEndpoint: `${this.url}/token`,
      jwksUri: `${this.url}/jwks`,
      name: 'Test-LMS',
      kind: 'generic' as const,
    };
  }

  newKey(): Promise<PeerKey> {
    return makeKey();
  }

  /** Claims of a learner's launch, as they should be. */
  claims(nonce: string, overrides: Readonly<Record<string, unknown>> = {}): JWTPayload {
    const now = Math.floor(this.now() / 1000);
    return {
      iss: this.url,
      aud: this.clientId,
      sub: 'user-17',
      nonce,
      iat: now,
      exp: now + 60,
      name: 'Aylin Kaya',
      email: 'aylin@example.test',
      [claim('version')]: '1.3.0',
      [claim('message_type')]: 'LtiResourceLinkRequest',
      [claim('deployment_id')]: this.deploymentId,
      [claim('target_link_uri')]: 'http://lotse.test/lti/launch',
      [claim('roles')]: [membershipRole('Learner')],
      [claim('resource_link')]: { id: 'link-5', title: 'Entwicklungsgespräch' },
      [claim('context')]: { id: '7', title: 'Führung im Betrieb' },
      [claim('custom')]: { content: 'd1-entwicklungsgespraech' },
      [claim('launch_presentation')]: { locale: 'de', return_url: `${this.url}/course/7` },
      'https://purl.imsglobal.org/spec/lti-ags/claim/endpoint': {
        lineitem: this.lineItem,
        scope: ['https://purl.imsglobal.org/spec/lti-ags/scope/score'],
      },
      'https://purl.imsglobal.org/spec/lti-nrps/claim/namesroleservice': {
        context_memberships_url: this.membershipsUrl,
        service_versions: ['2.0'],
      },
      ...overrides,
    };
  }

  /** Signs claims; those that are `undefined` are left out. */
  async sign(claims: JWTPayload, key: PeerKey = this.key): Promise<string> {
    const present = Object.fromEntries(Object.entries(claims).filter(([, value]) => value !== undefined));
    return new SignJWT(present).setProtectedHeader({ alg: 'RS256', kid: key.kid, typ: 'JWT' }).sign(key.privateKey);
  }

  /** Signs text as it is, whatever it is, under a header with these additions. */
  signText(text: string, header: Readonly<Record<string, unknown>> = {}, key: PeerKey = this.key): string {
    const parts = [JSON.stringify({ alg: 'RS256', kid: key.kid, typ: 'JWT', ...header }), text]
      .map((part) => Buffer.from(part).toString('base64url'))
      .join('.');
    return `${parts}.${sign('RSA-SHA256', Buffer.from(parts), KeyObject.from(key.privateKey as webcrypto.CryptoKey)).toString('base64url')}`;
  }

  requested(path: string): number {
    return this.requests.filter((each) => each === path).length;
  }

  protected async answer(request: IncomingMessage, response: ServerResponse, url: URL): Promise<void> {
    if (url.pathname === '/jwks')
      return json(response, 200, { keys: this.published.map(({ publicJwk }) => publicJwk) });
    if (url.pathname === '/token') return this.#token(request, response);
    if (!this.#tokens.has((request.headers.authorization ?? '').replace(/^Bearer /, '')))
      return json(response, 401, { error: 'invalid_token' });
    if (url.pathname === '/memberships') return this.#memberships(url, response);
    if (url.pathname.endsWith('/scores') && request.method === 'POST') {
      this.scores.push({
        url: url.pathname + url.search,
        contentType: request.headers['content-type'],
        score: JSON.parse(await bodyOf(request)) as Record<string, unknown>,
      });
      return json(response, 200, {});
    }
    json(response, 404, {});
  }

  async #token(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const form = new URLSearchParams(await bodyOf(request));
    const { payload } = await jwtVerify(form.get('client_assertion') ?? '', createLocalJWKSet(await this.toolKeys()), {
      algorithms: ['RS256'],
      issuer: this.clientId,
      subject: this.clientId,
      audience: `${this.url}/token`,
    });
    this.tokenRequests.push({ scope: form.get('scope') ?? '', assertion: payload });
    const token = newUuid();
    this.#tokens.add(token);
    json(response, 200, { access_token: token, token_type: 'bearer', expires_in: 3600, scope: form.get('scope') });
  }

  #memberships(url: URL, response: ServerResponse): void {
    const from = Number(url.searchParams.get('from') ?? 0);
    const next = from + this.membersPerPage;
    // As Moodle writes it: curly quotes, in UTF-8.
    const link = Buffer.from(`<${this.membershipsUrl}?from=${next}>; rel=“next”`, 'utf8').toString('latin1');
    json(
      response,
      200,
      { id: this.membershipsUrl, context: { id: '7' }, members: this.members.slice(from, next) },
      next < this.members.length ? { Link: link } : {},
    );
  }
}

/** An answer with a status and nothing else. */
export function status(code: number, headers: Record<string, string> = {}): Answer {
  return (_request, response) => json(response, code, { error: 'as the test wants it' }, headers);
}

/** Takes the request and never answers. */
export const silence: Answer = () => undefined;
