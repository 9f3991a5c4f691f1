import { createHash } from 'node:crypto';
import type { RequestHandler } from 'express';
import { LotseError, type Seconds } from '../../../base/index.js';
import { demoScopes } from '../claims.js';
import { isToolUnreachable } from '../keys.js';
import type { DemoParts } from '../parts.js';
import { useOnce } from '../state/index.js';

/** Lifetime of an access token. */
const valid: Seconds = 3600;

/** The longest life of a client assertion we accept: how long its id must be remembered. */
const maxAssertionSeconds: Seconds = 3600;

interface OAuthRefusal {
  readonly status: 400 | 401 | 503;
  readonly error:
    'invalid_request' | 'invalid_client' | 'unsupported_grant_type' | 'invalid_scope' | 'temporarily_unavailable';
  readonly description: string;
}

const text = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined);

async function verifyClient(
  { keys, platform, state, clock }: DemoParts,
  assertion: string,
): Promise<OAuthRefusal | undefined> {
  try {
    const claims = await keys.verifyFromTool(assertion, {
      issuer: platform.clientId,
      subject: platform.clientId,
      audience: platform.tokenUrl,
      requiredClaims: ['exp', 'iat', 'jti'],
      maxTokenAge: maxAssertionSeconds,
      clockTolerance: 30,
    });
    // Remembered by its digest: the id's length is the tool's choice.
    const id = `assertion:${createHash('sha256').update(claims.jti!).digest('base64url')}`;
    const until = Math.min(claims.exp!, Math.floor(clock.now() / 1000) + maxAssertionSeconds) + 30;
    const fresh = await state.update((draft) => useOnce(draft, id, until, clock.now()));
    return fresh
      ? undefined
      : { status: 401, error: 'invalid_client', description: 'This client_assertion was used before (jti).' };
  } catch (caught) {
    if (caught instanceof LotseError) throw caught;
    if (isToolUnreachable(caught)) {
      return {
        status: 503,
        error: 'temporarily_unavailable',
        description: "The tool's key set cannot be read right now.",
      };
    }
    return {
      status: 401,
      error: 'invalid_client',
      description: `The client_assertion is not valid: ${(caught as Error).message}.`,
    };
  }
}

function readScopes(requested: string | undefined): string[] {
  const knownScopes: readonly string[] = Object.values(demoScopes);
  return [...new Set((requested ?? '').split(' '))].filter((each) => knownScopes.includes(each));
}

/** OAuth 2.0 client credentials with a signed assertion (1EdTech security framework §4.1, RFC 7523). */
export function tokenEndpoint(parts: DemoParts): RequestHandler {
  return async (request, response) => {
    const body = (request.body ?? {}) as Record<string, unknown>;
    const refuse = ({ status, error, description }: OAuthRefusal): void => {
      parts.logger.info({ error, description }, 'demo LMS: no access token');
      response.status(status).set('Cache-Control', 'no-store').json({ error, error_description: description });
    };
    if (body['grant_type'] !== 'client_credentials')
      return refuse({
        status: 400,
        error: 'unsupported_grant_type',
        description: 'grant_type must be client_credentials.',
      });
    const assertion = text(body['client_assertion']);
    if (
      body['client_assertion_type'] !== 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer' ||
      assertion === undefined
    ) {
      return refuse({
        status: 400,
        error: 'invalid_request',
        description: 'A client_assertion of type jwt-bearer is required.',
      });
    }
    const scopes = readScopes(text(body['scope']));
    if (scopes.length === 0)
      return refuse({
        status: 400,
        error: 'invalid_scope',
        description: `Ask for one or more of: ${Object.values(demoScopes).join(' ')}`,
      });
    const refused = await verifyClient(parts, assertion);
    if (refused !== undefined) return refuse(refused);
    const token = await parts.keys.sign(
      'access-token',
      { sub: parts.platform.clientId, scope: scopes.join(' ') },
      valid,
    );
    response
      .set('Cache-Control', 'no-store')
      .json({ access_token: token, token_type: 'Bearer', expires_in: valid, scope: scopes.join(' ') });
  };
}
