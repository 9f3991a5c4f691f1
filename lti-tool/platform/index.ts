export { courseNames } from './course-names.js';
export type {
  CourseActivities,
  IdentityClaims,
  LaunchIdentity,
  PlacedLink,
  PlatformAdapter,
  PlatformCapabilities,
  PlatformEndpoints,
  Pseudonym,
  Score,
  ScoreRefusal,
  TokenRefusalMeaning,
} from './adapter.js';
export { platformAdapters, type PlatformAdapters } from './adapters.js';
export { customValuesWithout, type CustomValues } from './custom-values.js';
export type { DeepLinkingForm, DeepLinkingMessage, DeepLinkingRequest } from './deep-linking-response.js';
export { readEncryptionKey } from '../../lrs/base/index.js';
export type { FetchJson, JsonAnswer, JsonRequest } from './fetch-json.js';
export { codeOf, type FetchText, type TextAnswer, type TextRequest } from './fetch-text.js';
export { fullContentItem, plainAdapter, refusalByStatus, tokenRefusalByWord } from './generic-adapter.js';
export { identifyBySubject, identity, looksLikeAddress, nameFrom } from './identity.js';
export { createKeyCare, type KeyCare } from './key-care.js';
export { keySetRequest, readKeySet, type KeySets } from './key-sets.js';
export { keepAfter, type LaunchTraces } from './launch-traces.js';
export type { WantedLineItem } from './line-items.js';
export type { Member } from './members.js';
export { checkedUrl, internalPlatformsVariable, type NetworkPolicy } from './network-policy.js';
export { TokenRefusal, type AccessTokens } from './access-tokens.js';
export { PlatformRefusal } from './platform-refusal.js';
export {
  createPlatforms,
  type PlatformDraft,
  type PlatformRegistration,
  type Platforms,
  type PlatformsOptions,
} from './platforms.js';
export { scoreService } from './scores.js';
export { launchRoles, rolesFrom, type LaunchRole } from './roles.js';
export {
  chooseKey,
  createSigningKeys,
  defaultOverlapDays,
  publishedBefore,
  type PublishedKey,
  type Rotation,
  type RotationWish,
  type Signer,
  type SigningKeys,
} from './signing-keys.js';
export { submissionReview } from './submission-review.js';
export { Unreachable, unreachableReasons, type UnreachableReason } from './unreachable.js';
