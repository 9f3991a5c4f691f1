export { blobFolder } from './blob-folder.js';
