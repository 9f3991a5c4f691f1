export { type InstalledContent, installStarter } from './install-starter.js';
export { pruneFiles } from './prune-files.js';
