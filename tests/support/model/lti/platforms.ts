import {
  decideDeployment,
  type DeploymentsUpdate,
  isSameRegistration,
  type LtiStore,
  meetDeployment,
  type Platform,
} from '../../../../lti-tool/store/index.js';
import { byText, type LtiModelState } from './state.js';

type Kept = LtiModelState['platforms'][number];

const inOrder = (some: readonly Kept[]): Platform[] =>
  some
    .toSorted(
      (left, right) =>
        byText(left.created, right.created) ||
        byText(left.organisation, right.organisation) ||
        byText(left.id, right.id),
    )
    .map((each) => platformOf(each)!);

function platformOf(kept: Kept | undefined): Platform | undefined {
  if (kept === undefined) return undefined;
  const { decisionIds: _unseen, requestedDeploymentIds = [], ...platform } = kept;
  return { ...platform, ...(requestedDeploymentIds.length === 0 ? {} : { requestedDeploymentIds }) };
}

/** @returns as `addPlatform` */
export function addPlatform(state: LtiModelState, added: Platform): boolean {
  const known =
    state.platforms.find(({ organisation, id }) => organisation === added.organisation && id === added.id) ??
    state.platforms.find(({ issuer, clientId }) => issuer === added.issuer && clientId === added.clientId);
  if (known !== undefined) return isSameRegistration(known, added);
  state.platforms = [...state.platforms, { ...added, decisionIds: [] }];
  return true;
}

export function modelPlatforms(state: LtiModelState): LtiStore['platforms'] {
  const find = (organisation: string, id: string): Kept | undefined =>
    state.platforms.find((each) => each.organisation === organisation && each.id === id);
  const write = (known: Kept, changes: Partial<Platform> | DeploymentsUpdate | undefined): void => {
    state.platforms = state.platforms.map((each) => (each === known ? { ...each, ...changes } : each));
  };
  return {
    addPlatform: async (platform) => addPlatform(state, platform),
    changePlatform: async (organisation, id, changes) => {
      const known = find(organisation, id);
      if (known !== undefined) write(known, changes);
      return known !== undefined;
    },
    meetDeployment: async (organisation, id, deploymentId, now) => {
      const known = find(organisation, id);
      if (known === undefined) return 'requested';
      const { answer, written } = meetDeployment(known, deploymentId, now);
      write(known, written);
      return answer;
    },
    decideDeployment: async (organisation, id, decision) => {
      const known = find(organisation, id);
      if (known === undefined) return false;
      const { isDecided, written } = decideDeployment(known, decision);
      write(known, written);
      return isDecided;
    },
    findPlatformByClient: async (issuer, clientId) =>
      platformOf(state.platforms.find((each) => each.issuer === issuer && each.clientId === clientId)),
    listPlatformsByIssuer: async (issuer) => inOrder(state.platforms.filter((each) => each.issuer === issuer)),
    findPlatform: async (organisation, id) => platformOf(find(organisation, id)),
    listPlatforms: async (organisation) =>
      inOrder(state.platforms.filter((each) => each.organisation === organisation)),
  };
}
