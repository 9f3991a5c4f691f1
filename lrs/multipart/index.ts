export { collected, hashOf, refuseHash, refusePart, verified } from './attachment-part.js';
export { boundaryOf, isMultipart } from './boundary.js';
export { type Part, readParts } from './read-parts.js';
export { attachmentPart, type OutgoingPart, statementsPart, writtenMultipart } from './written-multipart.js';
