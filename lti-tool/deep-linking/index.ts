export { createDeepLinking, type DeepLinking } from './create-deep-linking.js';
export type { ContentItem } from './link-item.js';
