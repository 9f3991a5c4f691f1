import {
  lookedUpColumn,
  type LtiStore,
  canClaim,
  recordedColumn,
  type ResourceLink,
  settlementOf,
} from '../../../../lti-tool/store/index.js';
import { byText, isSameLink, type LtiModelState } from './state.js';

export function modelColumns(state: LtiModelState): LtiStore['columns'] {
  const find = (organisation: string, link: ResourceLink): LtiModelState['columns'][number] | undefined =>
    state.columns.find((each) => each.organisation === organisation && isSameLink(each.column, link));
  return {
    recordColumn: async (organisation, named) => {
      const known = find(organisation, named);
      const column = recordedColumn(known?.column, named);
      if (known === undefined) state.columns = [...state.columns, { organisation, column }];
      else known.column = column;
      return column.queueKey;
    },
    claimColumn: async (organisation, link, { lease, now }) => {
      const known = find(organisation, link);
      if (known === undefined || !canClaim(known.lease, lease.id, now)) return false;
      known.lease = lease;
      return true;
    },
    settleColumn: async (organisation, link, lease, finding) => {
      const known = find(organisation, link);
      const settlement = settlementOf(known?.lease, lease);
      if (known === undefined || settlement !== 'settle') return settlement === 'settled';
      known.column = lookedUpColumn(known.column, finding);
      known.lease = { id: lease };
      return true;
    },
    findColumn: async (organisation, link) => find(organisation, link)?.column,
    findColumnByUrl: async (organisation, platform, url) =>
      state.columns
        .filter(
          ({ organisation: owner, column }) =>
            owner === organisation && column.platform === platform && column.url === url,
        )
        .map(({ column }) => column)
        .sort(
          (left, right) =>
            byText(left.deploymentId, right.deploymentId) || byText(left.resourceLinkId, right.resourceLinkId),
        )[0],
  };
}
