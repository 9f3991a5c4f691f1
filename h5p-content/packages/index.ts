export { type Installed, installStarter } from './install-starter.js';
export { pruneFiles } from './prune-files.js';
