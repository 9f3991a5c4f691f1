export { type PaperHead, personPage } from './person-view.js';
export { matrixPages } from './routes.js';
export { teamPages } from './team-routes.js';
export { wayToMatrix } from './way-to-matrix.js';
