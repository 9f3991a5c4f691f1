import {
  createRemoteJWKSet,
  customFetch,
  errors,
  importJWK,
  jwtVerify,
  SignJWT,
  type JWTPayload,
  type JWTVerifyOptions,
} from 'jose';
import { type Clock, createOutboundClient } from '../../base/index.js';
import type { State } from './state/index.js';

/** Signs tokens, and verifies them. */
export interface KeyRing {
  /** The public half, as JWKS. */
  readonly publicKeys: { readonly keys: readonly Record<string, unknown>[] };
  /** An RS256 token of the platform, e.g. an id_token. */
  signForTool(claims: JWTPayload, seconds: number): Promise<string>;
  /** Checks a token that the tool signed, by the tool's JWKS. @throws jose's errors */
  verifyFromTool(token: string, options: JWTVerifyOptions): Promise<JWTPayload>;
  /** A token for ourselves: a hint, an access token. */
  sign(purpose: string, claims: JWTPayload, seconds: number): Promise<string>;
  /** `undefined` if it is not ours, not for this purpose, or expired. */
  verify(purpose: string, token: string): Promise<JWTPayload | undefined>;
}

/** The tool usually runs on this machine. */
const client = createOutboundClient({ allowInternal: true });
const maxKeySetBytes = 256 * 1024;

/** @param toolKeysUrl address of the tool's JWKS */
export async function createKeyRing(
  { signingKey, secret }: State,
  toolKeysUrl: string,
  clock: Clock,
): Promise<KeyRing> {
  const privateKey = await importJWK(signingKey, 'RS256');
  const ownKey = Buffer.from(secret, 'base64url');
  // A tool that has just been set up, or has just changed its keys, must not wait for half a minute.
  const toolKeys = createRemoteJWKSet(new URL(toolKeysUrl), {
    cooldownDuration: 1000,
    [customFetch]: async (url) => {
      const { status, text } = await client.send({ url, timeoutMs: 5_000, maxBytes: maxKeySetBytes });
      return new Response(text, { status });
    },
  });
  const seconds = (): number => Math.floor(clock.now() / 1000);
  const stamped = (claims: JWTPayload, valid: number): SignJWT =>
    new SignJWT(claims).setIssuedAt(seconds()).setExpirationTime(seconds() + valid);
  const { kty, kid, n, e } = signingKey;
  return {
    publicKeys: { keys: [{ kty, kid, n, e, alg: 'RS256', use: 'sig' }] },
    signForTool: (claims, valid) =>
      stamped(claims, valid).setProtectedHeader({ alg: 'RS256', kid, typ: 'JWT' }).sign(privateKey),
    verifyFromTool: async (token, options) =>
      (await jwtVerify(token, toolKeys, { ...options, algorithms: ['RS256'], currentDate: new Date(clock.now()) }))
        .payload,
    sign: (purpose, claims, valid) =>
      stamped(claims, valid).setProtectedHeader({ alg: 'HS256' }).setAudience(purpose).sign(ownKey),
    async verify(purpose, token) {
      try {
        return (
          await jwtVerify(token, ownKey, {
            algorithms: ['HS256'],
            audience: purpose,
            requiredClaims: ['exp'],
            currentDate: new Date(clock.now()),
          })
        ).payload;
      } catch {
        return undefined;
      }
    },
  };
}

/** True if a token could not be checked because the tool's keys could not be read, rather than because it is wrong. */
export function isToolUnreachable(caught: unknown): boolean {
  // An error other than jose's own came from fetching, or from a key that cannot be read; jose has no code of its own
  // for a key set that answers with an error status.
  return (
    !(caught instanceof errors.JOSEError) ||
    caught instanceof errors.JWKSTimeout ||
    caught instanceof errors.JWKSInvalid ||
    caught.code === errors.JOSEError.code
  );
}
