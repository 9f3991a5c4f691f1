import type { Database } from 'better-sqlite3';
import { LotseError } from '../../base/index.js';
import type { OrganisationId } from '../../lrs/store/index.js';
import { prepared, remembered } from './engine/index.js';

/** The small number under which rows know an organisation; `undefined` if it does not exist. */
export function organisationNumber(database: Database, id: OrganisationId): number | undefined {
  return prepared<[string], number>(database, 'SELECT number FROM organisation WHERE id = ?').pluck().get(id);
}

const knownNumbers = (): Map<OrganisationId, number> => new Map();

/**
 * The number of an organisation that something is written for.
 * @throws LotseError `not-found` if it does not exist
 */
export function requireOrganisation(database: Database, id: OrganisationId): number {
  const cached = remembered(database, knownNumbers);
  let number = cached.get(id);
  if (number === undefined) {
    number = organisationNumber(database, id);
    if (number === undefined) throw new LotseError('not-found', `There is no organisation "${id}".`);
    cached.set(id, number);
  }
  return number;
}
