import { LotseError } from '../../../base/index.js';
import type {
  AccessCommands,
  AccessQueries,
  Credential,
  Grant,
  Organisation,
  OrganisationId,
} from '../../../lrs/store/index.js';

/** Who may come in, in the model: three maps. */
export function accessModel(): {
  access: AccessCommands & AccessQueries;
  exists: (organisation: OrganisationId) => boolean;
} {
  const organisations = new Map<string, Organisation>();
  const credentials = new Map<string, Credential>();
  const grants = new Map<string, Grant>();

  const check = (organisation: OrganisationId, taken: boolean): void => {
    if (!organisations.has(organisation)) throw new LotseError('not-found', 'There is no such organisation.');
    if (taken) throw new LotseError('conflict', 'That is there already.');
  };
  const sorted = <T>(values: Iterable<T>, name: (value: T) => string): T[] =>
    [...values].sort((a, b) => (name(a) < name(b) ? -1 : 1));

  return {
    exists: (organisation) => organisations.has(organisation),
    access: {
      createOrganisation: async (organisation) => {
        if (!organisations.has(organisation.id)) organisations.set(organisation.id, organisation);
        return organisations.get(organisation.id)!;
      },
      addCredential: async (credential) => {
        check(credential.organisation, credentials.has(credential.key));
        credentials.set(credential.key, credential);
      },
      revokeCredential: async (organisation, key, when) => {
        const credential = credentials.get(key);
        if (credential?.organisation !== organisation) return false;
        credentials.set(key, { ...credential, revoked: credential.revoked ?? when });
        return true;
      },
      rotateCredential: async (organisation, key, secretHash, formerUntil) => {
        const credential = credentials.get(key);
        if (credential?.organisation !== organisation || credential.revoked !== undefined) return false;
        credentials.set(key, {
          ...credential,
          secretHash,
          former: { secretHash: credential.secretHash, until: formerUntil },
        });
        return true;
      },
      removeCredential: async (organisation, key) =>
        credentials.get(key)?.organisation === organisation && credentials.delete(key),
      addGrant: async (grant) => {
        check(grant.organisation, grants.has(grant.tokenHash));
        grants.set(grant.tokenHash, grant);
      },
      revokeGrant: async (tokenHash) => void grants.delete(tokenHash),
      removeExpiredGrants: async (expiredBefore) => {
        const expired = [...grants.values()].filter((grant) => Date.parse(grant.expires) < Date.parse(expiredBefore));
        for (const { tokenHash } of expired) grants.delete(tokenHash);
        return expired.length;
      },
      findOrganisation: async (id) => organisations.get(id),
      listOrganisations: async () => sorted(organisations.values(), ({ id }) => id),
      findCredential: async (key) => credentials.get(key),
      listCredentials: async (organisation) =>
        sorted(
          [...credentials.values()].filter((credential) => credential.organisation === organisation),
          ({ key }) => key,
        ),
      findGrant: async (tokenHash) => grants.get(tokenHash),
      listGrants: async (organisation, { after = '', limit }) =>
        sorted(
          [...grants.values()].filter((grant) => grant.organisation === organisation && grant.tokenHash > after),
          ({ tokenHash }) => tokenHash,
        ).slice(0, limit),
    },
  };
}
