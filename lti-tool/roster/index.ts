export {
  createRoster,
  type CourseRoster,
  type Roster,
  type RosterMember,
  type RosterParts,
  type RosterSession,
} from './create-roster.js';
