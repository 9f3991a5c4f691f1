export * from './store/index.js';
export type { Attempts, AttemptRequest } from './create-attempts.js';
export { createH5pContent, type H5pContent, type H5pContentParts } from './create-h5p-content.js';
export { readContentFolder, type Installed } from './packages/index.js';
export {
  readPlaySession,
  type PlayModel,
  type PlayerSettings,
  type PlayRequest,
  type PlaySession,
} from './play/index.js';
