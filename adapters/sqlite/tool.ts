import type { ToolStore } from '../../lti-tool/store/index.js';
import type { Offers, SqliteModule } from './engine/index.js';
import { foundings } from './tool/foundings.js';
import { gradeColumns } from './tool/grade-columns.js';
import { grades } from './tool/grades.js';
import { identityErasure } from './tool/identity-erasure.js';
import { invitations } from './tool/invitations.js';
import { launchTraces } from './tool/launch-traces.js';
import { logins } from './tool/logins.js';
import { placements } from './tool/placements.js';
import { platforms } from './tool/platforms.js';
import { signingKeys } from './tool/signing-keys.js';
import { toolSettings } from './tool/tool-settings.js';

/** The LTI tool's operations. */
export const toolModule = {
  migrations: [
    ...platforms.migrations,
    ...logins.migrations,
    ...placements.migrations,
    ...gradeColumns.migrations,
    ...grades.migrations,
    ...invitations.migrations,
    ...toolSettings.migrations,
    ...signingKeys.migrations,
    ...launchTraces.migrations,
    ...foundings.migrations,
  ],
  commands: {
    ...platforms.commands,
    ...logins.commands,
    ...identityErasure.commands,
    ...placements.commands,
    ...gradeColumns.commands,
    ...grades.commands,
    ...invitations.commands,
    ...toolSettings.commands,
    ...signingKeys.commands,
    ...launchTraces.commands,
    ...foundings.commands,
  },
  queries: {
    ...platforms.queries,
    ...logins.queries,
    ...placements.queries,
    ...gradeColumns.queries,
    ...grades.queries,
    ...invitations.queries,
    ...toolSettings.queries,
    ...signingKeys.queries,
    ...launchTraces.queries,
    ...foundings.queries,
  },
} satisfies SqliteModule;

/** The LTI tool's port on the embedded store. */
export function toolStore(engine: Offers<'tool', typeof toolModule>): ToolStore {
  const access = engine.module('tool');
  return {
    foundings: {
      begin: (founding) => access.execute('beginFounding', founding),
      end: (organisation) => access.execute('endFounding', { organisation }),
      list: () => access.query('listFoundings', undefined),
    },
    platforms: {
      add: (platform) => access.execute('addPlatform', platform),
      change: (organisation, id, changes) => access.execute('changePlatform', { organisation, id, changes }),
      meetDeployment: (organisation, id, deploymentId, now) =>
        access.execute('meetDeployment', { organisation, id, deploymentId, now }),
      decideDeployment: (organisation, id, deploymentId, decision) =>
        access.execute('decideDeployment', { organisation, id, deploymentId, decision }),
      findByClient: (issuer, clientId) => access.query('findPlatformByClient', { issuer, clientId }),
      findByIssuer: (issuer) => access.query('findPlatformsByIssuer', { issuer }),
      find: (organisation, id) => access.query('findPlatform', { organisation, id }),
      list: (organisation) => access.query('listPlatforms', { organisation }),
    },
    invitations: {
      add: (invitation) => access.execute('addInvitation', invitation),
      reserve: (reservation) => access.execute('reserveInvitation', reservation),
      release: (secretHash, reservation) => access.execute('releaseInvitation', { secretHash, reservation }),
      redeem: (secretHash, reservation, platform) =>
        access.execute('redeemInvitation', { secretHash, reservation, platform }),
      find: (secretHash) => access.query('findInvitation', { secretHash }),
    },
    settings: {
      change: (organisation, changes) => access.execute('changeToolSettings', { organisation, changes }),
      find: (organisation) => access.query('findToolSettings', { organisation }),
    },
    signingKeys: {
      succeed: (key, succession) => access.execute('succeedSigningKey', { key, succession }),
      removeEnded: (now) => access.execute('removeEndedSigningKeys', { now }),
      list: (organisation) => access.query('listSigningKeys', { organisation }),
      published: (now) => access.query('publishedSigningKeys', { now }),
    },
    logins: {
      begin: (login, now) => access.execute('beginLogin', { login, now }),
      consume: (stateHash, now) => access.execute('consumeLogin', { stateHash, now }),
      find: (stateHash, now) => access.query('findLogin', { stateHash, now }),
    },
    traces: {
      note: (organisation, platform, seen) => access.execute('noteLaunches', { organisation, platform, seen }),
      list: (organisation) => access.query('listLaunchTraces', { organisation }),
    },
    erasure: {
      erase: (organisation, identities) => access.execute('eraseIdentities', { organisation, identities }),
    },
    placements: {
      record: (organisation, placement) => access.execute('recordPlacement', { organisation, placement }),
      linkContent: (organisation, link, content) => access.execute('linkContent', { organisation, link, content }),
      find: (organisation, registration) => access.query('findPlacement', { organisation, registration }),
      contentOf: (organisation, link) => access.query('contentOfLink', { organisation, link }),
      learners: (organisation, platform, contextId) =>
        access.query('learnersOfContext', { organisation, platform, contextId }),
    },
    columns: {
      note: (organisation, column) => access.execute('noteGradeColumn', { organisation, column }),
      claim: (organisation, link, claim) => access.execute('claimGradeColumn', { organisation, link, ...claim }),
      settle: (organisation, link, lease, finding) =>
        access.execute('settleGradeColumn', { organisation, link, lease, finding }),
      find: (organisation, link) => access.query('findGradeColumn', { organisation, link }),
      findByUrl: (organisation, platform, url) => access.query('findGradeColumnByUrl', { organisation, platform, url }),
    },
    grades: {
      take: (intake) => access.execute('takeGrades', intake),
      claim: (claim) => access.execute('claimGrades', claim),
      settle: (organisation, id, lease, revision, outcome) =>
        access.execute('settleGrade', { organisation, id, lease, revision, outcome }),
      replay: (organisation, id, now) => access.execute('replayGrade', { organisation, id, now }),
      replayFailed: (organisation, platform, now) =>
        access.execute('replayFailedGrades', { organisation, platform, now }),
      cursor: (partition) => access.query('gradeCursor', { partition }),
      find: (organisation, cell) => access.query('findGrade', { organisation, cell }),
      list: (organisation) => access.query('listGrades', { organisation }),
      page: (organisation, request) => access.query('gradePage', { organisation, request }),
      countsOf: (organisation) => access.query('countGradesOf', { organisation }),
      nextDue: () => access.query('nextDueGrade', undefined),
      counts: () => access.query('countGrades', undefined),
    },
  };
}
