export { type AcceptStatements, acceptStatementsInto, type ReceivedData } from './accept-statements.js';
export { type Access, createAccess } from './create-access.js';
export { networkOf } from './brute-force-guard.js';
export { isOwn, ownFilter, readsOnlyOwn } from './own-statements.js';
export { credentialToken } from './presented-secret.js';
export { allows, type CredentialPrincipal, isLimited, isWithin, type Principal } from './principal.js';
export { RateLimit } from './rate-limit.js';
