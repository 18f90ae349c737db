import { expect, test } from 'vitest';
import { createObjectCache } from '../../src/github/object-cache.ts';
import type { CachedObject } from '../../src/github/object-cache.ts';

function blob(bytes: number): CachedObject {
  return { kind: 'blob', bytes: new Uint8Array(bytes) };
}

test('the longest unused objects are dropped first when the bytes run out', () => {
  const cache = createObjectCache(100);
  cache.keep('a', blob(40), 40);
  cache.keep('b', blob(40), 40);
  cache.find('a');
  cache.keep('c', blob(40), 40);
  expect(cache.find('b')).toBeUndefined();
  expect(cache.find('a')).toBeDefined();
  expect(cache.find('c')).toBeDefined();
  expect(cache.usedBytes).toBe(80);
});

test('an object larger than the whole cache is not kept and drops nothing', () => {
  const cache = createObjectCache(100);
  cache.keep('a', blob(60), 60);
  cache.keep('huge', blob(101), 101);
  expect(cache.find('huge')).toBeUndefined();
  expect(cache.find('a')).toBeDefined();
});

test('an object kept twice is counted once', () => {
  const cache = createObjectCache(100);
  cache.keep('a', blob(60), 60);
  cache.keep('a', blob(70), 70);
  expect(cache.usedBytes).toBe(70);
  expect(cache.find('a')).toEqual(blob(70));
});

test('several may have to go for one that comes', () => {
  const cache = createObjectCache(100);
  for (const key of ['a', 'b', 'c', 'd']) cache.keep(key, blob(25), 25);
  cache.keep('e', blob(60), 60);
  expect(cache.usedBytes).toBe(85);
  expect(['a', 'b', 'c', 'd', 'e'].filter((key) => cache.find(key) !== undefined)).toEqual(['d', 'e']);
});
