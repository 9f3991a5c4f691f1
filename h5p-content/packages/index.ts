export { installStarter, type Installed } from './install-starter.js';
export { readContentFolder } from './read-folder.js';
