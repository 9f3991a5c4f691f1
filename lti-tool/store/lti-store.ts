import type { FoundingCommands, FoundingQueries } from './foundings.js';
import type { GradeColumnCommands, GradeColumnQueries } from './grade-columns.js';
import type { GradeCommands, GradeQueries } from './grades.js';
import type { IdentityErasureCommands } from './identity-erasure.js';
import type { InvitationCommands, InvitationQueries } from './invitations.js';
import type { LaunchTraceCommands, LaunchTraceQueries } from './launch-traces.js';
import type { LoginCommands, LoginQueries } from './logins.js';
import type { PlacementCommands, PlacementQueries } from './placements.js';
import type { PlatformCommands, PlatformQueries } from './platforms.js';
import type { SigningKeyCommands, SigningKeyQueries } from './signing-keys.js';
import type { ToolSettingsCommands, ToolSettingsQueries } from './tool-settings.js';

/**
 * The LTI tool's port to its store. Every adapter passes the same contract suite (`tests/contract/tool-store`)
 * and answers like the model in `tests/support/`. Every call throws LotseError `store-unavailable` where the
 * store cannot take or give data; a command then has written nothing.
 */
export interface ToolStore {
  readonly foundings: FoundingCommands & FoundingQueries;
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
