export { createDeepLinking, type DeepLinkingParts } from './create-deep-linking.js';
