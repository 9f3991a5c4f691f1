import type { OrganisationId } from '../../lrs/index.js';

/** What an organisation has decided about its LMSs. */
export interface ToolSettings {
  /** Whether LMSs are asked to send names in launches; `false` until somebody switches it on. */
  readonly nameClaims: boolean;
}

/** What an organisation that has decided nothing has. */
export const defaultToolSettings: ToolSettings = { nameClaims: false };

/** What changes settings. */
export interface ToolSettingsCommands {
  /**
   * Changes what is given and leaves the rest. Repeated it sets the same again: who else has changed it meanwhile is
   * overwritten, as by a change that came later.
   */
  changeSettings(organisation: OrganisationId, changes: Partial<ToolSettings>): Promise<void>;
}

/** What reads settings. */
export interface ToolSettingsQueries {
  findSettings(organisation: OrganisationId): Promise<ToolSettings>;
}
