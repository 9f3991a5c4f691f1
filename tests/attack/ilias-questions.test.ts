import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import express from 'express';
import { createIliasXapi, iliasDialect, type IliasXapi } from '../../adapters/ilias/xapi/index.js';
import { createLogger } from '../../base/index.js';
import { createLrs } from '../../lrs/index.js';
import { basic, publicUrl, statement, testClock, vocabulary } from '../support/lrs-server.js';
import { temporaryStores } from '../support/sqlite.js';
import { until } from '../support/until.js';

const activity = 'https://ilias.example/xapi/obj_1';
/** Milliseconds: far more than a slice of work takes, on a busy machine too, and far less than such questions took as one piece (a minute). */
const longestStandstill = 1_000;

/** Questions that are as costly as they may be: they are answered or refused, and nobody else waits for them. */
describe("questions and deletions in ILIAS's words", () => {
  let server: Server;
  let iliasXapi: IliasXapi;
  let origin: string;
  let headers: Readonly<Record<string, string>>;
  let closeStore: () => Promise<void>;

  beforeAll(async () => {
    const { stores, close } = await temporaryStores();
    closeStore = close;
    const parts = { store: stores.lrs, clock: testClock(), logger: createLogger('silent') };
    const lrs = createLrs({ ...parts, vocabulary, publicUrl, bodyLimit: 10_000_000, dialects: [iliasDialect] });
    iliasXapi = createIliasXapi({ ...parts, access: lrs.access });
    // As wide as the parameter may be, whatever the process that serves allows.
    server = createServer(
      { maxHeaderSize: 1_000_000 },
      express().use('/xapi', lrs.router).use('/api', iliasXapi.router),
    );
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    await lrs.access.createOrganisation({ id: 'nordwerk', name: 'Nordwerk' });
    const { key, secret } = await lrs.access.createCredential({
      organisation: 'nordwerk',
      scopes: ['all'],
      label: 'test',
      software: 'ilias',
    });
    headers = {
      Authorization: basic(key, secret),
      'X-Experience-API-Version': '1.0.3',
      'Content-Type': 'application/json',
    };
    const other = Array.from({ length: 200 }, (_, index) => ({ id: `https://ilias.example/other/${index}` }));
    const some = Array.from({ length: 200 }, () =>
      statement({ object: { objectType: 'Activity', id: activity }, context: { contextActivities: { other } } }),
    );
    for (let at = 0; at < some.length; at += 50) {
      const answer = await fetch(`${origin}/xapi/statements`, {
        method: 'POST',
        headers,
        body: JSON.stringify(some.slice(at, at + 50)),
      });
      expect(answer.status).toBe(200);
    }
  });
  afterAll(async () => {
    await iliasXapi.stop();
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    await closeStore();
  });

  /** The longest time for which nothing else had its turn, in milliseconds. */
  async function standstillDuring<Answer>(
    work: () => Promise<Answer>,
  ): Promise<{ readonly answer: Answer; readonly standstill: number }> {
    let last = performance.now();
    let standstill = 0;
    const look = (): void => {
      const now = performance.now();
      standstill = Math.max(standstill, now - last);
      last = now;
    };
    const watch = setInterval(look, 5);
    try {
      const answer = await work();
      look();
      return { answer, standstill };
    } finally {
      clearInterval(watch);
    }
  }

  /** Somebody who is nobody's, named in very many ways. */
  const strangers = (count: number) =>
    Array.from({ length: count }, (_, index) => ({
      'statement.context.contextActivities.other.id': `https://x.example/${index}`,
    }));
  const filterOf = (conditions: readonly object[]): object => ({ 'statement.object.id': activity, $or: conditions });

  async function aggregate(filter: object): Promise<Response> {
    return fetch(
      `${origin}/api/statements/aggregate?pipeline=${encodeURIComponent(JSON.stringify([{ $match: filter }, { $count: 'count' }]))}`,
      { headers },
    );
  }
  async function deletion(filter: object): Promise<Response> {
    return fetch(`${origin}/api/v2/batchdelete/initialise`, {
      method: 'POST',
      headers,
      body: JSON.stringify({ filter }),
    });
  }

  test('thousands of conditions are answered, and nobody stands still meanwhile', async () => {
    const { answer, standstill } = await standstillDuring(async () => {
      const response = await aggregate(filterOf(strangers(2_400)));
      return [response.status, await response.json()];
    });
    expect(answer).toEqual([200, []]);
    expect(standstill).toBeLessThan(longestStandstill);
  });

  test('the same of a deletion', async () => {
    const { answer, standstill } = await standstillDuring(async () => {
      const begun = (await (await deletion(filterOf(strangers(4_900)))).json()) as { _id: string };
      const asked = `${origin}/api/connection/batchdelete?filter=${encodeURIComponent(JSON.stringify({ _id: { $oid: begun._id } }))}`;
      let node: { readonly done: boolean; readonly deleteCount: number } | undefined;
      await until(
        async () =>
          (node = ((await (await fetch(asked, { headers })).json()) as { edges: { node: typeof node }[] }).edges[0]!
            .node)!.done,
      );
      return node;
    });
    expect(answer).toMatchObject({ done: true, deleteCount: 0 });
    expect(standstill).toBeLessThan(longestStandstill);
  });

  test.each<[string, readonly object[]]>([
    ['more conditions than an object has people', Array.from({ length: 5_001 }, () => ({ 'statement.id': 1 }))],
    ['thousands of empty conditions', [{ $and: Array.from({ length: 20_000 }, () => ({})) }]],
    ['many patterns', Array.from({ length: 21 }, (_, index) => ({ 'statement.object.id': { $regex: `^x${index}` } }))],
    ['many times', Array.from({ length: 21 }, () => ({ 'statement.timestamp': { $gt: '2026-01-01T00:00:00Z' } }))],
    ['many places', Array.from({ length: 31 }, (_, index) => ({ [`statement.context.extensions.x${index}`]: 1 }))],
  ])('%s are refused with the reason', async (_what, conditions) => {
    const { answer, standstill } = await standstillDuring(async () =>
      Promise.all([aggregate(filterOf(conditions)), deletion(filterOf(conditions))]),
    );
    for (const response of answer) {
      expect(response.status).toBe(400);
      expect(await response.json()).toMatchObject({
        error: { code: 'invalid-parameter', message: expect.stringContaining('too many') },
      });
    }
    expect(standstill).toBeLessThan(longestStandstill);
  });
});
