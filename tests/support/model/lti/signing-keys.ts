import { endedSigningKey, type LtiStore, type SigningKey, successionOf } from '../../../../lti-tool/store/index.js';
import { byText, type LtiModelState } from './state.js';

const byAge = (some: readonly SigningKey[]): SigningKey[] =>
  some.toSorted((left, right) => byText(left.created, right.created) || byText(left.kid, right.kid));

export function modelSigningKeys(state: LtiModelState): LtiStore['signingKeys'] {
  const list = (organisation: string): SigningKey[] =>
    byAge(state.keys.filter((each) => each.organisation === organisation));
  return {
    addSigningKey: async (key, succession) => {
      const outcome = successionOf(list(key.organisation), key, succession);
      if (outcome !== 'add') return outcome === 'added';
      const { othersUntil } = succession;
      const others = state.keys.map((each) =>
        each.organisation !== key.organisation || othersUntil === undefined ? each : endedSigningKey(each, othersUntil),
      );
      state.keys = [...others, key];
      return true;
    },
    removeEndedSigningKeys: async (now) => {
      state.keys = state.keys.filter(({ publishedUntil }) => publishedUntil === undefined || publishedUntil > now);
    },
    listSigningKeys: async (organisation) => list(organisation),
    listPublishedSigningKeys: async (now) =>
      byAge(state.keys.filter(({ publishedUntil }) => publishedUntil === undefined || publishedUntil > now)),
  };
}
