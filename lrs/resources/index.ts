export type { Dialect } from './dialect.js';
export { xapiRouter } from './router.js';
export type { Services } from './services.js';
export { SpokenVersions } from './spoken-versions.js';
