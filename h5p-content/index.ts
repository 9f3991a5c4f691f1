export type { AttemptRequest, Attempts } from './create-attempts.js';
export { createH5pContent, type H5pContent } from './create-h5p-content.js';
export type { PlayModel } from './play/index.js';
export type { Attempt, CatalogueEntry, CompetencyTag, ContentKind } from './store/index.js';
