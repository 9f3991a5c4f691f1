export { eraseStatements, type Erasing, type Erasure } from './erase-statements.js';
