export { createDeepLinking, type DeepLinkingParts } from './create-deep-linking.js';
export { scoreMaximum } from './items.js';
