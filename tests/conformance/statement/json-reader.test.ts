import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { LotseError } from '../../../base/index.js';
import { type JsonLimits, parseJson } from '../../../lrs/statement/index.js';

function faultOf(
  text: string,
  limits?: Partial<JsonLimits>,
): { readonly path: string | undefined; readonly message: string } {
  try {
    parseJson(text, limits);
  } catch (caught) {
    if (caught instanceof LotseError && caught.code === 'invalid-json')
      return { path: caught.path, message: caught.message };
    throw caught;
  }
  throw new Error(`"${text}" was read.`);
}

/** Short texts are read another way than long ones. */
const long = ' '.repeat(2 ** 18);

describe('parseJson', () => {
  test.each([
    '{"a":1,"b":{"a":"\\n\\"\\\\"}}',
    '{"a":1,"a":1}',
    '{"a\\/":1,"a/":1}',
    '{"a":"b","c" :"d","a" :1}',
    '["\ud800"]',
    '["\\ud800"]',
    '["\\ud83d\\ude00"]',
    '["\ud83d\ude00"]',
    '[1e999]',
    '[1,]',
    '{"__proto__":1,"__proto__":2}',
    '[":"]',
    '',
  ])('%j is judged alike, however long it is', (text) => {
    const judged = (whole: string) => {
      try {
        return { value: parseJson(whole) };
      } catch (caught) {
        return { path: (caught as LotseError).path, reason: (caught as LotseError).message.split(', ').slice(2) };
      }
    };
    expect(judged(text)).toEqual(judged(text === '' ? text : text + long));
  });

  test.each([
    '0',
    '-0',
    '12.5e-3',
    '1E+2',
    '"text"',
    'true',
    'false',
    'null',
    '[]',
    '{}',
    ' \t\r\n[ 1 , 2 ]\n',
    '{"a":{"a":{"a":1}},"b":[{"a":1},{"a":2}]}',
    '"\\u00e4\\n\\/\\"\\\\"',
    '"😀\\ud83d\\ude00"',
    '{"":1}',
    '{"__proto__":1,"constructor":2}',
    '123456789012345678901234567890',
  ])('reads %s as JSON.parse does', (text) => {
    expect(parseJson(text)).toEqual(JSON.parse(text));
  });

  test.each([
    ['', undefined, 'line 1, column 1, it ends where a value should be'],
    ['[1,]', '[1]', 'column 4, there should be a value'],
    ['{"a":1,}', undefined, 'column 8, there should be a key in double quotes'],
    ['{"a" 1}', 'a', 'column 6, there should be a colon'],
    ['{a:1}', undefined, 'column 2'],
    ["{'a':1}", undefined, 'column 2'],
    ['[1 2]', '[0]', 'column 4, there should be a comma'],
    ['[1', '[0]', 'column 3, there should be a comma'],
    ['{"a":1', 'a', 'column 7'],
    ['1 2', undefined, 'column 3, something follows'],
    ['01', undefined, 'column 2, something follows'],
    ['1.', undefined, 'there should be a digit'],
    ['.5', undefined, 'there should be a value'],
    ['+1', undefined, 'there should be a value'],
    ['-', undefined, 'there should be a digit'],
    ['1e', undefined, 'there should be a digit'],
    ['NaN', undefined, 'there should be a value'],
    ['tru', undefined, 'there should be a value'],
    ['truex', undefined, 'column 5'],
    ['"a', undefined, 'column 3, it ends inside a text'],
    ['"\\', undefined, 'it ends inside a text'],
    ['"\\x"', undefined, 'there is no such escape'],
    ['"\\u12g4"', undefined, 'four hexadecimal digits'],
    ['"a\tb"', undefined, 'a control character'],
    ['// x', undefined, 'there should be a value'],
    ['\ufeff{}', undefined, 'there should be a value'],
    ['[\n  1,\n  x\n]', '[1]', 'line 3, column 3'],
    ['{"statements":[{},{"actor":{"mbox" "x"}}]}', 'statements[1].actor.mbox', 'there should be a colon'],
    ['{"a b":x}', '["a b"]', 'there should be a value'],
  ])('%j cannot be read, at %s: %s', (text, path, message) => {
    const fault = faultOf(text);
    expect(fault.message).toContain(message);
    expect(fault.path).toBe(path);
    expect(() => JSON.parse(text) as unknown).toThrow();
  });

  test.each([
    ['{"a":1,"a":1}', 'a'],
    ['{"actor":{"mbox":1,"name":2,"mbox":3}}', 'actor.mbox'],
    ['[{"x":[{"k":1,"k":2}]}]', '[0].x[0].k'],
    ['{"a":1,"\\u0061":2}', 'a'],
    ['{"\\u0061":1,"a":2}', 'a'],
    ['{"":1,"":2}', '[""]'],
    [`{${Array.from({ length: 40 }, (_, index) => `"k${index}":0`).join(',')},"k3":1}`, 'k3'],
    [`{${Array.from({ length: 40 }, (_, index) => `"k${index}":0`).join(',')},"k39":1}`, 'k39'],
    [`{${Array.from({ length: 40 }, (_, index) => `"k${index}":0`).join(',')},"\\u006b17":1}`, 'k17'],
  ])('a duplicate key in %s is refused at %s', (text, path) => {
    const fault = faultOf(text);
    expect(fault.message).toContain('the same key stands twice');
    expect(fault.path).toBe(path);
  });

  test.each([
    '"\\ud800"',
    '"\\udc00"',
    '"\\ud83dx"',
    '"\\ud83d\\u0041"',
    '"\\udc00\\ud83d"',
    '"\ud800"',
    '"\udc00"',
    '"a\ud83d"',
    '{"\\ud800":1}',
    '{"\ud83d":1}',
    '"\\ud83d\ude00"',
  ])('the lone surrogate in %j is refused', (text) =>
    expect(faultOf(text).message).toContain('half of a surrogate pair'),
  );

  test.each(['1e999', '-1e400', '1e309', '9'.repeat(400)])('the number %s is too large', (text) => {
    expect(faultOf(`{"score":${text}}`)).toEqual({
      path: 'score',
      message: expect.stringContaining('the number is too large'),
    });
  });
  test.each(['1e308', '1e-999', '0e999', '0.0000000000000000001'])('the number %s is not', (text) =>
    expect(parseJson(text)).toBe(Number(text)),
  );

  test('depth is limited: 64 levels unless the caller says otherwise', () => {
    const nested = (depth: number) => '['.repeat(depth) + ']'.repeat(depth);
    expect(parseJson(nested(64))).toHaveLength(1);
    expect(faultOf(nested(65)).message).toContain('deeper than 64 levels');
    expect(faultOf('{"a":{"b":[]}}', { depth: 2 })).toEqual({
      path: 'a.b',
      message: expect.stringContaining('deeper than 2'),
    });
    expect(faultOf('['.repeat(5_000_000)).message).toContain('deeper than 64');
  });

  test('the number of values is limited', () => {
    expect(parseJson('[1,2,3]', { values: 4 })).toEqual([1, 2, 3]);
    expect(faultOf('[1,2,3,4]', { values: 4 })).toEqual({
      path: '[3]',
      message: expect.stringContaining('more than 4 values'),
    });
  });

  test('whatever JSON.stringify writes without lone surrogates is read, and as it was written', () => {
    fc.assert(
      fc.property(
        fc.jsonValue({ maxDepth: 6, stringUnit: 'grapheme' }),
        fc.constantFrom(undefined, 1, '\t'),
        (value, indent) => {
          const text = JSON.stringify(value, undefined, indent);
          expect(parseJson(text)).toEqual(JSON.parse(text));
        },
      ),
    );
  });

  test('nothing that JSON.parse refuses is read, and every refusal is ours', () => {
    const jsonLike = fc.oneof(
      fc.string({ unit: fc.constantFrom(...'{}[]",:\\u0123dDeE+-.truefalsn \n\t\ud83d\ude00') }),
      fc
        .tuple(
          fc.json({ maxDepth: 3 }),
          fc.nat(),
          fc.constantFrom('', '"', '{', '}', ',', '\\', '0', '\ud800', '\u0000'),
        )
        .map(
          ([text, at, extra]) =>
            text.slice(0, at % (text.length + 1)) + extra + text.slice((at % (text.length + 1)) + 1),
        ),
    );
    let read = 0;
    fc.assert(
      fc.property(jsonLike, (text) => {
        let ours: unknown;
        try {
          ours = parseJson(text);
          read += 1;
        } catch (caught) {
          expect(caught).toMatchObject({ code: 'invalid-json' });
          return;
        }
        expect(ours).toEqual(JSON.parse(text));
      }),
      { numRuns: 3_000 },
    );
    expect(read).toBeGreaterThan(100);
  });
});
