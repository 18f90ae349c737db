import { assert, jsonValue, property } from 'fast-check';
import { expect, test } from 'vitest';
import { canonicalJson } from '../../src/audit/canonical-json.ts';

test('canonicalJson writes the example of RFC 8785, section 3.2.2, as section 3.2.3 says', () => {
  const value = {
    numbers: [Number('333333333.33333329'), 1e30, 4.5, 2e-3, 0.000000000000000000000000001],
    string: '€$\u000f\nA\'B"\\\\"/',
    literals: [null, true, false],
  };
  expect(canonicalJson(value)).toBe(
    '{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],' +
      '"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}',
  );
});

test('canonicalJson sorts keys by UTF-16 code unit, as in the example of RFC 8785, section 3.2.3', () => {
  const value = { '\u20ac': 1, '\r': 2, '\ufb33': 3, '1': 4, '\ud83d\ude00': 5, '\u0080': 6, '\u00f6': 7 };
  const keys = Object.keys(JSON.parse(canonicalJson(value)));
  expect(keys.filter((key) => key !== '1')).toEqual(['\r', '\u0080', '\u00f6', '\u20ac', '\ud83d\ude00', '\ufb33']);
});

test('canonicalJson writes one text for one value, whatever the order of its keys, and loses nothing', () => {
  assert(
    property(jsonValue(), (value) => {
      const json = JSON.stringify(value);
      const text = canonicalJson(JSON.parse(json));
      expect(JSON.parse(text)).toEqual(JSON.parse(json));
      expect(canonicalJson(JSON.parse(text))).toBe(text);
    }),
    { numRuns: 1000 },
  );
});

test.each([Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY])('canonicalJson refuses %d', (value) => {
  expect(() => canonicalJson({ value })).toThrow('cannot be written as JSON');
});

test('canonicalJson leaves out what is undefined and keeps a lone surrogate as an escape', () => {
  expect(canonicalJson({ a: undefined, b: '\ud800' })).toBe('{"b":"\\ud800"}');
});
