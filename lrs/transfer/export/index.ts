export { withAttachments, type AttachmentExport } from './attachments.js';
export { columns, type Column } from './columns.js';
export { exportFormats, type ExportFormat, type ExportFormatName } from './formats.js';
export { exportedStatements, type ExportRequest } from './statements.js';
