export { pruneFiles } from './prune-files.js';
export { type Installed, installStarter } from './install-starter.js';
