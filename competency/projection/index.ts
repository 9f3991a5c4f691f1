export { evidenceOf, scaledScore } from './evidence-of.js';
export { createProjector } from './projector.js';
export { recipeFor } from './recipe.js';
