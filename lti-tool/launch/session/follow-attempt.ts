import { isoNow, LotseError } from '../../../base/index.js';
import type { Visit } from '../../../people/index.js';
import type { LaunchParts } from '../parts.js';
import { ltiDetailsOf } from './lti-details.js';

/** Records the placement of a new attempt, so that its grade finds its way. */
export type EnterAttempt = (registration: string) => Promise<void>;

/**
 * Finds where the grade of a visit's unit, or of its learning path, goes; a further attempt's will go there too. A
 * visit that began in another way has no placement, and nothing is recorded.
 * @throws LotseError `session-lost` if the launch did not lead to a path
 */
export async function followAttempt(
  { store, clock }: Pick<LaunchParts, 'store' | 'clock'>,
  visit: Visit,
  from: 'unit' | 'path',
): Promise<EnterAttempt> {
  const details = ltiDetailsOf(visit);
  const registration = from === 'path' ? details?.path : visit.unit?.registration;
  const place =
    registration === undefined ? undefined : await store.placements.findPlacement(visit.organisation, registration);
  if (place === undefined && from === 'path' && details !== undefined)
    throw new LotseError('session-lost', 'This launch did not lead to a learning path.', { detail: 'launch: no path' });
  return async (begun) => {
    if (place !== undefined)
      await store.placements.recordPlacement(visit.organisation, {
        ...place,
        registration: begun,
        launched: isoNow(clock),
      });
  };
}
