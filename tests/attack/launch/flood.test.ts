import { describe, expect, test } from '@jest/globals';
import request from 'supertest';
import { type LtiTool, useLtiTool } from '../../support/lti-tool.js';
import type { PlatformPeer } from '../../support/platform-peer.js';

/** Bursts are a minute's worth: two a second are 120 at once for one address, and 1,200 for one LMS. */
const launchRate = 2;

describe('floods', () => {
  let peer: PlatformPeer;
  let tool: LtiTool;
  useLtiTool(
    (opened) => {
      ({ peer, tool } = opened);
      tool.application.set('trust proxy', 1);
      tool.clock.stop();
    },
    { launchRate },
  );

  const loginFrom = (address: string) =>
    request(tool.application)
      .get('/lti/login')
      .query(tool.initiation())
      .set('Accept', 'text/html')
      .set('X-Forwarded-For', address);

  test('a class of thirty behind one router opens four units each within a moment', async () => {
    for (let round = 0; round < 4; round += 1) {
      const answers = await Promise.all(Array.from({ length: 30 }, () => loginFrom('192.0.2.1')));
      expect(new Set(answers.map((answer) => answer.status))).toEqual(new Set([200]));
    }
  }, 60_000);

  test('then the address waits, with a page that says so, and nobody else does', async () => {
    const before = tool.census();
    const answer = await loginFrom('192.0.2.1').expect(429);
    expect(answer.headers['retry-after']).toBe('1');
    expect(answer.text).toContain('<h1>Einen Moment bitte</h1>');
    expect(answer.headers['content-security-policy']).toContain('frame-ancestors *');
    expect(tool.log.at(-1)).toMatchObject({ code: 'too-many-requests' });
    expect(tool.census()).toEqual(before);
    await loginFrom('192.0.2.2').expect(200);
    tool.clock.advance(1_000);
    await loginFrom('192.0.2.1').expect(200);
  });

  test('an IPv6 network counts as one address', async () => {
    const statuses = new Set<number>();
    for (let host = 0; host < 130; host += 1)
      statuses.add((await loginFrom(`2001:db8:1:2::${host.toString(16)}`)).status);
    expect(statuses).toEqual(new Set([200, 429]));
    await loginFrom('2001:db8:1:3::1').expect(200);
  }, 60_000);

  test('answers of an LMS are limited too, before their bodies are read', async () => {
    const post = () =>
      request(tool.application)
        .post('/lti/launch')
        .type('form')
        .set('Accept', 'text/html')
        .set('X-Forwarded-For', '192.0.2.9')
        .send({ id_token: 'x', state: 'made-up' });
    const statuses: number[] = [];
    for (let number = 0; number < 242; number += 1) statuses.push((await post()).status);
    expect(statuses.slice(0, 240)).toEqual(Array.from({ length: 240 }, () => 401));
    expect(statuses.at(-1)).toBe(429);
  }, 60_000);

  test('one LMS has a limit of its own, however many addresses its logins come from', async () => {
    tool.clock.advance(3_600_000);
    const before = tool.census();
    let refused = 0;
    for (let network = 0; network < 13; network += 1) {
      const answers = await Promise.all(Array.from({ length: 100 }, () => loginFrom(`198.51.100.${network}`)));
      refused += answers.filter((answer) => answer.status === 429).length;
    }
    expect(refused).toBe(100);
    expect(peer.requested('/jwks')).toBe(0);
    expect(tool.census()).toEqual(before);
  }, 120_000);
});
