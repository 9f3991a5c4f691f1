import { seal, unseal } from '../../base/index.js';
import type { OrganisationId } from '../../lrs/index.js';
import type { Placement, PlacementCommands, PlacementQueries } from './placements.js';

/** No e-mail address has a colon here, so what was kept before there was sealing is told from what is sealed. */
const mark = 'sealed:';

const purpose = (organisation: OrganisationId, registration: string): string =>
  `grade user ${organisation} ${registration}`;

/** The placement with its `gradeUser` encrypted, for its own attempt alone. */
export function sealPlacement(installationKey: string, organisation: OrganisationId, placement: Placement): Placement {
  const { gradeUser, registration } = placement;
  if (gradeUser === undefined) return placement;
  return {
    ...placement,
    gradeUser: `${mark}${seal(installationKey, purpose(organisation, registration), gradeUser)}`,
  };
}

/** The placement as it was before `sealPlacement`; one that was kept in clear as it is. */
export function unsealPlacement(
  installationKey: string,
  organisation: OrganisationId,
  placement: Placement,
): Placement {
  const { gradeUser, registration } = placement;
  if (gradeUser?.startsWith(mark) !== true) return placement;
  return {
    ...placement,
    gradeUser: unseal(installationKey, purpose(organisation, registration), gradeUser.slice(mark.length)),
  };
}

/**
 * Placements whose `gradeUser`, which may be an e-mail address, is sealed at rest. What was kept in clear is still
 * read, and sealed when its attempt is launched the next time.
 * @param installationKey `readEncryptionKey`
 */
export function sealedPlacements(
  placements: PlacementCommands & PlacementQueries,
  installationKey: string,
): PlacementCommands & PlacementQueries {
  return {
    recordPlacement: (organisation, placement) =>
      placements.recordPlacement(organisation, sealPlacement(installationKey, organisation, placement)),
    findPlacement: async (organisation, registration) => {
      const found = await placements.findPlacement(organisation, registration);
      return found && unsealPlacement(installationKey, organisation, found);
    },
    linkContent: (organisation, link, content) => placements.linkContent(organisation, link, content),
    findLinkedContent: (organisation, link) => placements.findLinkedContent(organisation, link),
    listLearners: (organisation, platform, contextId) => placements.listLearners(organisation, platform, contextId),
  };
}
