import type { Grade, Login, LtiStore, PlacementErasureCounts } from '../../../../lti-tool/store/index.js';
import type { Identity } from '../../../../people/store/index.js';
import type { LtiModelState } from './state.js';

function begunBy({ initiation }: Login): Identity {
  const sent = new URLSearchParams(initiation);
  return { issuer: sent.get('iss') ?? '', subject: sent.get('login_hint') ?? '' };
}

/** The LMSs that a grade is known to be for. */
function issuersOf({ platforms, placements }: LtiModelState, grade: Grade): readonly string[] {
  return [
    ...platforms
      .filter(({ id, organisation }) => organisation === grade.organisation && id === grade.platform)
      .map(({ issuer }) => issuer),
    ...placements
      .filter(
        ({ organisation, placement }) =>
          organisation === grade.organisation &&
          placement.registration === grade.registration &&
          placement.subject === grade.subject,
      )
      .map(({ placement }) => placement.issuer),
  ];
}

function erase(state: LtiModelState, organisation: string, gone: readonly Identity[]): PlacementErasureCounts {
  const isGone = (each: Identity): boolean =>
    gone.some(({ issuer, subject }) => each.issuer === issuer && each.subject === subject);
  const stays =
    <T extends { readonly organisation: string }>(isErased: (each: T) => boolean) =>
    (each: T): boolean =>
      each.organisation !== organisation || !isErased(each);
  const before = { ...state };
  state.grades = state.grades.filter(({ grade }) =>
    stays<Grade>((each) => issuersOf(before, each).some((issuer) => isGone({ issuer, subject: each.subject })))(grade),
  );
  state.placements = state.placements.filter(stays(({ placement }) => isGone(placement)));
  state.logins = state.logins.filter(stays((login) => isGone(begunBy(login))));
  const erased = (kind: 'placements' | 'grades' | 'logins'): number => before[kind].length - state[kind].length;
  return {
    placements: erased('placements'),
    grades: erased('grades'),
    logins: erased('logins'),
  };
}

export function modelIdentityErasure(state: LtiModelState): LtiStore['erasure'] {
  return { eraseIdentities: async (organisation, gone) => erase(state, organisation, gone) };
}
