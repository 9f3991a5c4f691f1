import { describe, expect, test } from '@jest/globals';
import { newestVersionOf, statementVersionOf, xapiVersionOf } from '../../lrs/statement/index.js';

describe('versions of xAPI', () => {
  test.each([
    ['1.0', '1.0.3'],
    ['1.0.0', '1.0.3'],
    ['1.0.99', '1.0.3'],
    [' 1.0.3 ', '1.0.3'],
    ['2.0', '2.0.0'],
    ['2.0.0', '2.0.0'],
    ['2.0.7', '2.0.0'],
    ['0.95', undefined],
    ['1', undefined],
    ['1.1.0', undefined],
    ['2.1.0', undefined],
    ['1.0.3.1', undefined],
    ['1.0.', undefined],
    ['', undefined],
    [undefined, undefined],
  ])('the header %p means %p', (header, version) => expect(xapiVersionOf(header)).toBe(version));

  test.each<[unknown, string]>([
    [{ version: ['1.0.3', '2.0.0'] }, '2.0.0'],
    [{ version: ['2.0'] }, '2.0.0'],
    [{ version: ['1.0.0', '1.0.3'], extensions: { 'https://lrs.example/release': '2.0.0' } }, '1.0.3'],
    [{ version: '2.0.0' }, '1.0.3'],
    [{ version: [2] }, '1.0.3'],
    [{}, '1.0.3'],
    [null, '1.0.3'],
    ['2.0.0', '1.0.3'],
  ])('an LRS that says %p of itself is spoken to in %p', (about, version) =>
    expect(newestVersionOf(about)).toBe(version),
  );

  test.each<[object, string]>([
    [{ version: '1.0.0' }, '1.0.3'],
    [{ version: '2.0.0' }, '2.0.0'],
    [{}, '1.0.3'],
    [{ context: null }, '1.0.3'],
    [{ context: { contextAgents: [] } }, '2.0.0'],
    [{ context: { contextGroups: [] } }, '2.0.0'],
    [{ version: '1.0.3', context: { contextAgents: [] } }, '1.0.3'],
  ])('a statement with %p follows %p', (statement, version) => expect(statementVersionOf(statement)).toBe(version));
});
