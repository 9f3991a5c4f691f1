import { hashOfSecret, isoNow, LotseError } from '../../../base/index.js';
import type { LaunchParts } from '../parts.js';
import type { LoginRefusal } from './read-response.js';

/**
 * Ends a login that the LMS answers with an error, and notes it for whoever tests the connection: which LMS it is, the
 * state says. The login stays, since nothing of it has been used.
 * @throws LotseError `login-required`
 */
export async function answerRefusal(
  { store, platforms, clock }: Pick<LaunchParts, 'store' | 'platforms' | 'clock'>,
  { error, said, state }: LoginRefusal,
): Promise<never> {
  const login = state === undefined ? undefined : await store.logins.findLogin(hashOfSecret(state), isoNow(clock));
  if (login !== undefined)
    platforms.launches.note({ organisation: login.organisation, id: login.platform }, { refused: error });
  throw new LotseError(
    'login-required',
    'The learning platform did not sign you in. Please sign in there and open the unit again.',
    { detail: `launch: the LMS answers with the error ${said}` },
  );
}
