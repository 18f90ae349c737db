import { describe, expect, test } from 'vitest';
import { createPathMatcher, findPatternProblem } from '../../src/policy/paths.ts';

describe('a pattern of the policy', () => {
  test.each([
    ['models/churn/**', 'models/churn/a/b.bin', true],
    ['models/churn', 'models/churn/a/b.bin', true],
    ['models/churn/', 'models/churn/model.onnx', true],
    ['models/churn', 'models/churn2/model.onnx', false],
    ['models/*/metrics.json', 'models/churn/metrics.json', true],
    ['models/*/metrics.json', 'models/churn/old/metrics.json', false],
    ['*.onnx', 'deep/model.onnx', false],
    ['**/*.onnx', 'deep/er/model.onnx', true],
    ['models/**', 'models/.hidden/model.onnx', true],
  ])('%s and the path %s: %s', (pattern, path, matches) => {
    expect(createPathMatcher([pattern])(path)).toBe(matches);
  });

  test.each(['models/churn/', 'models/churn', 'models/**', '**/*.onnx'])('%s is accepted', (pattern) => {
    expect(findPatternProblem(pattern)).toBeUndefined();
  });

  test.each([
    '/models/**',
    '../models/**',
    'models//x',
    'models\\x',
    '!models/**',
    'models/{a,b}',
    '*/*/*/*/*/*/*/*/*',
  ])('%s is refused with a reason', (pattern) => {
    expect(findPatternProblem(pattern)).toMatch(/\w/);
  });
});
