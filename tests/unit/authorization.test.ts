import { describe, expect, test } from '@jest/globals';
import { basicAuthorization, bearerToken, parseAuthorization, triesBearer } from '../../base/index.js';

const basic = (text: string): string => Buffer.from(text).toString('base64');

describe('Authorization', () => {
  test.each([
    [`Basic ${basic('key:secret')}`, 'key', 'secret'],
    [`basic   ${basic('key:secret')}  `, 'key', 'secret'],
    [`BASIC ${basic('key:with:colons')}`, 'key', 'with:colons'],
    [`Basic ${basic('Schlüssel:Geheimnis€')}`, 'Schlüssel', 'Geheimnis€'],
    [`Basic ${basic('key:')}`, 'key', ''],
    [basicAuthorization('key:secret'), 'key', 'secret'],
    [`Basic ${Buffer.from('key:??>>').toString('base64url')}`, 'key', '??>>'],
  ])('%p is Basic', (header, user, password) => {
    expect(parseAuthorization(header)).toEqual({ scheme: 'basic', user, password });
    expect(bearerToken(header)).toBeUndefined();
    expect(triesBearer(header)).toBe(false);
  });

  test.each([
    ['Bearer abc', 'abc'],
    ['bearer  a-b._~+/c==  ', 'a-b._~+/c=='],
    ['Bearer key.secret', 'key.secret'],
    ['Bearer chosen!by(somebody)', 'chosen!by(somebody)'],
  ])('%p is Bearer', (header, token) => {
    expect(parseAuthorization(header)).toEqual({ scheme: 'bearer', token });
    expect(bearerToken(header)).toBe(token);
  });

  test.each([
    undefined,
    '',
    'Basic',
    'Basic ',
    'Bearer',
    'Bearer ',
    'Bearer a b',
    'Bearerabc',
    `Basic ${basic('nothing')}`,
    `Basic ${basic(':secret')}`,
    `Basic ${basic('key:secret')} more`,
    'Basic ***',
    'Digest username="key"',
    ` Basic ${basic('key:secret')}`,
  ])('%p is neither', (header) => {
    expect(parseAuthorization(header)).toBeUndefined();
    expect(bearerToken(header)).toBeUndefined();
  });

  test('a challenge follows what was tried, well formed or not', () => {
    expect(['Bearer', 'bearer a b', 'Bearer x'].map(triesBearer)).toEqual([true, true, true]);
    expect([undefined, 'Basic x', 'Bearerabc'].map(triesBearer)).toEqual([false, false, false]);
  });
});
