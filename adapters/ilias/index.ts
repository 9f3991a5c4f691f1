export { ilias } from './ilias.js';
