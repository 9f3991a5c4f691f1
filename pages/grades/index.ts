export { gradesPages } from './routes.js';
