export { iliasAdapter } from './ilias.js';
