export { serviceRouter } from './router.js';
