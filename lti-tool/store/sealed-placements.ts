import { seal, unseal } from '../../base/index.js';
import type { OrganisationId } from '../../lrs/index.js';
import type { PlacementCommands, PlacementQueries } from './placements.js';

/** No e-mail address has a colon here, so what was kept before there was sealing is told from what is sealed. */
const mark = 'sealed:';

/**
 * Placements whose `gradeUser`, which may be an e-mail address, is sealed at rest. What was kept in clear is still
 * read, and sealed when its attempt is launched the next time.
 * @param installationKey `readEncryptionKey`
 */
export function sealedPlacements(
  placements: PlacementCommands & PlacementQueries,
  installationKey: string,
): PlacementCommands & PlacementQueries {
  const purpose = (organisation: OrganisationId, registration: string): string =>
    `grade user ${organisation} ${registration}`;
  return {
    record: (organisation, placement) => {
      const { gradeUser, registration } = placement;
      return placements.record(
        organisation,
        gradeUser === undefined
          ? placement
          : {
              ...placement,
              gradeUser: `${mark}${seal(installationKey, purpose(organisation, registration), gradeUser)}`,
            },
      );
    },
    find: async (organisation, registration) => {
      const found = await placements.find(organisation, registration);
      if (found?.gradeUser?.startsWith(mark) !== true) return found;
      return {
        ...found,
        gradeUser: unseal(installationKey, purpose(organisation, registration), found.gradeUser.slice(mark.length)),
      };
    },
    linkContent: (organisation, link, content) => placements.linkContent(organisation, link, content),
    contentOf: (organisation, link) => placements.contentOf(organisation, link),
    learners: (organisation, platform, contextId) => placements.learners(organisation, platform, contextId),
  };
}
