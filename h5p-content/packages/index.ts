export { type Installed, installStarter } from './install-starter.js';
