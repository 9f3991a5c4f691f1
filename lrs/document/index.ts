export { createDocuments, type DocumentPlace, type Documents, etagOf } from './documents.js';
export type { Content } from './merge.js';
export {
  checkPreconditions,
  namesDocument,
  type Preconditions,
  readEntityTags,
  type Unconditional,
} from './preconditions.js';
export { TurnsByName } from './turns.js';
