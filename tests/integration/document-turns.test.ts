import { expect, test } from '@jest/globals';
import type { LrsStore } from '../../lrs/store/index.js';
import { person, serveLrs } from '../support/lrs-server.js';
import { lrsModel } from '../support/model/lrs.js';
import { until } from '../support/until.js';

test('whoever goes away while waiting for a turn is done all the same, once, and those behind it are served', async () => {
  const model = lrsModel();
  let open: () => void = () => undefined;
  const gate = new Promise<void>((resolve) => (open = resolve));
  const store: LrsStore = {
    ...model,
    documents: {
      ...model.documents,
      findDocument: async (...place) => {
        await gate;
        return model.documents.findDocument(...place);
      },
    },
  };
  const { server, client, close } = await serveLrs(async () => ({ store, close: async () => undefined }));
  try {
    const where = new URLSearchParams({
      activityId: 'http://x.example/a',
      agent: JSON.stringify(person('anna')),
      stateId: 's',
    });
    const address = `http://127.0.0.1:${(server.address() as { port: number }).port}/xapi/activities/state?${where.toString()}`;
    let arrived = 0;
    server.prependListener('request', (incoming) => void incoming.once('end', () => (arrived += 1)));
    const merge = (name: string, signal?: AbortSignal) =>
      fetch(address, {
        method: 'POST',
        headers: { ...client.headers, 'Content-Type': 'application/json' },
        body: JSON.stringify({ [name]: true }),
        ...(signal === undefined ? {} : { signal }),
      });

    const first = merge('first');
    await until(() => arrived === 1);
    const goingAway = new AbortController();
    const second = merge('second', goingAway.signal);
    await until(() => arrived === 2);
    goingAway.abort();
    await expect(second).rejects.toThrow();
    const third = merge('third');
    await until(() => arrived === 3);
    open();
    expect([(await first).status, (await third).status]).toEqual([204, 204]);
    const merged = async (): Promise<unknown> => (await fetch(address, { headers: client.headers })).json();
    await until(async () => 'second' in ((await merged()) as object));
    expect(await merged()).toEqual({ first: true, second: true, third: true });
  } finally {
    await close();
  }
});
