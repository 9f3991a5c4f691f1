export type { Identity } from './identity.js';
export type { PersonClaims, PeopleErasureCounts, PeopleQueries, PeopleStore, PersonName } from './people-store.js';
