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

/** An organisation to be founded. */
export interface OrganisationWish {
  /** Its short name. */
  readonly id: string;
  /** The name people read. */
  readonly name: string;
}

/** An organisation with all that belongs to it. */
export interface FoundedOrganisation {
  readonly id: OrganisationId;
  readonly name: string;
  readonly created: string;
  /** The starter content as it stands there now. */
  readonly contents: Awaited<ReturnType<H5pContent['installStarter']>>;
}

/** The one way in which organisations come to be. */
export interface Organisations {
  /**
   * Founds an organisation with the starter content. Harmless where it exists: a newer edition of the starter content
   * becomes the next version. Where the process dies in the middle, `finish` of any other goes on.
   * @throws LotseError `invalid-parameter` where the short name is none
   */
  found(wish: OrganisationWish): Promise<FoundedOrganisation>;
  /** The organisation: as it is where it is there, its founding finished where that was cut short, else founded. */
  ensure(wish: OrganisationWish): Promise<OrganisationId>;
  /**
   * Finishes what was begun and cut short; a matter of one query where there is nothing. What cannot be finished is
   * logged and waits for the next occasion. To be called at every start, and before an organisation is worked on.
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
  async function found({ id, name }: OrganisationWish): Promise<FoundedOrganisation> {
    const organisation = organisationId(id);
    // One that is no short name is refused below, and leaves nothing behind.
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
        await found({ id: organisation, name });
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
    found,
    finish,
    async ensure(wish) {
      await finish();
      const organisation = organisationId(wish.id);
      const known = organisation === undefined ? undefined : await organisations.findOrganisation(organisation);
      return known?.id ?? (await found(wish)).id;
    },
  };
}
