import { describe, expect, test } from '@jest/globals';
import { type DeadLetter, type ForwardTarget, organisationId } from '../../../lrs/store/index.js';
import { uuid } from '../../support/prepared-statement.js';
import { at, type LrsStoreFactory, nordwerk, suedwerk, withStore } from './factory.js';

/** What every adapter must do with forwarding. */
export function forwardingContract(open: LrsStoreFactory): void {
  const target: ForwardTarget = {
    id: 'b',
    organisation: nordwerk,
    kind: 'lrs',
    url: 'https://lrs.example/xapi',
    verbs: ['https://v.example/1'],
    activities: [],
    sealedSecret: 'xyz',
    allowPrivate: false,
    created: at(0),
  };
  const hook: ForwardTarget = {
    id: 'a',
    organisation: suedwerk,
    kind: 'webhook',
    url: 'https://hook.example',
    verbs: [],
    activities: ['https://a.example/', 'https://b.example/'],
    allowPrivate: true,
    created: at(1),
  };
  const letter = (number: number, position: number): DeadLetter => ({
    id: uuid(number),
    statement: uuid(100 + number),
    position,
    error: 'refused',
    when: at(5),
  });

  describe('forwarding', () => {
    test('targets belong to their organisation', () =>
      withStore(open, async ({ forwarding }) => {
        await forwarding.addTarget(target, [{ partition: 0, position: 7 }]);
        await forwarding.addTarget(hook, []);
        await expect(forwarding.addTarget({ ...target, organisation: suedwerk }, [])).rejects.toMatchObject({
          code: 'conflict',
        });
        await expect(
          forwarding.addTarget({ ...target, id: 'c', organisation: organisationId('nobody')! }, []),
        ).rejects.toMatchObject({ code: 'not-found' });
        expect(await forwarding.listAllTargets()).toEqual([hook, target]);
        expect(await forwarding.listTargets(nordwerk)).toEqual([target]);
        expect([
          await forwarding.findForwardCursor(nordwerk, 'b', 0),
          await forwarding.findForwardCursor(nordwerk, 'b', 1),
          await forwarding.findForwardCursor(suedwerk, 'b', 0),
          await forwarding.findForwardCursor(suedwerk, 'a', 0),
        ]).toEqual([7, 0, 0, 0]);
        expect(await forwarding.removeTarget(suedwerk, 'b')).toBe(false);
        expect(await forwarding.removeTarget(nordwerk, 'b')).toBe(true);
        expect(await forwarding.removeTarget(nordwerk, 'b')).toBe(false);
        expect(await forwarding.listAllTargets()).toEqual([hook]);
      }));

    test('a cursor moves with what was refused, and only from where it stands', () =>
      withStore(open, async ({ forwarding }) => {
        await forwarding.addTarget(target, []);
        const step = {
          organisation: nordwerk,
          target: 'b',
          partition: 0,
          from: 0,
          to: 10,
          dead: [letter(2, 9), letter(1, 9), letter(3, 4)],
        };
        expect(await forwarding.advanceForwarding({ ...step, organisation: suedwerk })).toBe(false);
        expect(await forwarding.advanceForwarding({ ...step, from: 1 })).toBe(false);
        expect(await forwarding.listDeadLetters(nordwerk, 'b', 10)).toEqual([]);
        expect(await forwarding.advanceForwarding(step)).toBe(true);
        expect(await forwarding.advanceForwarding(step)).toBe(false);
        expect(await forwarding.findForwardCursor(nordwerk, 'b', 0)).toBe(10);
        expect(await forwarding.listDeadLetters(nordwerk, 'b', 10)).toEqual([letter(3, 4), letter(1, 9), letter(2, 9)]);
        expect(await forwarding.listDeadLetters(nordwerk, 'b', 2)).toEqual([letter(3, 4), letter(1, 9)]);
        expect(await forwarding.listDeadLetters(suedwerk, 'b', 10)).toEqual([]);
        expect(await forwarding.removeDeadLetter(suedwerk, 'b', uuid(3))).toBe(false);
        expect(await forwarding.removeDeadLetter(nordwerk, 'b', uuid(3))).toBe(true);
        expect(await forwarding.removeDeadLetter(nordwerk, 'b', uuid(3))).toBe(false);
        expect(await forwarding.advanceForwarding({ ...step, from: 10, to: 12, dead: [] })).toBe(true);
        expect(await forwarding.listDeadLetters(nordwerk, 'b', 10)).toEqual([letter(1, 9), letter(2, 9)]);
        await forwarding.removeTarget(nordwerk, 'b');
        await forwarding.addTarget(target, []);
        expect([
          await forwarding.findForwardCursor(nordwerk, 'b', 0),
          await forwarding.listDeadLetters(nordwerk, 'b', 10),
        ]).toEqual([0, []]);
      }));

    test('failures are kept until something goes through', () =>
      withStore(open, async ({ forwarding }) => {
        await forwarding.addTarget(target, []);
        expect(await forwarding.findForwardProgress(nordwerk, 'b')).toEqual({ failures: 0, nextTry: at(0) });
        expect(
          await forwarding.postponeForwarding(nordwerk, 'b', {
            failures: 2,
            nextTry: at(9),
            lastError: 'answered 503',
          }),
        ).toBe(true);
        expect(await forwarding.postponeForwarding(suedwerk, 'b', { failures: 3, nextTry: at(9) })).toBe(false);
        expect(await forwarding.findForwardProgress(nordwerk, 'b')).toEqual({
          failures: 2,
          nextTry: at(9),
          lastError: 'answered 503',
        });
        expect(await forwarding.findForwardProgress(suedwerk, 'b')).toBeUndefined();
        await forwarding.advanceForwarding({
          organisation: nordwerk,
          target: 'b',
          partition: 0,
          from: 0,
          to: 1,
          dead: [],
        });
        expect(await forwarding.findForwardProgress(nordwerk, 'b')).toEqual({ failures: 0, nextTry: at(9) });
      }));
  });
}
