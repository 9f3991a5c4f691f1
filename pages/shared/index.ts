export {
  type AttemptParts,
  attemptPath,
  attemptsOf,
  visibleAttempts,
  type AttemptSubject,
  type PlacedAttempt,
  type RecentContent,
  recentContents,
} from './attempts.js';
export { ballShapes, ballUse, renderHarveyBall } from './harvey-ball.js';
export { learnersOf, recordView, requireLearner, requireTrainer } from './learners.js';
export { localisedContent } from './localised-content.js';
export { pageAddresses } from './page-addresses.js';
export { profileForm } from './profile-form.js';
export { firstProfile, profilesOf, shownFramework } from './shown-framework.js';
export { visitTexts } from './texts.js';
export { openUnit, previewUnit, startOver, type UnitParts } from './units.js';
export { actorsOf, navigationFor, type PageFrame, type PageVisit, profileOf, receive } from './visit.js';
export { recentContentsSection } from './recent-contents.js';
