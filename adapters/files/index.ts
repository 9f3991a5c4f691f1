export { attachmentFolder } from './attachment-folder.js';
