export { moodle } from './moodle.js';
