export * from './base/index.js';
export * from './erasure/index.js';
export * from './server/index.js';
export * from './statement/index.js';
export * from './store/index.js';
export * from './stream/index.js';
export * from './transfer/index.js';
export {
  allows,
  credentialToken,
  isLimited,
  isWithin,
  networkOf,
  RateLimit,
  type Access,
  type AcceptOptions,
  type AcceptStatements,
  type Authority,
  type GrantRequest,
  type Principal,
  type RateLimitOptions,
} from './access/index.js';
export {
  browserArea,
  createStatementBrowser,
  type StatementBrowser,
  type StatementBrowserParts,
} from './browser/index.js';
export {
  createSignIn,
  navigationThrough,
  sessionCookie,
  signOutForm,
  type SignedIn,
  type SignIn,
  type SignInArea,
  type SignInParts,
  type SignInWords,
} from './sign-in/index.js';
export type { Dialect } from './resources/index.js';
export { createLrs, type Lrs, type LrsParts } from './create-lrs.js';
export { watchStore, type Watched, type WriterLoad } from './watch-store.js';
