export type {
  IdentityClaims, LaunchIdentity, PlacedLink, PlatformAdapter, PlatformCapabilities, PlatformEndpoints, Pseudonym, Score, ScoreRefusal,
} from './adapter.js';
export { platformAdapters, type PlatformAdapters } from './adapters.js';
export { customValuesWithout, type CustomValues } from './custom-values.js';
export type { DeepLinkingForm, DeepLinkingRequest } from './deep-linking-response.js';
export { readEncryptionKey } from '../../lrs/base/index.js';
export { fetchJson, type JsonAnswer, type JsonRequest } from './fetch-json.js';
export { fullContentItem, plainAdapter, refusalByStatus } from './generic-adapter.js';
export { identifyBySubject, identity, looksLikeAddress, nameFrom } from './identity.js';
export type { WantedLineItem } from './line-items.js';
export type { PublishedKey } from './key-pairs.js';
export type { KeySets } from './key-sets.js';
export type { Member } from './members.js';
export { PlatformRefusal } from './platform-access.js';
export { createPlatforms, type PlatformRegistration, type Platforms, type PlatformsOptions } from './platforms.js';
export { scoreService } from './scores.js';
export { launchRoles, rolesFrom, type LaunchRole } from './roles.js';
