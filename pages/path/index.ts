export { areaPageOf, pageWith, stepRangesOf } from './step-ranges.js';
export { inDidacticOrder } from './order.js';
export { withProgress } from './progress.js';
export { pathPages } from './routes.js';
export { placesShown } from './step-view.js';
export { pathTexts } from './texts.js';
