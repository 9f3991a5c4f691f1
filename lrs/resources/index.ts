export type { Dialect } from './dialect.js';
export { createXapiHandler, type XapiHandler, createXapiRouter } from './router.js';
export { RemoteVersions } from './services.js';
