export { createRoster, type Roster, type RosterMember, type RosterParts } from './create-roster.js';
