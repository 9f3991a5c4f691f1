export { type CourseRoster, createRoster, type Roster } from './create-roster.js';
