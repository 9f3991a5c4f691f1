import { LotseError } from '../../base/index.js';
import type { CompetencyService } from '../../competency/index.js';

/** The framework that the pages show, until an organisation can choose. */
export const shownFramework = 'lotse';
/** The default role. */
export const firstProfile = 'fuehrungskraft';

/** The role profiles to choose from. */
export function profilesOf(competency: CompetencyService) {
  const framework = competency.frameworks.find(shownFramework);
  if (framework === undefined) throw new LotseError('not-found', 'This competency framework does not exist.');
  return framework.profiles;
}
