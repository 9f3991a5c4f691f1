import type { LtiStore } from '../../../lti-tool/store/index.js';
import type { Engine, SqliteModule } from '../engine/index.js';
import { people } from '../tool/people.js';
import { personErasure } from '../tool/person-erasure.js';
import { gradeColumnsModule, gradeColumnStore } from './grade-columns.js';
import { gradesModule, gradeStore } from './grades.js';
import { invitationsModule, invitationStore } from './invitations.js';
import { launchTracesModule, launchTraceStore } from './launch-traces.js';
import { loginsModule, loginStore } from './logins.js';
import { placementsModule, placementStore } from './placements.js';
import { platformsModule, platformStore } from './platforms.js';
import { provisioningModule, provisioningStore } from './provisioning.js';
import { signingKeysModule, signingKeyStore } from './signing-keys.js';
import { toolSettingsModule, toolSettingsStore } from './tool-settings.js';

const peopleModule = {
  migrations: people.migrations,
  commands: { ...people.commands, ...personErasure.commands },
  queries: people.queries,
} satisfies SqliteModule;

/** The operations of the LTI port's resources, in the order in which their tables come to be. */
export const ltiModules = {
  platforms: platformsModule,
  logins: loginsModule,
  people: peopleModule,
  placements: placementsModule,
  gradeColumns: gradeColumnsModule,
  grades: gradesModule,
  invitations: invitationsModule,
  toolSettings: toolSettingsModule,
  signingKeys: signingKeysModule,
  launchTraces: launchTracesModule,
  provisioning: provisioningModule,
} as const;

/** The LTI tool's port on SQLite. */
export function ltiStore(engine: Pick<Engine<typeof ltiModules>, 'module'>): LtiStore {
  const persons = engine.module('people');
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
    people: {
      introduce: (organisation, introductions, now) =>
        persons.execute('introducePeople', { organisation, introductions, now }),
      erase: (organisation, identities) => persons.execute('erasePerson', { organisation, identities }),
      findByIdentity: (organisation, identity) => persons.query('findPersonByIdentity', { organisation, identity }),
      identities: (organisation, person) => persons.query('identitiesOfPerson', { organisation, person }),
      names: (organisation, ids) => persons.query('namesOfPeople', { organisation, persons: ids }),
    },
  };
}
