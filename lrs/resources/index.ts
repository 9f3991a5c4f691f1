export { xapiRouter } from './router.js';
export type { Services } from './services.js';
