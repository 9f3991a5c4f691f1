export { createDocuments, etagOf, type DocumentPlace, type Documents, type DocumentsParts } from './documents.js';
export { isJson, type Content, type JsonReader } from './merge.js';
export {
  checkPreconditions,
  namesDocument,
  readEntityTags,
  type EntityTags,
  type Preconditions,
  type Unconditional,
} from './preconditions.js';
