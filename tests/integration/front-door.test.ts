import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import express from 'express';
import request from 'supertest';
import { remoteAddressOf, type CompletedRequest, createFrontDoor, observeRequests } from '../../web/server/index.js';
import { everyStore } from '../support/every-store.js';
import { type LrsServer, serveLrs } from '../support/lrs-server.js';

const from = (remoteAddress: string, headers: Record<string, string> = {}) =>
  ({ headers, socket: { remoteAddress } }) as unknown as IncomingMessage;

/** A door whose parts say that they were asked. */
function open() {
  const ended: CompletedRequest[] = [];
  const application = express().use((incoming, response) => void response.send(`application ${incoming.url}`));
  const handle = (
    _incoming: IncomingMessage,
    response: ServerResponse,
    { base, path }: { readonly base: string; readonly path: string },
  ) => void response.end(`direct ${base} ${path}`);
  const server = createServer(
    createFrontDoor({
      observe: observeRequests({ onEnd: (answer) => void ended.push(answer) }),
      direct: { base: '/xapi', handle },
      application,
      trustProxy: false,
    }),
  );
  return { server, ended };
}

test.each([
  ['/xapi/statements', 'direct /xapi /statements'],
  ['/xapi/activities/state?stateId=x', 'direct /xapi /activities/state'],
  ['/xapi/', 'direct /xapi /'],
  ['/xapi', 'application /xapi'],
  ['/xapix/statements', 'application /xapix/statements'],
  ['/XAPI/statements', 'application /XAPI/statements'],
  ['/xapi/%73tatements', 'application /xapi/%73tatements'],
  ['/xapi/../statements', 'application /xapi/../statements'],
  ['/', 'application /'],
])('%s goes to %s', async (url, expected) => {
  const { server } = open();
  const answer = await request(server).get(url);
  expect((answer.text as string | undefined) ?? String(answer.body)).toBe(expected);
});

test('whoever answers, a request has an id and is watched once, without its query', async () => {
  const { server, ended } = open();
  const ids = [
    (await request(server).get('/xapi/about?token=secret')).headers['x-request-id'],
    (await request(server).get('/page?token=secret')).headers['x-request-id'],
  ];
  expect(ended.map(({ requestId }) => requestId)).toEqual(ids);
  expect(ended.map(({ method, path, status }) => [method, path, status])).toEqual([
    ['GET', '/xapi/about', 200],
    ['GET', '/page', 200],
  ]);
});

test('behind a proxy, an address is what the proxy saw, as Express understands it', () => {
  for (const forwarded of ['198.51.100.7', '203.0.113.9, 198.51.100.7', 'unknown,  198.51.100.7 ']) {
    expect(remoteAddressOf(from('127.0.0.1', { 'x-forwarded-for': forwarded }), true)).toBe('198.51.100.7');
    expect(remoteAddressOf(from('127.0.0.1', { 'x-forwarded-for': forwarded }), false)).toBe('127.0.0.1');
  }
  expect(remoteAddressOf(from('127.0.0.1'), true)).toBe('127.0.0.1');
});

describe('the LRS behind both ways', () => {
  let lrs: LrsServer;
  beforeAll(async () => {
    lrs = await serveLrs(everyStore[0]![1]);
  });
  afterAll(() => lrs.close());

  // An upper-case path is one that the door leaves to Express.
  const both = (path: string) =>
    [path, path.replace('/xapi', '/XAPI')].map((each) =>
      request(lrs.server).get(each).set('Authorization', 'Basic eDp5').set('X-Experience-API-Version', '2.0.0'),
    );

  test.each(['/xapi/statements', '/xapi/about', '/xapi/nothing', '/xapi/agents?agent=1', '/xapi/about/'])(
    '%s is answered alike',
    async (path) => {
      const [direct, byExpress] = await Promise.all(both(path));
      const headersOf = (answer: { readonly headers: object }) =>
        Object.keys(answer.headers)
          .filter((name) => name !== 'date')
          .sort();
      expect(direct!.status).toBe(byExpress!.status);
      expect(headersOf(direct!)).toEqual(headersOf(byExpress!));
      const withoutId = (body: { error?: { requestId?: string } }) => ({
        ...body,
        error: { ...body.error, requestId: '' },
      });
      expect(withoutId(direct!.body as object)).toEqual(withoutId(byExpress!.body as object));
    },
  );
});
