import { describe, expect, test } from '@jest/globals';
import { isIri } from '../../../lrs/statement/index.js';
import { changed, faultOf, leastStatement, subStatement, versions } from './support.js';

const key = 'http://example.com/ex';

describe.each(versions)('Data 4.1 Extensions, %s', (version) => {
  const places: readonly (readonly [string, (extensions: unknown) => unknown])[] = [
    ['object.definition.extensions', (extensions) => changed(leastStatement, { 'object.definition': { extensions } })],
    ['result.extensions', (extensions) => changed(leastStatement, { result: { extensions } })],
    ['context.extensions', (extensions) => changed(leastStatement, { context: { extensions } })],
    [
      'object.result.extensions',
      (extensions) => changed(leastStatement, { object: { ...subStatement, result: { extensions } } }),
    ],
  ];

  describe.each(places)('%s', (path, around) => {
    test.each([
      {},
      { [key]: null },
      { [key]: '' },
      { [key]: {} },
      { [key]: [null, { a: null }] },
      { [key]: true },
      { [key]: 1.5 },
      { [key]: { 'any key': { constructor: 1 } } },
    ])('%j is accepted, whatever the values', (extensions) => {
      expect(faultOf(around(extensions), version)).toBeUndefined();
    });
    test.each([
      [{ 'should fail': true }, '["should fail"]'],
      [{ id: 'x' }, '.id'],
      [{ '': 1 }, '[""]'],
      [{ 'example.com/x': 1 }, '["example.com/x"]'],
    ])('the keys of %j are no IRIs', (extensions, place) => {
      expect(faultOf(around(extensions), version)).toBe(path + place);
    });
    test.each([null, 'x', 5, [], true])('%j is no extensions object', (extensions) =>
      expect(faultOf(around(extensions), version)).toBe(path),
    );
  });
});

describe.each(versions)('Data 4.2 Language Maps, %s', (version) => {
  const fault = (tag: string) =>
    faultOf(changed(leastStatement, { verb: { ...leastStatement.verb, display: { [tag]: 'x' } } }), version);

  test.each([
    'de',
    'DE',
    'cmn',
    'ase',
    'en-US',
    'de-DE',
    'es-419',
    'zh-Hant',
    'zh-Hans-CN',
    'sr-Latn-RS',
    'sl-rozaj-biske',
    'de-CH-1996',
    'zh-cmn-Hans-CN',
    'en-a-myext-b-another',
    'de-Latg-x-private',
    'x-whatever',
    'i-klingon',
    'en-GB-oed',
    'art-lojban',
    'und',
    'tlh',
  ])('%s is a language tag', (tag) => expect(fault(tag)).toBeUndefined());

  test.each([
    'a12345',
    'a12345678',
    'something',
    'en_US',
    'e',
    'en-',
    '-en',
    'en--US',
    'en-U',
    'en-USAUSAUSA',
    'zh-z-aaa-z-bbb-c-ccc',
    'de-1996-1996',
    'en-a',
    'en-x',
    'x',
    'de-x-something',
    'deutsch!',
    'en us',
    '',
    'en\n',
    `en${'-abcde'.repeat(40)}`,
  ])('%j is none', (tag) => expect(fault(tag)).toMatch(/^verb\.display/));
});

describe('Data 4.3 IRIs', () => {
  test.each([
    'http://example.com',
    'https://example.com/a?b=c#d',
    'urn:uuid:12345678-1234-4234-8234-123456789012',
    'mailto:a@example.com',
    'tag:example.com,2026:x',
    'http://example.com/فعل/خواندن',
    'http://例え.jp/出席?名=値#部',
    'act:1',
    'http://example.com/%C3%A4',
    'http://[::1]:3000/x',
    'http://example.com/a[0]',
    'HTTP://EXAMPLE.COM',
    'x-app+v1.0:thing',
    'http://example.com/../x',
  ])('%s is absolute', (iri) => expect(isIri(iri)).toBe(true));

  test.each([
    '',
    'example',
    'example.com/x',
    '/x',
    '//example.com/x',
    '?x',
    '#x',
    ':x',
    '1http://x',
    'ab=c://should.fail.com',
    'should fail',
    'http://example.com/a b',
    'http://example.com/<x>',
    'http://example.com/"x"',
    'http://example.com/a\\b',
    'http://example.com/{x}',
    'http://example.com/a|b',
    'http://example.com/^',
    'http://example.com/`',
    'http://example.com/%',
    'http://example.com/%2',
    'http://example.com/%zz',
    'http://example.com/#a#b',
    'http://example.com/\n',
    '\thttp://example.com',
    'http://example.com/\u0000',
    'http://example.com/\ud800',
    'http://',
    'http:',
    'https:///x',
    'http:example.com',
    'http://?x',
  ])('%j is not', (iri) => expect(isIri(iri)).toBe(false));

  test('a very long IRI takes no longer than its length', () => {
    const started = performance.now();
    expect(isIri(`http://example.com/${'a%20'.repeat(500_000)}%`)).toBe(false);
    expect(performance.now() - started).toBeLessThan(2_000);
  });
});
