import type { LtiStore } from '../../../../lti-tool/store/index.js';
import type { LtiModelState } from './state.js';

export function modelLogins(state: LtiModelState): LtiStore['logins'] {
  return {
    beginLogin: async (login, now) => {
      state.logins = state.logins.filter(({ expires }) => expires > now);
      if (!state.logins.some(({ stateHash }) => stateHash === login.stateHash)) state.logins = [...state.logins, login];
    },
    consumeLogin: async (stateHash, consumer, now) => {
      const found = state.logins.find((login) => login.stateHash === stateHash && login.expires > now);
      if (found === undefined || (found.consumer ?? consumer) !== consumer) return false;
      const emptied = { ...found, consumer, nonce: '', bindingHash: '', platform: '', initiation: '' };
      state.logins = state.logins.map((login) => (login === found ? emptied : login));
      return true;
    },
    findLogin: async (stateHash, now) =>
      state.logins.find(
        (login) => login.stateHash === stateHash && login.expires > now && login.consumer === undefined,
      ),
  };
}
