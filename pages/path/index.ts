export { areaPageOf, pageWith, stretchesOf } from './extent.js';
export { inDidacticOrder } from './order.js';
export { withProgress } from './progress.js';
export { pathPages } from './routes.js';
export { placesShown } from './step-view.js';
export { pathTexts } from './texts.js';
