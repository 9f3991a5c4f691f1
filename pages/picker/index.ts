export { createDeepLinking } from './routes.js';
