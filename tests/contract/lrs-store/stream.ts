import { describe, expect, test } from '@jest/globals';
import { preparedStatement, uuid } from '../../support/prepared-statement.js';
import { at, type LrsStoreFactory, nordwerk, suedwerk, withStore } from './factory.js';

/** What every adapter's stream must do. */
export function streamContract(open: LrsStoreFactory): void {
  describe('the stream', () => {
    test('is empty at first', () =>
      withStore(open, async ({ stream }) => {
        for (const partition of await stream.listPartitions()) {
          expect(await stream.findHead(partition)).toBe(0);
          expect(await stream.listEvents(partition, 0, 10)).toEqual([]);
        }
      }));

    test('tells what was stored, in order, behind a cursor', () =>
      withStore(open, async ({ statements, stream }) => {
        const batch = {
          organisation: nordwerk,
          now: at(1),
          statements: [{ id: uuid(1) }, { id: uuid(2), voids: uuid(9) }].map(preparedStatement),
        };
        await statements.appendStatements(batch);
        await statements.appendStatements(batch);
        await statements.appendStatements({
          organisation: nordwerk,
          now: at(2),
          statements: [{ id: uuid(9) }, { id: uuid(2), content: 'other' }].map(preparedStatement),
        });
        await statements.appendStatements({
          organisation: nordwerk,
          now: at(3),
          statements: [{ id: uuid(9) }, { id: uuid(8), refersTo: uuid(1) }].map(preparedStatement),
        });
        const [partition] = await stream.listPartitions();
        const events = await stream.listEvents(partition!, 0, 100);
        expect(
          events.map(({ position, organisation, stored, kind }) => [position, organisation, stored, kind]),
        ).toEqual([
          [1, nordwerk, at(1), 'statement'],
          [2, nordwerk, at(1), 'void'],
          [3, nordwerk, at(3), 'statement'],
          [4, nordwerk, at(3), 'statement'],
        ]);
        expect(events[1]).toMatchObject({ id: uuid(2), target: uuid(9) });
        for (const event of events) {
          if (event.kind !== 'erasure')
            expect(event.text).toBe((await statements.findStatement(nordwerk, event.id))!.text);
        }
        expect(await stream.listEvents(partition!, 1, 2)).toEqual(events.slice(1, 3));
        expect(await stream.findHead(partition!)).toBe(4);
      }));

    test('holds all organisations, each event naming its own', () =>
      withStore(open, async ({ statements, stream }) => {
        await statements.appendStatements({
          organisation: nordwerk,
          now: at(1),
          statements: [preparedStatement({ id: uuid(1) })],
        });
        await statements.appendStatements({
          organisation: suedwerk,
          now: at(1),
          statements: [preparedStatement({ id: uuid(1) })],
        });
        const partitions = await stream.listPartitions();
        const events = (await Promise.all(partitions.map((partition) => stream.listEvents(partition, 0, 10)))).flat();
        expect(events.map(({ organisation }) => organisation).toSorted()).toEqual([nordwerk, suedwerk]);
      }));

    test('hints at new events until it is told to stop', () =>
      withStore(open, async ({ statements, stream }) => {
        let hints = 0;
        const hinted = new Promise<void>((resolve) => {
          const stop = stream.onAppended(() => {
            hints += 1;
            stop();
            resolve();
          });
        });
        await statements.appendStatements({
          organisation: nordwerk,
          now: at(1),
          statements: [preparedStatement({ id: uuid(1) })],
        });
        await hinted;
        await statements.appendStatements({
          organisation: nordwerk,
          now: at(2),
          statements: [preparedStatement({ id: uuid(2) })],
        });
        expect(hints).toBe(1);
      }));
  });
}
