import { expect, test } from '@jest/globals';
import { fingerprintOf, type Statement } from '../../../lrs/statement/index.js';

/**
 * Fingerprints lie in every database beside what they were made from. A later Lotse must make the same ones, or a
 * statement that is sent again would no longer be the same as what is stored.
 */
const statements: readonly Statement[] = [
  {
    actor: { mbox: 'mailto:Anna@Example.com' },
    verb: { id: 'http://example.com/v' },
    object: { id: 'http://example.com/a' },
  },
  {
    actor: {
      objectType: 'Group',
      name: 'Team',
      member: [
        { mbox: 'mailto:b@example.com' },
        { name: 'A', account: { homePage: 'https://lms.example', name: 'ä"1' } },
      ],
    },
    verb: { id: 'http://example.com/v', display: { de: 'tat' } },
    object: { objectType: 'Activity', id: 'http://example.com/a', definition: { name: { de: 'A' } } },
    result: {
      score: { scaled: 0.5, raw: 5, min: 0, max: 10 },
      success: true,
      completion: false,
      response: '„ja“\n',
      duration: 'PT1.239S',
      extensions: { 'http://example.com/z': [1, null, { b: -0, a: '\u2028' }], 'http://example.com/b': {} },
    },
    context: {
      registration: '12345678-1234-4234-8234-123456789ABC',
      instructor: { openid: 'https://example.com/o' },
      team: { objectType: 'Group', mbox_sha1sum: 'ABCDEF0123456789ABCDEF0123456789ABCDEF01' },
      revision: '1',
      platform: 'P',
      language: 'de-DE',
      statement: { objectType: 'StatementRef', id: '12345678-1234-4234-8234-12345678900F' },
      contextActivities: {
        parent: { id: 'http://example.com/p' },
        grouping: [{ objectType: 'Activity', id: 'http://example.com/g' }],
        category: [],
        other: [{ id: 'http://example.com/o' }],
      },
      contextAgents: [
        {
          objectType: 'contextAgent',
          agent: { mbox: 'mailto:c@EXAMPLE.com' },
          relevantTypes: ['http://example.com/t'],
        },
      ],
      contextGroups: [
        { objectType: 'contextGroup', group: { objectType: 'Group', member: [{ mbox: 'mailto:d@example.com' }] } },
      ],
      extensions: { 'http://example.com/10': 1, 'http://example.com/9': 1e21 },
    },
    timestamp: '2026-01-01T00:00:00Z',
  },
  {
    actor: { mbox: 'mailto:a@example.com' },
    verb: { id: 'http://example.com/v' },
    object: {
      objectType: 'SubStatement',
      actor: { mbox: 'mailto:a@example.com' },
      verb: { id: 'http://example.com/w' },
      object: { objectType: 'StatementRef', id: '12345678-1234-4234-8234-12345678900F' },
      timestamp: '2026-01-01T01:00:00.12345+01:00',
    },
  },
];

test('fingerprints stay what they were', () => {
  expect(statements.map(fingerprintOf)).toEqual([
    'f14e5265834f3d7267503ad7c3ca5400adb5ee9dd2219326057712e46323a544',
    '060010b376ec7f286f72eac154411d771ac679e7825079bcb47cece0b15af95c',
    '10543fd46fb7a9ceb335bd7b0c9b9c5c2091dea9a2081d0915b4451890a78bec',
  ]);
});
