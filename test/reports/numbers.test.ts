import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  changeCell,
  changeWords,
  decimalsOf,
  formatChange,
  formatTogether,
  withUnit,
} from '../../src/reports/numbers.ts';

const finite = fc.double({ noNaN: true, noDefaultInfinity: true });

/** The number that a reader takes from the text. */
function read(text: string): number {
  return Number(text.replaceAll(',', '').replace('−', '-'));
}

describe('formatTogether', () => {
  test('gives numbers that differ different texts, in the same order', () => {
    const near = fc
      .tuple(fc.double({ min: -1e300, max: 1e300, noNaN: true }), fc.integer({ min: 1, max: 60 }))
      .map(([value, steps]) => [value, value * (1 + steps * 2 ** -52)]);
    fc.assert(
      fc.property(fc.oneof(fc.array(finite, { maxLength: 5 }), near), (values) => {
        const texts = formatTogether(values);
        const sorted = values
          .map((value, index) => ({ value, text: texts[index] ?? '' }))
          .toSorted((a, b) => a.value - b.value);
        for (const [index, { value, text }] of sorted.entries()) {
          const next = sorted[index + 1];
          if (next === undefined) continue;
          expect(read(text) < read(next.text)).toBe(value < next.value);
        }
      }),
      { numRuns: 10_000 },
    );
  });

  test.each([
    [
      [0.79996, 0.8],
      ['0.79996', '0.8'],
    ],
    [
      [0.799960001, 0.8],
      ['0.79996', '0.8'],
    ],
    [
      [0.9473684210526315, 0.9421052631578948],
      ['0.9474', '0.9421'],
    ],
    [
      [0.1 + 0.2, 0.3],
      ['0.30000000000000004', '0.3'],
    ],
    [
      [12345.678901, 12346],
      ['12,345.7', '12,346'],
    ],
    [[], []],
  ])('%j reads as %j', (values, texts) => {
    expect(formatTogether(values)).toEqual(texts);
  });
});

describe('one number on its own', () => {
  test.each([
    [0, '0'],
    [-0, '0'],
    [-0.5, '−0.5'],
    [1200, '1200'],
    [1234567, '1,234,567'],
    [123456789.123, '123,456,789'],
    [0.00001234567, '1.235e-5'],
    [1e-9, '1e-9'],
    [1.5e300, '1.5e300'],
    [2 / 3, '0.6667'],
    [0.123456, '0.123456'],
    [Number.NaN, 'NaN'],
    [-Infinity, '-Infinity'],
  ])('%d reads as %s', (value, text) => {
    expect(formatTogether([value])).toEqual([text]);
  });
});

describe('formatChange', () => {
  test.each([
    [0.012, 0.9, 3, '+0.012 (+1.3%)'],
    [-0.010000000000000009, 0.95, 2, '−0.01 (−1.1%)'],
    [0.1, -0.5, 1, '+0.1 (+20%)'],
    [0.1, 0, 1, '+0.1'],
    [0.1, null, 1, '+0.1'],
    [0, 0.5, 2, '±0'],
    [0.0004, 0.9, 2, '+0.0004 (+0.044%)'],
    [1e-12, 1, 2, '+1e-12 (+1e-10%)'],
    [12_000, 400, 0, '+12,000 (+3000%)'],
    [0.00012345, 2, 1, '+0.00012 (+0.006%)'],
    [2e20, null, 0, '+2e20'],
  ])('%d against %d reads as %s', (change, production, decimals, text) => {
    expect(changeCell(formatChange(change, production, decimals))).toBe(text);
  });

  test('never reads as no change when there is one', () => {
    fc.assert(
      fc.property(finite, fc.nat(6), (change, decimals) => {
        fc.pre(change !== 0);
        const text = formatChange(change, 1, decimals).absolute;
        expect(read(text)).not.toBe(0);
      }),
    );
  });
});

test('a change is told in a cell and in a sentence', () => {
  const change = formatChange(0.012, 0.9, 3);
  expect(changeCell(change)).toBe('+0.012 (+1.3%)');
  expect(changeWords(change)).toBe('+0.012, +1.3%');
  expect(changeWords(formatChange(0.012, null, 3))).toBe('+0.012');
});

test('a unit follows its number, and no unit leaves no space', () => {
  expect(withUnit('120', 'ms')).toBe('120 ms');
  expect(withUnit('120', undefined)).toBe('120');
  expect(withUnit('120', '')).toBe('120');
});

test('digits after the point are counted', () => {
  expect(decimalsOf('−1,234.50')).toBe(2);
  expect(decimalsOf('12')).toBe(0);
});
