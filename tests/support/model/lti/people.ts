import type { Grade, Identity, Login, LtiStore, PersonErased } from '../../../../lti-tool/store/index.js';
import { byIdentity, type LtiModelState } from './state.js';

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

function erase(state: LtiModelState, organisation: string, gone: readonly Identity[]): PersonErased {
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
  const persons = state.identities
    .filter((each) => each.organisation === organisation && isGone(each))
    .map(({ person }) => person);
  state.identities = state.identities.filter(stays((identity) => isGone(identity)));
  const left = new Set(
    state.identities.filter((each) => each.organisation === organisation).map(({ person }) => person),
  );
  state.names = state.names.filter(stays(({ person }) => persons.includes(person) && !left.has(person)));
  const erased = (kind: 'identities' | 'names' | 'placements' | 'grades' | 'logins'): number =>
    before[kind].length - state[kind].length;
  return {
    identities: erased('identities'),
    names: erased('names'),
    placements: erased('placements'),
    grades: erased('grades'),
    logins: erased('logins'),
  };
}

export function modelPeople(state: LtiModelState): LtiStore['people'] {
  const findPerson = (organisation: string, { issuer, subject }: Identity): string | undefined =>
    state.identities.find(
      (each) => each.organisation === organisation && each.issuer === issuer && each.subject === subject,
    )?.person;
  return {
    introduce: async (organisation, introductions, now) =>
      introductions.map(({ issuer, subject, newPerson, name }) => {
        const known = findPerson(organisation, { issuer, subject });
        const person = known ?? newPerson;
        if (known === undefined) state.identities = [...state.identities, { organisation, issuer, subject, person }];
        if (name !== undefined) {
          state.names = [
            ...state.names.filter((each) => each.organisation !== organisation || each.person !== person),
            { organisation, person, name: { name, learnt: now } },
          ];
        }
        return person;
      }),
    erase: async (organisation, gone) => erase(state, organisation, gone),
    findByIdentity: async (organisation, identity) => findPerson(organisation, identity),
    identities: async (organisation, person) =>
      state.identities
        .filter((each) => each.organisation === organisation && each.person === person)
        .map(({ issuer, subject }) => ({ issuer, subject }))
        .sort(byIdentity),
    names: async (organisation, persons) =>
      new Map(
        state.names
          .filter((each) => each.organisation === organisation && persons.includes(each.person))
          .map(({ person, name }) => [person, name]),
      ),
  };
}
