export { startRoute } from './routes.js';
