import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { createLogger, systemClock } from '../../base/index.js';
import type { LrsStore, Position, StoredEvent } from '../../lrs/store/index.js';
import { consume, type Consumer, type ConsumerParts, createProcessLeases } from '../../lrs/stream/index.js';
import { everyStore } from '../support/every-store.js';
import { type LrsServer, serveLrs, statement, voiding } from '../support/lrs-server.js';

const timing = { pollMs: 60_000, firstRetryMs: 1, maxRetryMs: 4 };

/** What a consumer makes of events: their ids and its cursor, kept together as a store would. */
class Kept {
  events: StoredEvent[] = [];
  cursor: Position = 0;
  calls: { readonly from: Position; readonly to: Position; readonly count: number }[] = [];

  keep(events: readonly StoredEvent[], from: Position, to: Position): void {
    this.events.push(...events);
    this.cursor = to;
    this.calls.push({ from, to, count: events.length });
  }

  get ids(): readonly string[] {
    return this.events.map((event) => (event.kind === 'erasure' ? 'erasure' : event.id));
  }
}

/** A promise and what settles it. */
function signal(): { readonly promise: Promise<void>; readonly give: () => void } {
  let give = (): void => undefined;
  const promise = new Promise<void>((resolve) => (give = resolve));
  return { promise, give };
}

describe.each(everyStore)('a consumer of the stream (%s)', (_name, open) => {
  let server: LrsServer;
  let store: LrsStore;
  let kept: Kept;
  let consumers: Consumer[];

  beforeEach(async () => {
    server = await serveLrs(open);
    ({ store } = server);
    kept = new Kept();
    consumers = [];
  });

  afterEach(async () => {
    await Promise.all(consumers.map((consumer) => consumer.stop()));
    await server.close();
  });

  function consumer(changes: Partial<ConsumerParts> = {}): Consumer {
    const made = consume({
      stream: store.stream,
      partition: 0,
      cursor: async () => kept.cursor,
      batch: 3,
      logger: createLogger('silent'),
      timing,
      handle: async (events, from, to) => kept.keep(events, from, to),
      ...changes,
    });
    consumers.push(made);
    return made;
  }

  const several = (count: number) => Array.from({ length: count }, () => statement());

  test('shares a cursor with those of other processes, one at a time; what one leaves, the next takes', async () => {
    let underWay = 0;
    const byWhom: string[] = [];
    const of = (name: string): Consumer =>
      consumer({
        lease: createProcessLeases(store.leases, systemClock)('cursor'),
        timing: { ...timing, pollMs: 5 },
        handle: async (events, from, to) => {
          underWay += 1;
          expect([underWay, from]).toEqual([1, kept.cursor]);
          byWhom.push(name);
          await new Promise((resolve) => setImmediate(resolve));
          kept.keep(events, from, to);
          underWay -= 1;
        },
      });
    const [first, second] = [of('first'), of('second')];
    first.start();
    second.start();
    const ids: string[] = [];
    for (let time = 0; time < 8; time += 1) ids.push(...(await server.client.store(...several(5))));
    await Promise.all([first.idle(), second.idle()]);
    expect(kept.ids).toEqual(ids);
    expect(new Set(byWhom).size).toBe(1);
    const [holder, other] = byWhom[0] === 'first' ? [first, second] : [second, first];
    await holder!.stop();
    ids.push(...(await server.client.store(...several(5))));
    await other!.idle();
    expect(kept.ids).toEqual(ids);
    expect(new Set(byWhom).size).toBe(2);
  });

  test('handles what was stored before and after its start, in order and in batches', async () => {
    const before = await server.client.store(...several(4));
    const running = consumer();
    running.start();
    await running.idle();
    expect(kept.ids).toEqual(before);
    const after = [...(await server.client.store(...several(2))), ...(await server.client.store(...several(3)))];
    await running.idle();
    expect(kept.ids).toEqual([...before, ...after]);
    expect(kept.cursor).toBe(await store.stream.findHead(0));
    for (const [index, { from, count }] of kept.calls.entries()) {
      expect(count).toBeLessThanOrEqual(3);
      expect(from).toBe(index === 0 ? 0 : kept.calls[index - 1]!.to);
    }
  });

  test('tells voids from statements, each with its text and organisation', async () => {
    const [target] = await server.client.store(statement());
    const [voider] = await server.client.store(voiding(target!));
    const running = consumer();
    running.start();
    await running.idle();
    expect(kept.events).toMatchObject([
      { kind: 'statement', id: target, organisation: 'nordwerk' },
      { kind: 'void', id: voider, target, organisation: 'nordwerk' },
    ]);
    expect(JSON.parse((kept.events[0] as { text: string }).text)).toMatchObject({
      id: target,
      stored: kept.events[0]!.stored,
    });
  });

  test('wakes by itself when something is appended', async () => {
    const handled = signal();
    consumer({
      handle: async (events, from, to) => {
        kept.keep(events, from, to);
        handled.give();
      },
    }).start();
    const ids = await server.client.store(statement());
    await handled.promise;
    expect(kept.ids).toEqual(ids);
  });

  test('looks from time to time, for what another process appended', async () => {
    const handled = signal();
    const deaf = { ...store.stream, onAppended: () => () => undefined };
    consumer({
      stream: deaf,
      timing: { ...timing, pollMs: 5 },
      handle: async (events, from, to) => {
        kept.keep(events, from, to);
        handled.give();
      },
    }).start();
    const ids = await server.client.store(statement());
    await handled.promise;
    expect(kept.ids).toEqual(ids);
  });

  test('loses nothing and skips nothing when handling fails, again and again', async () => {
    const ids = await server.client.store(...several(7));
    let calls = 0;
    const running = consumer({
      handle: async (events, from, to) => {
        calls += 1;
        if (calls % 3 !== 0) throw new Error('not now');
        kept.keep(events, from, to);
      },
    });
    running.start();
    await running.idle();
    expect(kept.ids).toEqual(ids);
    expect(calls).toBe(9);
  });

  test('survives a cursor and a stream that cannot be read for a while', async () => {
    const ids = await server.client.store(...several(2));
    let failures = 0;
    const fail = (): void => {
      failures += 1;
      if (failures <= 4) throw new Error('not now');
    };
    const running = consumer({
      cursor: async () => {
        fail();
        return kept.cursor;
      },
      stream: {
        ...store.stream,
        listEvents: async (...request) => {
          fail();
          return store.stream.listEvents(...request);
        },
      },
    });
    running.start();
    await running.idle();
    expect(kept.ids).toEqual(ids);
  });

  test('goes on from its cursor after a restart', async () => {
    const before = await server.client.store(...several(5));
    const first = consumer();
    first.start();
    await first.idle();
    await first.stop();
    const between = await server.client.store(...several(2));
    expect(kept.ids).toEqual(before);
    const second = consumer();
    second.start();
    await second.idle();
    expect(kept.ids).toEqual([...before, ...between]);
  });

  test('a handler that kept its work but could not say so gets the events behind it, not those again', async () => {
    const ids = await server.client.store(...several(5));
    let told = false;
    const running = consumer({
      handle: async (events, from, to) => {
        kept.keep(events, from, to);
        if (!told) {
          told = true;
          throw new Error('the answer was lost');
        }
      },
    });
    running.start();
    await running.idle();
    expect(kept.ids).toEqual(ids);
  });

  test('stop waits for the running handle, and nothing is handled after it', async () => {
    await server.client.store(...several(4));
    const [entered, release] = [signal(), signal()];
    const running = consumer({
      handle: async (events, from, to) => {
        entered.give();
        await release.promise;
        kept.keep(events, from, to);
      },
    });
    running.start();
    await entered.promise;
    let stopped = false;
    const stopping = running.stop().then(() => (stopped = true));
    await new Promise((resolve) => setImmediate(resolve));
    expect([stopped, kept.events.length]).toEqual([false, 0]);
    release.give();
    await stopping;
    expect(kept.events).toHaveLength(3);
    await server.client.store(statement());
    expect(kept.events).toHaveLength(3);
  });

  test('stop does not wait out the pause after a failure', async () => {
    await server.client.store(statement());
    const failed = signal();
    const running = consumer({
      timing: { ...timing, firstRetryMs: 60_000, maxRetryMs: 60_000 },
      handle: async () => {
        failed.give();
        throw new Error('not now');
      },
    });
    running.start();
    await failed.promise;
    const started = Date.now();
    await running.stop();
    expect(Date.now() - started).toBeLessThan(5_000);
  });

  test('idle rejects where the consumer stops first', async () => {
    await server.client.store(statement());
    const running = consumer({
      handle: async () => {
        throw new Error('never');
      },
    });
    running.start();
    const idle = running.idle();
    const rejected = expect(idle).rejects.toThrow('stopped');
    await new Promise((resolve) => setImmediate(resolve));
    await running.stop();
    await rejected;
    await expect(running.idle()).rejects.toThrow('stopped');
  });

  test('many writers at once: every event once, in the order of positions', async () => {
    const running = consumer({ batch: 7 });
    running.start();
    const batches = await Promise.all(Array.from({ length: 20 }, () => server.client.store(...several(3))));
    await running.idle();
    expect([...kept.ids].sort()).toEqual(batches.flat().sort());
    const positions = kept.events.map(({ position }) => position);
    expect(positions).toEqual([...positions].sort((a, b) => a - b));
    expect(new Set(positions).size).toBe(positions.length);
  });
});
