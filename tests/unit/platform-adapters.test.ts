import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { iliasAdapter } from '../../adapters/ilias/index.js';
import { moodleAdapter } from '../../adapters/moodle/index.js';
import {
  type PlatformAdapter,
  platformAdapters,
  rolesFrom,
  type PlatformScore,
} from '../../lti-tool/platform/index.js';
import { customParamsArray } from '../support/peers/ilias.js';
import { customParametersOf } from '../support/peers/moodle.js';
import { projectRoot } from '../support/project-root.js';

const adapters = platformAdapters([moodleAdapter, iliasAdapter]);
const generic = adapters.of('generic');
const all: readonly (readonly [string, PlatformAdapter])[] = [
  ['Moodle', moodleAdapter],
  ['ILIAS', iliasAdapter],
  ['generic', generic],
  ['demo', adapters.of('demo')],
];
const document = readFileSync(join(projectRoot, 'docs', 'platforms.md'), 'utf8');
const graded: PlatformScore = {
  userId: 'u',
  scoreGiven: 8,
  scoreMaximum: 10,
  activityProgress: 'Completed',
  gradingProgress: 'FullyGraded',
  timestamp: '2026-01-01T08:00:00.123Z',
  comment: 'Gut',
};
const pseudonym = (text: string): string => `pseudonym of ${text}`;

describe('platform adapters', () => {
  test('docs/platforms.md shows what they can do, both ways', () => {
    const rows = [...document.matchAll(/^\| `(\w+)` \| [^|]+ \| (yes|no) \| (yes|no) \| (yes|no) \|$/gm)];
    const columns = [moodleAdapter, iliasAdapter, generic].map((_adapter, index) =>
      Object.fromEntries(rows.map((row) => [row[1], row[index + 2] === 'yes'])),
    );
    expect(columns).toEqual([moodleAdapter.capabilities, iliasAdapter.capabilities, generic.capabilities]);
    expect(rows.map(([, name]) => name)).toEqual(Object.keys(moodleAdapter.capabilities));
  });

  test('docs/platforms.md shows where their addresses are, both ways', () => {
    const site = 'https://lms.example/sub';
    const rows = [
      ...document.matchAll(/^\| ([^|]+) \| `(\{site\}[^|]+)` \| `([^|]+)` \| `([^|]+)` \| `([^|]+)` \|$/gm),
    ].map((row) => row.slice(1, 6).map((text) => text.replace('{site}', site)));
    const known = all
      .flatMap(([, adapter]) => adapter.endpointsFrom(`${site}/`))
      .map(({ layout, authenticationEndpoint, tokenEndpoint, jwksUri, openidConfiguration }) => [
        layout,
        authenticationEndpoint,
        tokenEndpoint,
        jwksUri,
        openidConfiguration,
      ]);
    expect(rows).toEqual(known);
    expect(all.flatMap(([, adapter]) => adapter.endpointsFrom(site)).every(({ issuer }) => issuer === site)).toBe(true);
  });

  test('each kind has its adapter, and a product is recognised by what it calls itself', () => {
    expect(adapters.all.map(({ kind }) => kind)).toEqual(['moodle', 'ilias', 'demo', 'generic']);
    const calling = (code: unknown) =>
      adapters.recognise({
        'https://purl.imsglobal.org/spec/lti-platform-configuration': { product_family_code: code },
      }).kind;
    expect(['moodle', ' Moodle ', 'ilias.de', 'ilias', 'canvas', '', 7].map(calling)).toEqual([
      'moodle',
      'moodle',
      'ilias',
      'ilias',
      'generic',
      'generic',
      'generic',
    ]);
    expect(platformAdapters([]).of('moodle').kind).toBe('generic');
  });

  test('roles are known by every way of writing them, and nobody gets one by looking alike', () => {
    const urn = 'http://purl.imsglobal.org/vocab/lis/v2/';
    expect(rolesFrom([`${urn}membership#Learner`])).toEqual(['learner']);
    expect(rolesFrom(['urn:lti:role:ims/lis/Instructor'])).toEqual(['instructor']);
    expect(rolesFrom([`${urn}membership/Instructor#TeachingAssistant`, 'TeachingAssistant'])).toEqual(['instructor']);
    for (const text of [
      `${urn}system/person#Administrator`,
      `${urn}institution/person#Administrator`,
      `${urn}person#Administrator`,
      `${urn}system/person#SysAdmin`,
      'urn:lti:sysrole:ims/lis/Administrator',
    ]) {
      expect(rolesFrom([text])).toEqual(['administrator']);
    }
    for (const text of [
      `${urn}institution/person#Instructor`,
      `${urn}system/person#User`,
      `${urn}person#Instructor`,
      'http://evil.example/membership#Administrator',
      `x${urn}membership#Instructor`,
      'urn:lti:instrole:ims/lis/Instructor',
      'toString',
      '',
    ]) {
      expect(rolesFrom([text])).toEqual([]);
    }
  });

  describe.each(all)('%s', (_name, adapter) => {
    test("no e-mail address becomes an account's name", () => {
      fc.assert(
        fc.property(fc.emailAddress(), fc.option(fc.emailAddress(), { nil: undefined }), (sub, email) => {
          const { subject } = adapter.identify({ sub, email }, pseudonym);
          expect([pseudonym(sub), pseudonym(email ?? sub)]).toContain(subject);
        }),
      );
    });

    test('who has a plain subject keeps it, and a hidden name is none', () => {
      expect(adapter.identify({ sub: '17', name: '-', given_name: '-', family_name: '-' }, pseudonym)).toEqual({
        subject: '17',
      });
      expect(adapter.identify({ sub: '17', given_name: ' Aylin ', family_name: '-' }, pseudonym)).toMatchObject({
        name: 'Aylin',
      });
    });

    test('custom parameters come back as they were given', () => {
      const through: Readonly<
        Partial<Record<PlatformAdapter['kind'], (custom: Record<string, string>) => Record<string, string>>>
      > = {
        moodle: (custom) =>
          customParametersOf(
            Object.entries(custom)
              .map(([name, value]) => `${name}=${value}`)
              .join('\n'),
          ),
        ilias: (custom) =>
          customParamsArray(
            Object.entries(custom)
              .map(([name, value]) => `${name}=${value}`)
              .join(';'),
          ),
      };
      const value = fc.string({ unit: fc.constantFrom(...'aZ09äß€ %;=$\\\n\r\t&"<>-_.😀', '%3B', '%25', '%zz') });
      fc.assert(
        fc.property(fc.dictionary(fc.constantFrom('content', 'page', 'path', 'x_1'), value), (custom) => {
          const item = adapter.contentItem({ title: 'T', url: 'https://lotse.example/lti/launch', custom }) as {
            custom: Record<string, string>;
          };
          const sent = (through[adapter.kind] ?? ((same) => same))(item.custom);
          expect(adapter.customFrom(sent)).toEqual({ ...custom });
        }),
      );
    });

    test('what a trainer typed by hand is left as it is', () => {
      expect(adapter.customFrom({ content: 'd1', discount: '100 % sicher' })).toEqual({
        content: 'd1',
        discount: '100 % sicher',
      });
    });

    test('a graded score goes out; an ungraded one only where it does no harm', () => {
      const sent = adapter.scoreMessage(graded)!;
      expect(sent).toMatchObject({
        userId: 'u',
        scoreGiven: 8,
        scoreMaximum: 10,
        activityProgress: 'Completed',
        gradingProgress: 'FullyGraded',
        timestamp: '2026-01-01T08:00:00.123Z',
      });
      expect('comment' in sent).toBe(adapter.capabilities.scoreComments);
      const { scoreGiven: _given, scoreMaximum: _maximum, comment: _comment, ...bare } = graded;
      const progress = adapter.scoreMessage({ ...bare, activityProgress: 'InProgress', gradingProgress: 'NotReady' });
      expect(progress !== undefined).toBe(adapter.capabilities.progress);
    });

    test('a refusal means something for every status', () => {
      expect([409, 404, 403, 401, 415, 429, 500, 503].map((status) => adapter.scoreRefusal(status))).toEqual([
        'later-timestamp',
        'line-item-gone',
        'not-allowed',
        'not-allowed',
        'wrong-request',
        'try-later',
        'try-later',
        'try-later',
      ]);
      expect(adapter.scoreRefusal(400)).toBe(adapter.kind === 'moodle' ? 'person-not-graded' : 'wrong-request');
    });
  });

  test('a picked item has a column where the LMS makes one of it', () => {
    const link = {
      title: 'T',
      text: 'Worum es geht',
      url: 'https://lotse.example/lti/launch',
      custom: { content: 'a' },
      lineItem: { scoreMaximum: 100, label: 'T', resourceId: 'a' },
    };
    expect(moodleAdapter.contentItem(link)).toEqual({ type: 'ltiResourceLink', ...link });
    expect(iliasAdapter.contentItem(link)).toEqual({
      type: 'ltiResourceLink',
      title: 'T',
      text: 'Worum es geht',
      description: 'Worum es geht',
      custom: { content: 'a' },
    });
    expect(() => iliasAdapter.contentItem({ ...link, custom: { 'a=b': 'x' } })).toThrow(
      'Something went wrong on our side.',
    );
  });
});
