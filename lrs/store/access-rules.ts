import type { Credential, Grant } from './access.js';

/** If a credential is the very one that is to be added: the answer of an earlier try was lost. */
export function isSameCredential(existing: Credential, added: Credential): boolean {
  return (
    existing.organisation === added.organisation &&
    existing.created === added.created &&
    // It may have been rotated since.
    [existing.secretHash, existing.former?.secretHash].includes(added.secretHash)
  );
}

/** If a grant is the very one that is to be added. Nobody else draws the same token. */
export function isSameGrant(existing: Grant, added: Grant): boolean {
  return (
    existing.organisation === added.organisation && existing.actor === added.actor && existing.session === added.session
  );
}

/**
 * A credential with a new secret.
 * @returns as it is if that is its secret already; `undefined` if it has been revoked
 */
export function rotatedCredential(
  credential: Credential,
  secretHash: string,
  formerUntil: string,
): Credential | undefined {
  if (credential.revoked !== undefined) return undefined;
  if (credential.secretHash === secretHash) return credential;
  return { ...credential, secretHash, former: { secretHash: credential.secretHash, until: formerUntil } };
}
