import type { LtiStore } from '../../../../lti-tool/store/index.js';
import { byIdentity, isSameLink, type LtiModelState } from './state.js';

export function modelPlacements(state: LtiModelState): LtiStore['placements'] {
  return {
    recordPlacement: async (organisation, placement) => {
      state.placements = [
        ...state.placements.filter(
          (each) => each.organisation !== organisation || each.placement.registration !== placement.registration,
        ),
        { organisation, placement },
      ];
    },
    linkContent: async (organisation, link, content) => {
      state.links = [
        ...state.links.filter((each) => each.organisation !== organisation || !isSameLink(each.link, link)),
        { organisation, link, content },
      ];
    },
    findPlacement: async (organisation, registration) =>
      state.placements.find(
        (each) => each.organisation === organisation && each.placement.registration === registration,
      )?.placement,
    findLinkedContent: async (organisation, link) =>
      state.links.find((each) => each.organisation === organisation && isSameLink(each.link, link))?.content,
    listLearners: async (organisation, platform, contextId) => {
      const there = state.placements.filter(
        (each) =>
          each.organisation === organisation &&
          each.placement.platform === platform &&
          each.placement.contextId === contextId &&
          each.placement.graded,
      );
      const once = new Map(
        there.map(({ placement: { issuer, subject } }) => [JSON.stringify([issuer, subject]), { issuer, subject }]),
      );
      return [...once.values()].sort(byIdentity);
    },
  };
}
