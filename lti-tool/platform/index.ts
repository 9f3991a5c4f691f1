export type { DeepLinkingForm, DeepLinkingMessage, DeepLinkingRequest, ResourceLinkItem } from './deep-linking-response.js';
export { readEncryptionKey } from '../../lrs/base/index.js';
export { fetchJson, type JsonAnswer, type JsonRequest } from './fetch-json.js';
export type { PublishedKey } from './key-pairs.js';
export type { KeySets } from './key-sets.js';
export type { Member } from './members.js';
export { PlatformRefusal } from './platform-access.js';
export { createPlatforms, type PlatformRegistration, type Platforms, type PlatformsOptions } from './platforms.js';
export type { Score } from './scores.js';
