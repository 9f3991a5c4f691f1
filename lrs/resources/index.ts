export type { Dialect } from './dialect.js';
export { xapiHandler, xapiRouter, type XapiHandler } from './router.js';
export type { Services } from './services.js';
export { SpokenVersions } from './spoken-versions.js';
