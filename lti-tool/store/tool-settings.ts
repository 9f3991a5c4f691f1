import type { OrganisationId } from '../../lrs/index.js';

/** An organisation's settings for its LMSs. */
export interface ToolSettings {
  /** True if LMSs are asked to send names in launches; `false` until somebody switches it on. */
  readonly nameClaims: boolean;
}

/** The settings of an organisation that has not chosen any. */
export const defaultToolSettings: ToolSettings = { nameClaims: false };

/** Commands of settings. */
export interface ToolSettingsCommands {
  /**
   * Changes what is given and leaves the rest. Repeated it sets the same again: who else has changed it meanwhile is
   * overwritten, as by a change that came later.
   */
  changeSettings(organisation: OrganisationId, changes: Partial<ToolSettings>): Promise<void>;
}

/** Queries of settings. */
export interface ToolSettingsQueries {
  findSettings(organisation: OrganisationId): Promise<ToolSettings>;
}
