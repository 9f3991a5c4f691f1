import { isoNow, newUuid } from '../../../base/index.js';
import type { Login } from '../../store/index.js';
import type { LaunchParts } from '../parts.js';
import type { ConsumeLogin } from '../session/open-session.js';
import { unknownLoginError } from './check-binding.js';

/**
 * Answers a login once. When this has returned, or thrown, the login has been used up durably, whatever became of it.
 * @param answer calls `consume` before anybody gets to see anything of it; late, so that it shares its wait for the
 * disk
 * with what the launch writes
 * @throws LotseError `invalid-launch` if the login is being answered already, or was used meanwhile
 */
export type RunOnce = (login: Login, answer: (consume: ConsumeLogin) => Promise<void>) => Promise<void>;

/**
 * Among the requests of one process, the first that answers a login gets to check and to write; among processes, the
 * store decides who takes it out.
 */
export function createRunOnce({ store, clock }: Pick<LaunchParts, 'store' | 'clock'>): RunOnce {
  const answering = new Set<string>();
  return async ({ stateHash }, answer) => {
    if (answering.has(stateHash)) throw unknownLoginError('launch: state used meanwhile');
    answering.add(stateHash);
    let consumed: Promise<void> | undefined;
    const consume: ConsumeLogin = () =>
      (consumed ??= store.logins.consumeLogin(stateHash, newUuid(), isoNow(clock)).then((isOurs) => {
        if (!isOurs) throw unknownLoginError('launch: state used meanwhile');
      }));
    try {
      await answer(consume);
    } finally {
      await consume().finally(() => answering.delete(stateHash));
    }
  };
}
