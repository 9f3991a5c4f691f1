import type { OrganisationId } from '../../lrs/index.js';

/** What an organisation has decided about its LMSs. */
export interface ToolSettings {
  /** Whether LMSs are asked to send names in launches; `false` until somebody switches it on. */
  readonly nameClaims: boolean;
}

/** What changes settings. */
export interface ToolSettingsCommands {
  change(organisation: OrganisationId, changes: Partial<ToolSettings>): Promise<void>;
}

/** What reads settings. */
export interface ToolSettingsQueries {
  find(organisation: OrganisationId): Promise<ToolSettings>;
}
