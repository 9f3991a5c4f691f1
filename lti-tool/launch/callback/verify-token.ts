import { decodeProtectedHeader, errors, jwtVerify, type JWTPayload } from 'jose';
import { type Clock, LotseError, type Seconds } from '../../../base/index.js';
import { parseJson } from '../../../lrs/index.js';
import type { KeySets } from '../../platform/index.js';
import type { Login, Platform } from '../../store/index.js';
import { loginSeconds } from '../binding.js';

/** By how much the LMS's clock may differ from ours. */
const maxSkewSeconds: Seconds = 90;

function refuse(detail: string, cause?: unknown): LotseError {
  return new LotseError(
    'invalid-launch',
    'The learning platform sent a launch that cannot be confirmed. Please open the unit again from your course.',
    { detail: `launch: ${detail}`, cause },
  );
}

function keyIdOf(idToken: string): string {
  let header;
  try {
    header = decodeProtectedHeader(idToken);
  } catch (caught) {
    throw refuse('id_token is not a JWT', caught);
  }
  if (header.alg !== 'RS256') throw refuse('id_token is not signed with RS256');
  // The header is unverified input: its types are to be checked.
  const kid: unknown = header.kid;
  if (typeof kid !== 'string' || kid === '' || kid.length > 512) throw refuse('id_token names no key');
  return kid;
}

/** The reason for the log, without the token's content. */
function reasonOf(caught: unknown): string {
  if (caught instanceof errors.JWTExpired) return 'id_token has expired or is too old';
  if (caught instanceof errors.JWTClaimValidationFailed) return `id_token claim ${caught.claim}: ${caught.reason}`;
  if (caught instanceof errors.JWSSignatureVerificationFailed) return 'id_token signature does not fit';
  if (caught instanceof errors.JOSEError) return `id_token: ${caught.code}`;
  return 'id_token cannot be read';
}

/**
 * Claims that two readers could understand differently (a name twice, half a character) are refused (RFC 7519 §4):
 * stored as UTF-8, all halves of characters would be the same, and two people one.
 */
function checkUnambiguous(idToken: string): void {
  try {
    parseJson(Buffer.from(idToken.split('.', 2)[1]!, 'base64url').toString('utf8'));
  } catch (caught) {
    throw refuse(
      `id_token is not strict JSON${caught instanceof LotseError && caught.path !== undefined ? ` at ${caught.path}` : ''}`,
      caught,
    );
  }
}

/** LTI security §5.1.3: with several audiences the authorized party must be us, and named wherever it is named. */
function checkAuthorizedParty(claims: JWTPayload, clientId: string): void {
  const several = Array.isArray(claims.aud) && claims.aud.length > 1;
  const party = claims['azp'];
  if ((several || party !== undefined) && party !== clientId) throw refuse('id_token azp is not this tool');
}

/**
 * Checks the id_token by the steps of LTI security §5.1.3: signature by the LMS's published key, RS256 alone,
 * issuer, audience and authorized party, times with some skew, and the nonce of this login.
 * @throws LotseError `invalid-launch` with the reason in its detail; `platform-unreachable` if the keys cannot be had
 */
export async function verifyToken(
  keySets: KeySets,
  clock: Clock,
  platform: Platform,
  login: Login,
  idToken: string,
): Promise<JWTPayload> {
  const kid = keyIdOf(idToken);
  const key = await keySets.key(platform.jwksUri, kid);
  if (key === undefined) throw refuse('id_token is signed with a key that the LMS does not publish');
  let claims: JWTPayload;
  try {
    ({ payload: claims } = await jwtVerify(idToken, key, {
      algorithms: ['RS256'],
      issuer: platform.issuer,
      audience: platform.clientId,
      clockTolerance: maxSkewSeconds,
      currentDate: new Date(clock.now()),
      maxTokenAge: loginSeconds,
      requiredClaims: ['exp', 'iat', 'nonce'],
    }));
  } catch (caught) {
    throw refuse(reasonOf(caught), caught);
  }
  checkUnambiguous(idToken);
  checkAuthorizedParty(claims, platform.clientId);
  if (claims['nonce'] !== login.nonce) throw refuse('id_token nonce is not that of this login');
  return claims;
}
