export { type CourseRoster, createRoster, type Roster, type RosterSession } from './create-roster.js';
