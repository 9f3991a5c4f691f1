import { type Clock, isoNow, type Logger, newUuid } from '../../base/index.js';
import type { H5pContent } from '../../h5p-content/index.js';
import { type Access, type LrsStore, organisationId, type OrganisationId } from '../../lrs/index.js';
import type { LtiStore } from '../../lti-tool/index.js';

/** Dependencies of provisioning. */
export interface OrganisationParts {
  readonly access: Pick<Access, 'createOrganisation'>;
  readonly organisations: Pick<LrsStore['access'], 'findOrganisation'>;
  readonly content: Pick<H5pContent, 'installStarter'>;
  readonly store: Pick<LtiStore, 'provisioning'>;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** An organisation to provision. */
export interface OrganisationDraft {
  /** Its short name. */
  readonly id: string;
  /** Its name for people. */
  readonly name: string;
}

/** An organisation with all that belongs to it. */
export interface ProvisionedOrganisation {
  readonly id: OrganisationId;
  readonly name: string;
  readonly created: string;
  /** The current starter content. */
  readonly contents: Awaited<ReturnType<H5pContent['installStarter']>>;
}

/** The one way in which organisations come to be. */
export interface Organisations {
  /**
   * Provisions an organisation with the starter content. Harmless if it exists: a newer edition of the starter content
   * becomes the next version. If the process dies in the middle, `finish` of any other goes on.
   * @throws LotseError `invalid-parameter` if the short name is none
   */
  provision(draft: OrganisationDraft): Promise<ProvisionedOrganisation>;
  /** The organisation if it exists, after finishing an interrupted provisioning; otherwise it is provisioned. */
  ensure(draft: OrganisationDraft): Promise<OrganisationId>;
  /**
   * Finishes interrupted provisionings; costs one query if there are none. One that fails is
   * logged and retried on the next occasion. To be called at every start, and before an organisation is worked on.
   */
  finish(): Promise<void>;
}

export function createOrganisations({
  access,
  organisations,
  content,
  store,
  clock,
  logger,
}: OrganisationParts): Organisations {
  /** The record of the provisioning is written first and removed last. */
  async function provision({ id, name }: OrganisationDraft): Promise<ProvisionedOrganisation> {
    const organisation = organisationId(id);
    // An invalid short name is refused below, and leaves nothing behind.
    const open =
      organisation &&
      (await store.provisioning.beginProvisioning({ organisation, id: newUuid(), name, begun: isoNow(clock) }));
    const created = await access.createOrganisation({ id, name });
    const contents = await content.installStarter(created.id);
    if (open !== undefined) await store.provisioning.endProvisioning(open.organisation, open.id);
    return { ...created, contents };
  }

  async function finish(): Promise<void> {
    for (const { organisation, name } of await store.provisioning.listProvisionings()) {
      try {
        await provision({ id: organisation, name });
        logger.info({ organisation }, 'The founding of an organisation was finished.');
      } catch (caught) {
        logger.error(
          { organisation, cause: caught instanceof Error ? caught.stack : caught },
          'The founding of an organisation could not be finished; it is tried again at the next start.',
        );
      }
    }
  }

  return {
    provision,
    finish,
    async ensure(draft) {
      await finish();
      const organisation = organisationId(draft.id);
      const existing = organisation === undefined ? undefined : await organisations.findOrganisation(organisation);
      return existing?.id ?? (await provision(draft)).id;
    },
  };
}
