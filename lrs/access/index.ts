export {
  acceptStatementsInto,
  type AcceptOptions,
  type AcceptStatements,
  type ReceivedData,
} from './accept-statements.js';
export { credentialToken } from './authorization-header.js';
export {
  createAccess,
  type Access,
  type AccessParts,
  type CredentialRequest,
  type GrantRequest,
} from './create-access.js';
export { networkOf } from './guess-guard.js';
export { isOwn, ownFilter, readsOnlyOwn } from './own-statements.js';
export { allows, isLimited, isWithin, type Authority, type CredentialPrincipal, type Principal } from './principal.js';
export { RateLimit, type RateLimitOptions } from './rate-limit.js';
