import { type Clock, LotseError } from '../../base/index.js';
import type { AgentKey, OrganisationId } from '../../lrs/index.js';
import type { Frameworks, RoleProfile } from '../framework/index.js';
import type { RuleSet } from '../rules/index.js';
import type { CompetencyQueries, Evidence } from '../store/index.js';
import { type Explanation, explanationOf } from './explanation.js';
import type { NextStepFor } from './next-step.js';
import { judgeCompetencies, personMatrix, type PersonMatrix, type RatingRules } from './person.js';
import { teamMatrix, type TeamMatrix } from './team.js';

/** Request for one person's matrix against a role's profile. */
export interface PersonRequest {
  readonly organisation: OrganisationId;
  /** The keys of all identities that are linked to the person. */
  readonly actors: readonly AgentKey[];
  readonly frameworkId: string;
  readonly profileId: string;
}

/** Request for the explanation of one rating. */
export interface ExplanationRequest {
  readonly organisation: OrganisationId;
  readonly actors: readonly AgentKey[];
  readonly competency: { readonly framework: string; readonly code: string };
}

/** Request for the matrices of several people, side by side. */
export interface TeamRequest {
  readonly organisation: OrganisationId;
  readonly frameworkId: string;
  readonly people: readonly {
    readonly key: string;
    readonly actors: readonly AgentKey[];
    readonly profileId: string;
  }[];
  /** Number of people who should act independently, by competency code. */
  readonly needed?: Readonly<Record<string, number>>;
}

/** Ratings, computed from the evidence on request. */
export interface Matrix {
  /** @throws LotseError `not-found` for a framework or profile that does not exist */
  person(request: PersonRequest): Promise<PersonMatrix>;
  /** @throws LotseError `not-found` for a framework or competency that does not exist */
  explain(request: ExplanationRequest): Promise<Explanation>;
  /** @throws LotseError `not-found` for a framework or profile that does not exist */
  team(request: TeamRequest): Promise<TeamMatrix>;
}

/** Dependencies of the matrix. */
export interface MatrixParts {
  readonly store: CompetencyQueries;
  readonly frameworks: Frameworks;
  readonly ruleSets: readonly RuleSet[];
  readonly nextStepFor: NextStepFor;
  readonly clock: Clock;
}

export function createMatrix({ store, frameworks, ruleSets, nextStepFor, clock }: MatrixParts): Matrix {
  function rulesOf(frameworkId: string): RatingRules {
    const framework = frameworks.find(frameworkId);
    if (framework === undefined)
      throw new LotseError('not-found', 'This competency framework does not exist.', { path: 'frameworkId' });
    const ruleSet = ruleSets.find((each) => each.framework === frameworkId);
    // A framework without rules is shown with its targets; nothing in it is rated.
    return { framework, nextStepFor, ruleSet: ruleSet ?? { framework: frameworkId, version: 1, verbs: {}, rules: [] } };
  }

  function profileOf({ framework }: RatingRules, profileId: string): RoleProfile {
    const profile = framework.profiles.find((each) => each.id === profileId);
    if (profile === undefined)
      throw new LotseError('not-found', 'This role profile does not exist.', { path: 'profileId' });
    return profile;
  }

  async function evidenceOf(organisation: OrganisationId, actors: readonly AgentKey[]): Promise<readonly Evidence[]> {
    return [...(await store.listEvidence(organisation, actors)).values()].flat();
  }

  return {
    async person({ organisation, actors, frameworkId, profileId }) {
      const rules = rulesOf(frameworkId);
      const profile = profileOf(rules, profileId);
      return personMatrix(await evidenceOf(organisation, actors), rules, profile, clock.now());
    },
    async explain({ organisation, actors, competency: { framework, code } }) {
      const rules = rulesOf(framework);
      const competency = frameworks.competency(framework, code);
      if (competency === undefined)
        throw new LotseError('not-found', 'This competency does not exist.', { path: 'code' });
      const judgement = judgeCompetencies(await evidenceOf(organisation, actors), rules, clock.now()).get(code)!;
      return explanationOf(judgement, framework, competency, rules.ruleSet);
    },
    async team({ organisation, frameworkId, people, needed }) {
      const rules = rulesOf(frameworkId);
      const now = clock.now();
      const evidence = await store.listEvidence(
        organisation,
        people.flatMap(({ actors }) => actors),
      );
      const matrices = people.map(({ key, actors, profileId }) => {
        const own = [...new Set(actors)].flatMap((actor) => evidence.get(actor) ?? []);
        return { key, matrix: personMatrix(own, rules, profileOf(rules, profileId), now) };
      });
      return teamMatrix(matrices, personMatrix([], rules, rules.framework.profiles[0]!, now), needed ?? {});
    },
  };
}
