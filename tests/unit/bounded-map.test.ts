import { expect, test } from '@jest/globals';
import { BoundedMap } from '../../base/index.js';

test('a bounded map keeps the entries written last, and an entry written again is one of them', () => {
  const map = new BoundedMap<number>(3);
  for (const [index, key] of ['a', 'b', 'c', 'a', 'd'].entries()) map.set(key, index);
  expect(['a', 'b', 'c', 'd'].map((key) => map.get(key))).toEqual([3, undefined, 2, 4]);
  expect(map.size).toBe(3);
  map.delete('c');
  map.set('e', 5);
  expect(['a', 'c', 'd', 'e'].map((key) => map.get(key))).toEqual([3, undefined, 4, 5]);
  for (let index = 0; index < 1_000; index += 1) map.set(`key ${index}`, index);
  expect(map.size).toBe(3);
});
