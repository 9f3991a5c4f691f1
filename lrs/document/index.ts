export { createDocuments, type DocumentPlace, type Documents, etagOf } from './documents.js';
export type { Content } from './merge.js';
export {
  checkPreconditions,
  namesDocument,
  type Preconditions,
  parseEntityTags,
  type Unconditional,
} from './preconditions.js';
export { KeyedMutex } from './keyed-mutex.js';
