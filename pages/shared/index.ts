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
export { profileForm } from './profile-form.js';
export { firstProfile, profilesOf, shownFramework } from './shown-framework.js';
export { visitTexts } from './texts.js';
export { actorsOf, navigationFor, type PageFrame, profileOf, receive, type Visit } from './visit.js';
export { workedOnSection } from './worked-on.js';
