import type { OrganisationId } from '../../lrs/index.js';

/** An organisation that is being founded: whoever begins writes this down first, so that somebody can finish it. */
export interface Founding {
  readonly organisation: OrganisationId;
  /** The name people read. */
  readonly name: string;
  /** ISO 8601 UTC. */
  readonly begun: string;
}

/** What changes foundings. */
export interface FoundingCommands {
  /** Writes a founding down; one of the same organisation that is open stays as it is. */
  begin(founding: Founding): Promise<void>;
  /** Forgets it: all of the organisation is there. */
  end(organisation: OrganisationId): Promise<void>;
}

/** What reads foundings. */
export interface FoundingQueries {
  /** Those that are open, of all organisations, ascending by organisation. */
  list(): Promise<readonly Founding[]>;
}
