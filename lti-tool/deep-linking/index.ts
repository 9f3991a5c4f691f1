export { createDeepLinking, type DeepLinking } from './create-deep-linking.js';
export type { ChosenItem } from './link-item.js';
