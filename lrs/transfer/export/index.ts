export { withAttachments } from './attachments.js';
export { type ExportFormatName, exportFormats } from './formats.js';
export { exportedStatements } from './statements.js';
