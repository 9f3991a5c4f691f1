export { moodleAdapter } from './moodle.js';
