export { platformsPages } from './routes.js';
