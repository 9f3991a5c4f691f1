export { evidenceOf, scaledScore } from './evidence-of.js';
export { createProjector, type Projector } from './projector.js';
export { recipeFor } from './recipe.js';
