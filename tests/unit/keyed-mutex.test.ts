import { describe, expect, test } from '@jest/globals';
import { KeyedMutex } from '../../lrs/document/index.js';

/** A task that ends when it is told to. */
function held(): {
  readonly task: () => Promise<string>;
  readonly end: (value: string) => void;
  readonly fail: (why: Error) => void;
  readonly begun: () => boolean;
} {
  let hasBegun = false;
  let resolve: (value: string) => void = () => undefined;
  let reject: (why: Error) => void = () => undefined;
  const promise = new Promise<string>((...settle) => ([resolve, reject] = settle));
  return {
    task: () => ((hasBegun = true), promise),
    end: (value) => resolve(value),
    fail: (why) => reject(why),
    begun: () => hasBegun,
  };
}
const refused = { code: 'store-unavailable', status: 503, retryAfter: 1 };

describe('turns', () => {
  test('one behind the other for one name, at once for different ones, and nothing is remembered in the end, also where one fails', async () => {
    const turns = new KeyedMutex();
    const [first, second, third, other] = [held(), held(), held(), held()];
    const running = [
      turns.run('a', first.task),
      turns.run('a', second.task),
      turns.run('a', third.task),
      turns.run('b', other.task),
    ];
    expect([first, second, third, other].map(({ begun }) => begun())).toEqual([true, false, false, true]);
    expect(turns.names).toBe(2);
    other.end('other');
    expect(await running[3]).toBe('other');
    expect(turns.names).toBe(1);
    first.fail(new Error('no'));
    await expect(running[0]).rejects.toThrow('no');
    second.end('second');
    expect(await running[1]).toBe('second');
    third.end('third');
    expect(await running[2]).toBe('third');
    expect(turns.names).toBe(0);
  });

  test('a task that throws at once does not block its name', async () => {
    const turns = new KeyedMutex();
    await expect(
      turns.run('a', () => {
        throw new Error('at once');
      }),
    ).rejects.toThrow('at once');
    expect(await turns.run('a', () => Promise.resolve('on'))).toBe('on');
    expect(turns.names).toBe(0);
  });

  test('more than may wait are refused at once and not done; when some have had their turn, others may wait', async () => {
    const turns = new KeyedMutex({ maxWaitMs: 60_000, maxQueueLength: 2 });
    const [first, second, third, fourth] = [held(), held(), held(), held()];
    const running = [turns.run('a', first.task), turns.run('a', second.task)];
    await expect(turns.run('a', third.task)).rejects.toMatchObject(refused);
    first.end('first');
    await running[0];
    const last = turns.run('a', fourth.task);
    second.end('second');
    fourth.end('fourth');
    expect([await running[1], await last, third.begun(), turns.names]).toEqual(['second', 'fourth', false, 0]);
  });

  test('whose turn comes too late is refused and not done', async () => {
    const turns = new KeyedMutex({ maxWaitMs: -1, maxQueueLength: 9 });
    const [first, second] = [held(), held()];
    const running = [turns.run('a', first.task), turns.run('a', second.task)];
    first.end('first');
    expect(await running[0]).toBe('first');
    await expect(running[1]).rejects.toMatchObject(refused);
    expect([second.begun(), turns.names]).toEqual([false, 0]);
  });
});
