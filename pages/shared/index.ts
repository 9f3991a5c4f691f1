export {
  type AttemptParts,
  attemptPath,
  attemptsOf,
  attemptsSeen,
  type Looked,
  type PlacedAttempt,
  type WorkedOn,
  workedOn,
} from './attempts.js';
export { ballShapes, ballUse, harveyBall } from './harvey-ball.js';
export { learnersOf, recordView, requireLearner, requireTrainer } from './learners.js';
export { localisedContent } from './localised-content.js';
export { pageAddresses } from './page-addresses.js';
export { profileForm } from './profile-form.js';
export { firstProfile, profilesOf, shownFramework } from './shown-framework.js';
export { visitTexts } from './texts.js';
export { openUnit, previewUnit, startOver, type UnitParts } from './units.js';
export { actorsOf, navigationFor, type PageFrame, type PageVisit, profileOf, receive } from './visit.js';
export { workedOnSection } from './worked-on.js';
