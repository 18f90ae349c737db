import { describe, expect, test } from 'vitest';
import {
  boundFor,
  decidingLimit,
  differenceOf,
  type Direction,
  improvement,
  isAtLeast,
  isAtMost,
  judgedValue,
  judgeImprovement,
  judgeRegression,
  suggestsUnitChange,
} from '../../src/engine/comparison.ts';

const higher: Direction = { better: 'higher' };
const lower: Direction = { better: 'lower' };
const target: Direction = { better: 'target', target: 0.5 };
const either: Direction = { better: 'either' };
const none = { absolute: 0, combine: 'any' } as const;

describe('inclusive comparisons', () => {
  test.each([
    [1, 1, true],
    [0.1 + 0.2, 0.3, true],
    [0.3, 0.1 + 0.2, true],
    [1 - 1e-13, 1, true],
    [1 - 1e-11, 1, false],
    [-0, 0, true],
    [5e-324, 0, true],
    [0, 5e-324, false],
    [1e308, -1e308, true],
    [-1e308, 1e308, false],
    [Number.NaN, 0, false],
    [0, Number.NaN, false],
    [Infinity, 0, false],
    [0, -Infinity, false],
  ])('%d is at least %d: %s', (value, bound, holds) => {
    expect(isAtLeast(value, bound)).toBe(holds);
    expect(isAtMost(-value, -bound)).toBe(holds);
  });

  test('are no more exact than the numbers that a value is made of', () => {
    expect(isAtLeast(0.1, 0.1 + 1e-10)).toBe(false);
    expect(isAtLeast(0.1, 0.1 + 1e-10, 1e3)).toBe(true);
    expect(isAtMost(0.1 + 1e-10, 0.1, 1e3)).toBe(true);
  });
});

describe('differences', () => {
  test.each([
    [0.5, 0.25, 0.25],
    [1e308, -1e308, null],
    [Number.NaN, 1, null],
  ])('of %d and %d: %s', (a, b, difference) => {
    expect(differenceOf(a, b)).toBe(difference);
  });

  test.each([
    [higher, 0.25],
    [lower, -0.25],
    [target, 0.25],
    [either, -0.25],
  ])('are adjusted for %j', (direction, gain) => {
    expect(improvement(0.5, 0.25, direction)).toBe(gain);
    expect(improvement(0.25, 0.25, direction)).toBe(0);
  });

  test('count as the distance to a target', () => {
    expect(judgedValue(0.25, target)).toBe(0.25);
    expect(judgedValue(0.25, higher)).toBe(0.25);
    expect(judgedValue(1.5, target)).toBe(1);
  });
});

describe('changes', () => {
  test.each([judgeRegression, judgeImprovement])('beyond the range of numbers are not finite: %o', (judge) => {
    expect(judge(1e308, -1e308, either, none)).toBe('not-finite');
    expect(judge(Number.NaN, 1, higher, none)).toBe('not-finite');
    expect(judge(1, Number.NaN, lower, none)).toBe('not-finite');
    expect(judge(1, 1, { better: 'target', target: Number.NaN }, none)).toBe('not-finite');
  });

  test('that overflow a limit are not finite', () => {
    const vast = { relative: 1e308, combine: 'any' } as const;
    expect(judgeRegression(1e10, 2e10, higher, vast)).toBe('not-finite');
    expect(judgeImprovement(2e10, 1e10, higher, vast)).toBe('not-finite');
  });

  test.each([
    [0.8 + 1e-11, 'holds'],
    [0.8 + 1e-14, 'tie'],
    [0.8, 'tie'],
    [0.8 - 1e-14, 'tie'],
    [0.8 - 1e-11, 'breached'],
  ])('strictly better than 0.8 is %d: %s', (candidate, outcome) => {
    expect(judgeImprovement(candidate, 0.8, higher, none)).toBe(outcome);
  });

  test('are no tie where something is demanded', () => {
    expect(judgeImprovement(0.8, 0.8, higher, { absolute: 1e-15, combine: 'any' })).toBe('breached');
    expect(judgeImprovement(0.8, 0.8, higher, { absolute: 0, relative: 0.1, combine: 'all' })).toBe('breached');
  });

  test('against 0 need an absolute limit, unless nothing got worse', () => {
    const relative = { relative: 0.1, combine: 'any' } as const;
    expect(judgeRegression(-1, 0, higher, relative)).toBe('undefined-relative');
    expect(judgeRegression(-1, -0, higher, relative)).toBe('undefined-relative');
    expect(judgeRegression(1, 0, higher, relative)).toBe('holds');
    expect(judgeImprovement(1, 0, higher, relative)).toBe('undefined-relative');
  });
});

describe('bounds for the reader', () => {
  test.each([
    [higher, 0.5, 0.25, 0.75],
    [lower, 0.5, 0.25, 0.25],
    [target, 0.5, 0.25, undefined],
    [either, 0.5, 0.25, undefined],
    [higher, 1e308, 1e308, undefined],
    [lower, -1e308, 1e308, undefined],
  ])('%j from %d by %d: %s', (direction, production, gain, bound) => {
    expect(boundFor(production, gain, direction)).toBe(bound);
  });

  test.each([
    ['any', 'improvement', 0.5],
    ['all', 'improvement', 0.1],
    ['any', 'regression', 0.1],
    ['all', 'regression', 0.5],
  ] as const)('combined by %s, an %s is decided by %d', (combine, demand, limit) => {
    expect(decidingLimit(1, { absolute: 0.1, relative: 0.5, combine }, demand)).toBe(limit);
  });

  test('have no limit against 0', () => {
    expect(decidingLimit(0, { relative: 0.5, combine: 'any' }, 'regression')).toBeUndefined();
  });
});

describe('a change of unit', () => {
  test.each([
    [94.3, 0.943, true],
    [102, 1, true],
    [98, 1, true],
    [102.001, 1, false],
    [97.999, 1, false],
    [1000, 1, true],
    [0.01, 1, true],
    [0.001, 1, true],
    [-94.3, -0.943, true],
    [-94.3, 0.943, false],
    [0, 1, false],
    [1, 0, false],
    [1e308, 1e-308, false],
    [10, 1, false],
  ])('%d against %d: %s', (candidate, production, suggests) => {
    expect(suggestsUnitChange(candidate, production)).toBe(suggests);
  });
});
