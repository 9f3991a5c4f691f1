export { addressInVisit, createVisits, type IssuedVisit, type Visit, type Visits } from './create-visits.js';
export { ancestorsOf, credentialWayIn, type VisitRecord, parseVisit, parsePlayedUnit } from './visit-record.js';
export { maxVisits } from './visit-cookie.js';
