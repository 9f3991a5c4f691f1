export type { Identity } from './identity.js';
export type { Introduction, PeopleErased, PeopleQueries, PeopleStore, PersonName } from './people-store.js';
