export { type PaperHead, renderPersonPage } from './person-view.js';
export { matrixPages } from './routes.js';
export { teamPages } from './team-routes.js';
export { matrixAction } from './matrix-action.js';
