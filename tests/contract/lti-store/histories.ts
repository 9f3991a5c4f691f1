import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { LtiStore } from '../../../lti-tool/store/index.js';
import { modelLtiStore } from '../../support/model/lti/lti-store.js';
import { type Command, everythingIn, histories, Memory } from './commands.js';
import type { LtiStoreFactory } from './factory.js';

/** Commands that name their intent so well that they can be repeated at any time after they have succeeded. */
const lasting = new Set([
  'addPlatform',
  'decideDeployment',
  'redeemInvitation',
  'recordLaunchTrace',
  'endProvisioning',
  'takeGrades',
  'settleGrade',
  'settleColumn',
  'replayGrade',
]);
/** Milliseconds after which no new run begins. */
const maxRunsMs = 60_000;

const refusals: readonly unknown[] = [false, 'lost', 'conflict'];

interface Played {
  /** Of every command its answer, and all that the store held then. */
  readonly answers: readonly unknown[];
  readonly late: readonly { readonly name: string; readonly call: (store: LtiStore) => Promise<unknown> }[];
}

/** @param repeat whether each command is carried out twice, as after an answer that was lost */
async function play(store: LtiStore, history: readonly Command[], repeat: boolean): Promise<Played> {
  const memory = new Memory();
  const answers: unknown[] = [];
  const late: { name: string; call: (store: LtiStore) => Promise<unknown> }[] = [];
  for (const [number, command] of history.entries()) {
    const call = await command.prepare(store, number, memory);
    if (call === undefined) continue;
    const answer = await call(store);
    const remembered = memory.claimed.length;
    if (repeat) expect([command.name, await call(store)]).toStrictEqual([command.name, answer]);
    // What was claimed twice is not to be drawn twice as often: both plays go on alike.
    memory.claimed.length = remembered;
    answers.push([command.name, answer, await everythingIn(store)]);
    if (lasting.has(command.name) && !refusals.includes(answer)) late.push({ name: command.name, call });
  }
  return { answers, late };
}

/** Random histories over the whole port, compared with the model. */
export function historyContract(open: LtiStoreFactory): void {
  describe('any history', () => {
    const compare = (run: (store: LtiStore, history: readonly Command[]) => Promise<void>): Promise<void> => {
      const end = Date.now() + maxRunsMs;
      return fc.assert(
        fc.asyncProperty(histories, async (history) => {
          // Opening a store takes seconds on a machine that is busy: as many runs as there is time for.
          if (Date.now() > end) return;
          const { store, close } = await open();
          try {
            await run(store, history);
          } finally {
            await close();
          }
        }),
        { numRuns: 40 },
      );
    };

    test(
      'is answered as by the model, though every command is repeated',
      () =>
        compare(async (store, history) => {
          const { answers } = await play(modelLtiStore(), history, false);
          expect((await play(store, history, true)).answers).toStrictEqual(answers);
        }),
      120_000,
    );

    test(
      'stays as it is where what has succeeded is repeated long after',
      () =>
        compare(async (store, history) => {
          const { late } = await play(store, history, false);
          const before = await everythingIn(store);
          for (const { name, call } of late) {
            await call(store);
            expect([name, await everythingIn(store)]).toStrictEqual([name, before]);
          }
        }),
      120_000,
    );
  });
}
