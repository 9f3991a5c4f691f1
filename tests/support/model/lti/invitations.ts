import { type LtiStore, redemptionOf, reservationAnswer } from '../../../../lti-tool/store/index.js';
import { addPlatform } from './platforms.js';
import type { LtiModelState } from './state.js';

type Kept = LtiModelState['invitations'][number];

export function modelInvitations(state: LtiModelState): LtiStore['invitations'] {
  const find = (secretHash: string): Kept | undefined =>
    state.invitations.find((each) => each.secretHash === secretHash);
  const put = (kept: Kept): void => {
    state.invitations = state.invitations.map((each) => (each.secretHash === kept.secretHash ? kept : each));
  };
  return {
    addInvitation: async (invitation) => {
      const old = Date.parse(invitation.created) - 24 * 60 * 60 * 1000;
      state.invitations = state.invitations.filter(({ expires }) => Date.parse(expires) > old);
      if (find(invitation.secretHash) === undefined) state.invitations = [...state.invitations, invitation];
    },
    reserveInvitation: async (asked) => {
      const { secretHash, tokenHash, reservation, until } = asked;
      const known = find(secretHash);
      const sameToken = state.invitations.filter(
        (each) => each !== known && tokenHash !== undefined && each.tokenHash === tokenHash,
      );
      const answer = reservationAnswer(known, sameToken, asked);
      if (known !== undefined && answer.kind === 'reserved') {
        const { tokenHash: _former, ...rest } = known;
        put({ ...rest, reservation, reservedUntil: until, ...(tokenHash === undefined ? {} : { tokenHash }) });
      }
      return answer;
    },
    releaseInvitation: async (secretHash, reservation) => {
      const known = find(secretHash);
      if (known?.reservation !== reservation || known.platform !== undefined) return;
      const { reservation: _held, reservedUntil: _until, tokenHash: _token, ...rest } = known;
      put(rest);
    },
    redeemInvitation: async (secretHash, reservation, platform) => {
      const known = find(secretHash);
      const outcome = redemptionOf(known, reservation, platform.id);
      if (known === undefined || outcome !== 'redeem') return outcome === 'redeemed' ? 'redeemed' : 'lost';
      if (!addPlatform(state, platform)) return 'conflict';
      put({ ...known, platform: platform.id });
      return 'redeemed';
    },
    findInvitation: async (secretHash) => {
      const known = find(secretHash);
      if (known === undefined) return undefined;
      const { organisation, created, expires, platform } = known;
      return { secretHash, organisation, created, expires, ...(platform === undefined ? {} : { platform }) };
    },
  };
}
