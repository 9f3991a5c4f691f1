import { isoNow, newUuid } from '../../../base/index.js';
import type { Login } from '../../store/index.js';
import type { LaunchParts } from '../parts.js';
import type { TakeLogin } from '../session/open-session.js';
import { refuseLogin } from './check-binding.js';

/**
 * Answers a login once. When this has returned, or thrown, the login has been used up durably, whatever became of it.
 * @param answer calls `take` before anybody gets to see anything of it; late, so that it shares its wait for the disk
 * with what the launch writes
 * @throws LotseError `invalid-launch` where the login is being answered already, or was used meanwhile
 */
export type AnswerOnce = (login: Login, answer: (take: TakeLogin) => Promise<void>) => Promise<void>;

/**
 * Among the requests of one process, the first that answers a login gets to check and to write; among processes, the
 * store decides who takes it out.
 */
export function createAnswerOnce({ store, clock }: Pick<LaunchParts, 'store' | 'clock'>): AnswerOnce {
  const answering = new Set<string>();
  return async ({ stateHash }, answer) => {
    if (answering.has(stateHash)) throw refuseLogin('launch: state used meanwhile');
    answering.add(stateHash);
    let taken: Promise<void> | undefined;
    const take: TakeLogin = () =>
      (taken ??= store.logins.consumeLogin(stateHash, newUuid(), isoNow(clock)).then((isOurs) => {
        if (!isOurs) throw refuseLogin('launch: state used meanwhile');
      }));
    try {
      await answer(take);
    } finally {
      await take().finally(() => answering.delete(stateHash));
    }
  };
}
