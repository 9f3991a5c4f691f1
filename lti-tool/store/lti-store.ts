import type { GradeColumnCommands, GradeColumnQueries } from './grade-columns.js';
import type { GradeCommands, GradeQueries } from './grades.js';
import type { IdentityErasureCommands } from './identity-erasure.js';
import type { InvitationCommands, InvitationQueries } from './invitations.js';
import type { LaunchTraceCommands, LaunchTraceQueries } from './launch-traces.js';
import type { LoginCommands, LoginQueries } from './logins.js';
import type { PlacementCommands, PlacementQueries } from './placements.js';
import type { PlatformCommands, PlatformQueries } from './platforms.js';
import type { ProvisioningCommands, ProvisioningQueries } from './provisioning.js';
import type { SigningKeyCommands, SigningKeyQueries } from './signing-keys.js';
import type { ToolSettingsCommands, ToolSettingsQueries } from './tool-settings.js';

/**
 * The LTI tool's port to its store. Every adapter passes the same contract suite (`tests/contract/lti-store`) and
 * answers like the model in `tests/support/`. Every call throws LotseError `store-unavailable` if the store cannot
 * take or give data; a command then has written nothing, or its answer was lost.
 *
 * Each command is one step, and idempotent: repeated at once with the same input, it changes nothing more and answers the
 * same, so that whoever does not know whether it was carried out repeats it whole. What names its intent (an id, a lease,
 * a reservation) is given by the caller. Each says what a repeat comes to where others have written in between.
 *
 * What decides is a pure function beside the resource: an adapter reads, decides by it, and writes where nothing has
 * changed since.
 */
export interface LtiStore {
  readonly provisioning: ProvisioningCommands & ProvisioningQueries;
  readonly platforms: PlatformCommands & PlatformQueries;
  readonly signingKeys: SigningKeyCommands & SigningKeyQueries;
  readonly invitations: InvitationCommands & InvitationQueries;
  readonly settings: ToolSettingsCommands & ToolSettingsQueries;
  readonly logins: LoginCommands & LoginQueries;
  readonly traces: LaunchTraceCommands & LaunchTraceQueries;
  readonly erasure: IdentityErasureCommands;
  readonly placements: PlacementCommands & PlacementQueries;
  readonly columns: GradeColumnCommands & GradeColumnQueries;
  readonly grades: GradeCommands & GradeQueries;
}
