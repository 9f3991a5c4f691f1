export { moodleDialect } from './dialect.js';
