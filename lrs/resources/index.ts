export type { Dialect } from './dialect.js';
export { xapiHandler, type XapiHandler, xapiRouter } from './router.js';
export { SpokenVersions } from './services.js';
