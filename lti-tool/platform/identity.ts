import { createHmac, hkdfSync } from 'node:crypto';
import { truncate } from '../../base/index.js';
import type { IdentityClaims, LaunchIdentity, Pseudonym } from './adapter.js';

/** True if a text could be somebody's e-mail address. */
export function looksLikeAddress(text: string): boolean {
  return /^[^\s@]+@[^\s@]+$/.test(text);
}

/** The name, unless the LMS hides it: nothing, or a dash. At most 200 characters. */
export function nameFrom({
  name,
  given_name: given,
  family_name: family,
}: Pick<IdentityClaims, 'name' | 'given_name' | 'family_name'>): string | undefined {
  const shown = (parts: readonly (string | undefined)[]): string =>
    parts
      .map((part) => part?.trim() ?? '')
      .filter((part) => part !== '' && part !== '-')
      .join(' ');
  const text = shown([name]) || shown([given, family]);
  return text === '' ? undefined : truncate(text, 200);
}

/** An identity without empty properties. */
export function identity(subject: string, gradeUser: string, claims: IdentityClaims): LaunchIdentity {
  const name = nameFrom(claims);
  return { subject, ...(gradeUser === subject ? {} : { gradeUser }), ...(name === undefined ? {} : { name }) };
}

/**
 * The identity of a person if `sub` is stable, as the specification requires. An e-mail address must still not become
 * an account name.
 */
export function identifyBySubject(claims: IdentityClaims, pseudonym: Pseudonym): LaunchIdentity {
  return identity(looksLikeAddress(claims.sub) ? pseudonym(claims.sub) : claims.sub, claims.sub, claims);
}

/**
 * Creates the pseudonyms of an installation: HMAC-SHA-256 under a key of its own, so that nobody outside can find an
 * address by trying addresses. Another encryption key gives other pseudonyms: restoring a backup needs its key.
 * @param issuer the LMS: the same address at two of them has two pseudonyms
 */
export function pseudonymsOf(encryptionKey: string): (issuer: string) => Pseudonym {
  const key = Buffer.from(hkdfSync('sha256', encryptionKey, '', 'lotse pseudonyms', 32));
  return (issuer) => (text) =>
    `p-${createHmac('sha256', key)
      .update(JSON.stringify([issuer, text.toLowerCase()]))
      .digest('base64url')}`;
}
