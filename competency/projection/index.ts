export { evidenceOf, scaledScore } from './evidence-of.js';
export { createProjector, type Projector } from './projector.js';
export { projectionVersionOf } from './projection-version.js';
