import { describe, expect, test } from '@jest/globals';
import express from 'express';
import request from 'supertest';
import { createLogger, LotseError } from '../../base/index.js';
import { matrixAction } from '../../pages/matrix/index.js';
import { handleNotFound, createPageErrorHandler } from '../../web/index.js';
import { requestId } from '../support/express-door.js';

const application = express();
application.use(requestId());
application.all('/broken', () => {
  throw new Error('a fault of ours');
});
application.get('/busy', () => {
  throw new LotseError('too-many-requests', 'Too many requests.');
});
application.get('/lost', () => {
  throw new LotseError('session-lost', 'This launch has expired.');
});
application.use(handleNotFound, createPageErrorHandler(createLogger('silent'), { actions: matrixAction }));

/** The ways on that an error page offers: what its buttons say, and if they lead. */
async function waysFrom(path: string, method: 'get' | 'post' = 'get'): Promise<readonly (readonly [string, string])[]> {
  const { text } = await request(application)[method](path).set('Accept', 'text/html').set('Accept-Language', 'de');
  expect(text).toContain('Vorgangsnummer: ');
  return [...text.matchAll(/<a class="button[^"]*" href="([^"]*)">([^<]*)<\/a>/g)].map(
    (match) => [match[2]!, match[1]!] as const,
  );
}

describe('from an error page there is a way on', () => {
  test('an address that leads nowhere: to the start page', async () => {
    expect(await waysFrom('/nothing')).toEqual([['Zur Startseite', '/?language=de']]);
  });

  test("inside a visit: to the reader's own matrix, but not where the visit itself is lost", async () => {
    expect(await waysFrom('/nothing?visit=a%22b')).toEqual([
      ['Zu meiner Kompetenzmatrix', '/matrix?visit=a%22b&amp;language=de'],
    ]);
    expect(await waysFrom('/lost?visit=x')).toEqual([]);
  });

  test("what passes is tried again where that repeats nothing, at this address and no other site's", async () => {
    expect(await waysFrom('/broken')).toEqual([['Noch einmal versuchen', '']]);
    expect(await waysFrom('/busy?visit=x')).toEqual([
      ['Noch einmal versuchen', ''],
      ['Zu meiner Kompetenzmatrix', '/matrix?visit=x&amp;language=de'],
    ]);
    expect(await waysFrom('/broken', 'post')).toEqual([]);
  });
});
