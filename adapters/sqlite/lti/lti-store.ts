import type { LtiStore } from '../../../lti-tool/store/index.js';
import type { Engine } from '../engine/index.js';
import { gradeColumnsModule, gradeColumnStore } from './grade-columns.js';
import { gradesModule, gradeStore } from './grades.js';
import { identityErasureModule, identityErasureStore } from './identity-erasure.js';
import { invitationsModule, invitationStore } from './invitations.js';
import { launchTracesModule, launchTraceStore } from './launch-traces.js';
import { loginsModule, loginStore } from './logins.js';
import { placementsModule, placementStore } from './placements.js';
import { platformsModule, platformStore } from './platforms.js';
import { provisioningModule, provisioningStore } from './provisioning.js';
import { signingKeysModule, signingKeyStore } from './signing-keys.js';
import { toolSettingsModule, toolSettingsStore } from './tool-settings.js';

/** The operations of the LTI port's resources, in the order in which their tables come to be. */
export const ltiModules = {
  platforms: platformsModule,
  logins: loginsModule,
  placements: placementsModule,
  gradeColumns: gradeColumnsModule,
  grades: gradesModule,
  identityErasure: identityErasureModule,
  invitations: invitationsModule,
  toolSettings: toolSettingsModule,
  signingKeys: signingKeysModule,
  launchTraces: launchTracesModule,
  provisioning: provisioningModule,
} as const;

/** The LTI tool's port on SQLite. */
export function ltiStore(engine: Pick<Engine<typeof ltiModules>, 'module'>): LtiStore {
  return {
    provisioning: provisioningStore(engine),
    platforms: platformStore(engine),
    signingKeys: signingKeyStore(engine),
    invitations: invitationStore(engine),
    settings: toolSettingsStore(engine),
    logins: loginStore(engine),
    traces: launchTraceStore(engine),
    placements: placementStore(engine),
    columns: gradeColumnStore(engine),
    grades: gradeStore(engine),
    erasure: identityErasureStore(engine),
  };
}
