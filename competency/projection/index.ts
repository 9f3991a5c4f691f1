export { evidenceOf } from './evidence-of.js';
export { createProjector } from './projector.js';
export { recipeFor } from './recipe.js';
export { scaledScore } from './score.js';
