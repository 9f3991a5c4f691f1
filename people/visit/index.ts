export { addressInVisit, createVisits, type OpenedVisit, type Visit, type Visits } from './create-visits.js';
export { ancestorsOf, credentialWayIn, type KeptVisit, parseVisit, readPlayedUnit } from './kept-visit.js';
export { maxVisits } from './visit-cookie.js';
