import { describe, expect, test } from 'vitest';
import { read, recordsOf, valuesOf, warningsOf } from './reading.ts';

function results(general: Record<string, unknown> = {}, config: Record<string, unknown> = {}) {
  return {
    config_general: { lighteval_sha: 'abc', max_samples: null, ...general },
    results: { 'leaderboard|gsm8k|5': { em: 0.41, em_stderr: 0.01 }, all: { em: 0.41 } },
    versions: { 'leaderboard|gsm8k|5': 0, all: 'x' },
    config_tasks: { 'leaderboard|gsm8k': { effective_num_docs: 1319, original_num_docs: 1319, ...config } },
  };
}

describe('lighteval', () => {
  test('reads each task with its error and n', () => {
    const document = read(results());
    expect(document).toMatchObject({ format: 'lighteval', producer: { tool: 'lighteval', version: 'abc' } });
    expect(recordsOf(document)['leaderboard|gsm8k|5.em']).toMatchObject({ value: 0.41, stderr: 0.01, n: 1319 });
    expect(valuesOf(document)).toEqual({ 'leaderboard|gsm8k|5.em': 0.41, 'all.em': 0.41 });
    expect(document.facts).toHaveLength(1);
  });

  test.each([
    [{ max_samples: 10 }, {}, /limited to 10 samples/],
    [{}, { effective_num_docs: 5 }, /only 5 of 1319/],
    [{}, { effective_num_docs: 0 }, /no example was evaluated/],
  ])('takes nothing from a partial run %o %o', (general, config, said) => {
    const document = read(results(general, config));
    expect(valuesOf(document)).not.toHaveProperty(['leaderboard|gsm8k|5.em']);
    expect(warningsOf(document)[0]).toMatch(said);
  });

  test('takes a file without tasks for no evidence, and NaN for a value that cannot be used', () => {
    expect(warningsOf(read({ config_general: {}, results: {} }))).toEqual(['No tasks were run, which is no evidence']);
    const document = read('{"config_general": {}, "results": {"a": {"em": NaN}, "b": 3}}');
    expect(recordsOf(document)['a.em']).toMatchObject({ value: null, unusable: 'not-finite' });
  });

  test('leaves look-alikes to others', () => {
    expect(read({ config_general: 3, results: { em: 0.4 } }).format).toBe('metric-tree');
  });
});
