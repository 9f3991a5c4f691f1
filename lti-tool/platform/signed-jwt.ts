import { SignJWT, type JWTPayload } from 'jose';
import { type Clock, newSecret, type Seconds } from '../../base/index.js';
import type { Platform } from '../store/index.js';
import type { SigningKeys } from './signing-keys.js';

/** A JWT to sign for an LMS. */
export interface JwtContent {
  /** Its audience: the LMS's issuer, or one of its endpoints. */
  readonly audience: string;
  /** Its lifetime. */
  readonly seconds: Seconds;
  /** Claims besides issuer, audience and times. */
  readonly claims: JWTPayload;
}

/** Signs for an LMS; its issuer is the client id by which the LMS knows us (1EdTech Security Framework §4.1, §5.2). */
export type SignFor = (platform: Platform, signed: JwtContent) => Promise<string>;

/** Time by which a JWT is backdated, for LMSs whose clock is slow. */
const issuedAtSlackSeconds: Seconds = 30;

/** A unique value that nobody can guess: `jti` or `nonce`. */
export function newJwtId(): string {
  return newSecret(16);
}

export function signWith(signingKeys: Pick<SigningKeys, 'signer'>, clock: Clock): SignFor {
  return async (platform, { audience, seconds, claims }) => {
    const { kid, privateKey } = await signingKeys.signer(platform);
    const now = Math.floor(clock.now() / 1000);
    return new SignJWT(claims)
      .setProtectedHeader({ alg: 'RS256', kid, typ: 'JWT' })
      .setIssuer(platform.clientId)
      .setAudience(audience)
      .setIssuedAt(now - issuedAtSlackSeconds)
      .setExpirationTime(now + seconds)
      .sign(privateKey);
  };
}
