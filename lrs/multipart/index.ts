export { collectContent, hashOf, refuseHash, refusePart, verifiedContent } from './attachment-part.js';
export { boundaryOf, isMultipart } from './boundary.js';
export { type Part, readParts } from './read-parts.js';
export { attachmentPart, type OutgoingPart, statementsPart, formatMultipart } from './multipart-body.js';
