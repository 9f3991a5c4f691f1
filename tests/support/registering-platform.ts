import type { IncomingMessage, ServerResponse } from 'node:http';
import { type Answer, HttpPeer } from './http-peer.js';

/** A registration as it arrived. */
export interface ReceivedRegistration {
  readonly authorization: string | undefined;
  readonly contentType: string | undefined;
  readonly body: Record<string, unknown>;
}

export const toolConfiguration = 'https://purl.imsglobal.org/spec/lti-tool-configuration';
export const platformConfiguration = 'https://purl.imsglobal.org/spec/lti-platform-configuration';

/** Sends JSON. */
export function sendJson(
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: Record<string, string> = {},
): void {
  response.writeHead(status, { 'Content-Type': 'application/json; charset=utf-8', ...headers });
  response.end(JSON.stringify(body));
}

/**
 * An LMS that tools can register themselves at, as Moodle 5 and ILIAS 10 do it: a configuration, and an address that
 * takes each registration token once. What stands in `instead` is answered for good, and once the request was read.
 */
export class RegisteringPlatform extends HttpPeer {
  readonly registrations: ReceivedRegistration[] = [];
  readonly instead = new Map<string, Answer>();
  readonly usedTokens = new Set<string>();
  family = 'moodle';
  /** What is answered beside the client id; `undefined` is left out. */
  deploymentId: string | number | undefined = '4';
  clientId = 'client-1';

  static start(): Promise<RegisteringPlatform> {
    return new RegisteringPlatform().listen();
  }

  get configurationUrl(): string {
    return `${this.url}/mod/lti/openid-configuration.php`;
  }

  /** What the LMS says of itself. */
  configuration(overrides: Readonly<Record<string, unknown>> = {}): Record<string, unknown> {
    return {
      issuer: this.url,
      token_endpoint: `${this.url}/mod/lti/token.php`,
      token_endpoint_auth_methods_supported: ['private_key_jwt'],
      token_endpoint_auth_signing_alg_values_supported: ['RS256'],
      jwks_uri: `${this.url}/mod/lti/certs.php`,
      authorization_endpoint: `${this.url}/mod/lti/auth.php`,
      registration_endpoint: `${this.url}/mod/lti/openid-registration.php`,
      response_types_supported: ['id_token'],
      subject_types_supported: ['public', 'pairwise'],
      scopes_supported: [
        'https://purl.imsglobal.org/spec/lti-bo/scope/basicoutcome',
        'https://purl.imsglobal.org/spec/lti-ags/scope/score',
        'https://purl.imsglobal.org/spec/lti-ags/scope/result.readonly',
        'https://purl.imsglobal.org/spec/lti-ags/scope/lineitem',
        'https://purl.imsglobal.org/spec/lti-nrps/scope/contextmembership.readonly',
        'openid',
      ],
      id_token_signing_alg_values_supported: ['RS256'],
      claims_supported: ['sub', 'iss', 'name', 'given_name', 'family_name', 'email'],
      [platformConfiguration]: {
        product_family_code: this.family,
        version: '5.1',
        variables: [],
        messages_supported: [
          { type: 'LtiResourceLinkRequest' },
          { type: 'LtiDeepLinkingRequest', placements: ['ContentArea'] },
        ],
      },
      ...overrides,
    };
  }

  /** Lets the configuration say something else. */
  say(overrides: Readonly<Record<string, unknown>>): void {
    this.instead.set('/mod/lti/openid-configuration.php', (_request, response) =>
      sendJson(response, 200, this.configuration(overrides)),
    );
  }

  asked(path: string): number {
    return this.requests.filter((each) => each === path).length;
  }

  protected async answer(request: IncomingMessage, response: ServerResponse, { pathname }: URL): Promise<void> {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part as Buffer);
    const instead = this.instead.get(pathname);
    if (instead !== undefined) return instead(request, response);
    if (pathname === '/mod/lti/openid-configuration.php') return sendJson(response, 200, this.configuration());
    if (pathname === '/mod/lti/openid-registration.php' && request.method === 'POST')
      return this.#register(request, Buffer.concat(parts).toString('utf8'), response);
    sendJson(response, 404, {});
  }

  #register({ headers }: IncomingMessage, text: string, response: ServerResponse): void {
    const token = headers.authorization ?? '';
    if (this.usedTokens.has(token)) {
      response.writeHead(401, { 'Content-Type': 'application/json; charset=utf-8' });
      response.end('token_already_used');
      return;
    }
    this.usedTokens.add(token);
    const body = JSON.parse(text) as Record<string, unknown>;
    this.registrations.push({ authorization: headers.authorization, contentType: headers['content-type'], body });
    const { deploymentId } = this;
    sendJson(response, 200, {
      ...body,
      client_id: this.clientId,
      [toolConfiguration]: {
        ...(body[toolConfiguration] as object),
        ...(deploymentId === undefined ? {} : { deployment_id: deploymentId }),
      },
    });
  }
}
