import type { OrganisationId } from '../../lrs/index.js';

/** An organisation that is being provisioned: whoever begins writes this down first, so that somebody can finish it. */
export interface Provisioning {
  readonly organisation: OrganisationId;
  /** UUID of this beginning. */
  readonly id: string;
  /** The name people read. */
  readonly name: string;
  /** ISO 8601 UTC. */
  readonly begun: string;
}

/** Commands of the provisioning of organisations. */
export interface ProvisioningCommands {
  /**
   * Writes down that an organisation is being provisioned; one of the same organisation that is open stays as it is.
   * Repeated it changes nothing.
   * @returns the one that is open then: whoever has everything in place ends it by its id
   */
  beginProvisioning(provisioning: Provisioning): Promise<Provisioning>;
  /**
   * Forgets it: all of the organisation is there. Repeated it changes nothing, not even if the organisation is being
   * provisioned once more, under another id.
   */
  endProvisioning(organisation: OrganisationId, id: string): Promise<void>;
}

/** Queries of the provisioning of organisations. */
export interface ProvisioningQueries {
  /** Open provisionings of all organisations, ascending by organisation. */
  listProvisionings(): Promise<readonly Provisioning[]>;
}
