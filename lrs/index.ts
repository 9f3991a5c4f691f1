export * from './base/index.js';
export * from './server/index.js';
export * from './statement/index.js';
export * from './store/index.js';
export * from './stream/index.js';
export * from './transfer/index.js';
export { allows, isWithin, type Access, type AcceptOptions, type AcceptStatements, type Authority, type GrantRequest, type Principal } from './access/index.js';
export { createLrs, type Lrs, type LrsParts } from './create-lrs.js';
export { watchStore, type Watched, type WriterLoad } from './watch-store.js';
