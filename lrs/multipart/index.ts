export { collected, hashOf, refusePart, verified } from './attachment-part.js';
export { boundaryOf, isMultipart } from './boundary.js';
export { readParts, type Part } from './read-parts.js';
export {
  attachmentPart,
  statementsPart,
  writtenMultipart,
  type OutgoingPart,
  type WrittenMultipart,
} from './written-multipart.js';
