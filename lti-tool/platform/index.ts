export { TokenError } from './access-tokens.js';
export {
  type CourseActivities,
  type IdentityClaims,
  type LaunchIdentity,
  type PlacedLink,
  type PlatformAdapter,
  type PlatformEndpoints,
  type Pseudonym,
  type PlatformScore,
  type ScoreRefusal,
  submissionReview,
} from './adapter.js';
export { platformAdapters } from './adapters.js';
export { courseNames } from './course-names.js';
export { customValuesWithout } from './custom-values.js';
export type { DeepLinkingForm } from './deep-linking-response.js';
export type { FetchJson, JsonResponse } from './fetch-json.js';
export type { PlatformNetwork } from './fetch-text.js';
export { fullContentItem, plainAdapter, refusalByStatus } from './generic-adapter.js';
export { identity, looksLikeAddress } from './identity.js';
export { createKeyRotation, type KeyRotation } from './key-rotation.js';
export { keySetRequest, type KeySets, parseKeySet } from './key-sets.js';
export type { LineItemDescription } from './line-items.js';
export { nextPage } from './pages.js';
export type { Member } from './members.js';
export { PlatformResponseError } from './platform-response-error.js';
export { createPlatforms, type PlatformRegistration, type Platforms } from './platforms.js';
export { type LaunchRole, rolesFrom } from './roles.js';
export { scoreService } from './scores.js';
export { createSigningKeys, defaultOverlapDays, publishedBefore, type SigningKeys } from './signing-keys.js';
export { UnreachableError, type UnreachableReason } from './unreachable-error.js';
