import type { ToolStore } from '../../lti-tool/store/index.js';
import type { Offers, SqliteModule } from './engine/index.js';
import { grades } from './tool/grades.js';
import { logins } from './tool/logins.js';
import { ltijsRecords } from './tool/ltijs-records.js';
import { people } from './tool/people.js';
import { placements } from './tool/placements.js';
import { platforms } from './tool/platforms.js';

/** The LTI tool's operations. */
export const toolModule = {
  migrations: [...platforms.migrations, ...ltijsRecords.migrations, ...logins.migrations, ...people.migrations, ...placements.migrations, ...grades.migrations],
  commands: { ...platforms.commands, ...ltijsRecords.commands, ...logins.commands, ...people.commands, ...placements.commands, ...grades.commands },
  queries: { ...platforms.queries, ...ltijsRecords.queries, ...logins.queries, ...people.queries, ...placements.queries, ...grades.queries },
} satisfies SqliteModule;

/** The LTI tool's port on the embedded store. */
export function toolStore(engine: Offers<'tool', typeof toolModule>): ToolStore {
  const access = engine.module('tool');
  return {
    platforms: {
      add: (platform) => access.execute('addPlatform', platform),
      change: (organisation, id, changes) => access.execute('changePlatform', { organisation, id, changes }),
      findByClient: (issuer, clientId) => access.query('findPlatformByClient', { issuer, clientId }),
      findByIssuer: (issuer) => access.query('findPlatformsByIssuer', { issuer }),
      find: (organisation, id) => access.query('findPlatform', { organisation, id }),
      list: (organisation) => access.query('listPlatforms', { organisation }),
    },
    ltijs: {
      replace: (collection, query, record) => access.execute('replaceLtijsRecord', { collection, query, record }),
      insert: (collection, record) => access.execute('insertLtijsRecord', { collection, record }),
      remove: (collection, query) => access.execute('removeLtijsRecords', { collection, query }),
      find: (collection, query) => access.query('findLtijsRecords', { collection, query }),
    },
    logins: {
      begin: (login, now) => access.execute('beginLogin', { login, now }),
      consume: (stateHash, now) => access.execute('consumeLogin', { stateHash, now }),
      find: (stateHash, now) => access.query('findLogin', { stateHash, now }),
    },
    people: {
      introduce: (organisation, introductions, now) => access.execute('introducePeople', { organisation, introductions, now }),
      findByIdentity: (organisation, identity) => access.query('findPersonByIdentity', { organisation, identity }),
      identities: (organisation, person) => access.query('identitiesOfPerson', { organisation, person }),
      names: (organisation, persons) => access.query('namesOfPeople', { organisation, persons }),
    },
    placements: {
      record: (organisation, placement) => access.execute('recordPlacement', { organisation, placement }),
      linkContent: (organisation, link, content) => access.execute('linkContent', { organisation, link, content }),
      find: (organisation, registration) => access.query('findPlacement', { organisation, registration }),
      contentOf: (organisation, link) => access.query('contentOfLink', { organisation, link }),
      learners: (organisation, platform, contextId) => access.query('learnersOfContext', { organisation, platform, contextId }),
    },
    grades: {
      take: (intake) => access.execute('takeGrades', intake),
      claim: (claim) => access.execute('claimGrades', claim),
      settle: (organisation, id, lease, revision, outcome) => access.execute('settleGrade', { organisation, id, lease, revision, outcome }),
      replay: (organisation, id, now) => access.execute('replayGrade', { organisation, id, now }),
      cursor: (partition) => access.query('gradeCursor', { partition }),
      list: (organisation) => access.query('listGrades', { organisation }),
      nextDue: () => access.query('nextDueGrade', undefined),
      counts: () => access.query('countGrades', undefined),
    },
  };
}
