import {
  identity,
  type IdentityClaims,
  type LaunchIdentity,
  looksLikeAddress,
  type Pseudonym,
} from '../../lti-tool/index.js';

/** The addresses that ILIAS makes up end like this: `x@<installation>.ilias`. */
const placeholderPattern = /^[^\s@]+@\S+\.ilias$/i;

/**
 * The account's name for a person. `sub` and the e-mail claim are made by the privacy mode of the object, which no
 * claim names:
 *
 * | mode | `sub` | e-mail claim |
 * |-|-|-|
 * | user id, login, external account, hash | x | x@<installation>.ilias |
 * | hash with address | x | x@<host> |
 * | random | new at every launch | y@<installation>.ilias, the same at every launch of this object |
 * | e-mail | realemail6 | the person's own |
 *
 * So where a made-up address is not built of `sub`, the address is what is stable.
 */
function subjectOf(sub: string, email: string | undefined, pseudonym: Pseudonym): string {
  if (email !== undefined && placeholderPattern.test(email) && !email.toLowerCase().startsWith(`${sub.toLowerCase()}@`))
    return pseudonym(email);
  // A login or an external account may be an e-mail address.
  return looksLikeAddress(sub) ? pseudonym(sub) : sub;
}

/**
 * The identity of a person. ILIAS looks learners up by the address it has stored for them, and by `sub` only up to a
 * point: in
 * the e-mail modes it finds nobody, in the random mode neither, and an underscore in a login stands for any character.
 * So a grade goes to the e-mail claim wherever there is one.
 */
export function identify(claims: IdentityClaims, pseudonym: Pseudonym): LaunchIdentity {
  const email = claims.email === undefined || !looksLikeAddress(claims.email) ? undefined : claims.email;
  return identity(subjectOf(claims.sub, email, pseudonym), email ?? claims.sub, claims);
}
