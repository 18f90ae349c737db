import { describe, expect, test } from 'vitest';
import { parse, read, recordsOf, valuesOf, warningsOf } from './reading.ts';

const RESULTS = `- dataset:
    id: Idavidrein/gpqa
    task_id: gpqa_diamond
    revision: 5503434
  value: 41.2
  date: '2026-02-03'
  verifyToken: abc
  source:
    user: somebody
  notes: a long text
- dataset:
    id: cais/hle
  value: "20.0 ± 1.2"
  date: tomorrow
`;

describe('hf-eval-results', () => {
  test('names a value by its benchmark and task', () => {
    const document = read(RESULTS, '.eval_results/a.yaml');
    expect(document.format).toBe('hf-eval-results');
    expect(valuesOf(document)).toEqual({ 'Idavidrein/gpqa.gpqa_diamond': 41.2, 'cais/hle': 20 });
    const records = recordsOf(document);
    expect(records['Idavidrein/gpqa.gpqa_diamond']).toMatchObject({ when: '2026-02-03', rawPath: '/0/value' });
    expect(records['cais/hle']).toMatchObject({ stderr: 1.2 });
    expect(records['cais/hle']).not.toHaveProperty('when');
    expect(JSON.stringify(document)).not.toMatch(/somebody|long text/);
  });

  test('names a revision and a token that it does not check', () => {
    expect(read(RESULTS, 'a.yaml').facts?.map(({ value }) => value)).toEqual([
      '5503434',
      'has a token of verification, which was not checked',
    ]);
  });

  test('gives no record of a template that was not filled in, nor without a data set', () => {
    const document = read(
      '- dataset:\n    id: a/b\n  value: {metric_value}\n- dataset:\n    id: {id}\n  value: 3\n',
      'a.yaml',
    );
    expect(document.records).toEqual([]);
    expect(warningsOf(document)).toEqual([
      'The result of "a/b" has no value, or one that was not filled in',
      'A result names no dataset: on what it was measured is not known',
    ]);
    expect(warningsOf(read([{ dataset: { id: 'x' } }], 'a.json', { format: 'hf-eval-results' }))).toHaveLength(1);
  });

  test('keeps NaN unusable, and the same benchmark with two values in conflict', () => {
    expect(recordsOf(read('- dataset:\n    id: a/b\n  value: .nan\n', 'a.yaml'))['a/b']?.unusable).toBe('not-finite');
    const twice = '- dataset:\n    id: a/b\n  value: 1\n- dataset:\n    id: a/b\n  value: 2\n';
    expect(recordsOf(read(twice, 'a.yaml'))['a/b']?.unusable).toBe('conflict');
  });

  test('leaves other lists alone, and refuses a damaged one', () => {
    expect(parse([{ dataset: 'x', value: 1 }])).toHaveProperty('problems');
    expect(parse([])).toHaveProperty('problems');
    expect(parse(RESULTS.replace('41.2', '[41'), 'a.yaml')).toHaveProperty('problems');
  });
});
