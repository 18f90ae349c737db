import { describe, expect, test } from 'vitest';
import { parse, read, recordsOf, valuesOf, warningsOf } from './reading.ts';

describe('metric-csv', () => {
  test.each([
    ['metric and value', 'metric,value\nauc,0.9\nf1,0.8\n'],
    ['other words', 'Metric Name;Score\nauc;0.9\nf1;0.8\n'],
    ['an index', ',metric,value\n0,auc,0.9\n1,f1,0.8\n'],
    ['a series of pandas', ',0\nauc,0.9\nf1,0.8\n'],
  ])('reads a table of %s', (_, text) => {
    const document = read(text, 'metrics.csv');
    expect(document.format).toBe('metric-csv');
    expect(valuesOf(document)).toEqual({ auc: 0.9, f1: 0.8 });
  });

  test('reads n, error, interval and split beside the value', () => {
    const text =
      'split,metric,value,n,stderr,ci_lower,ci_upper\ntest,auc,0.9,100,0.01,0.88,0.92\nodd,auc,0.8,x,,0.9,0.7\n';
    const records = recordsOf(read(text, 'm.csv'));
    expect(records['test.auc']).toMatchObject({
      value: 0.9,
      n: 100,
      stderr: 0.01,
      split: 'test',
      ci: { lower: 0.88, upper: 0.92 },
      at: { line: 2 },
    });
    expect(records['odd.auc']).toMatchObject({ value: 0.8 });
    for (const key of ['n', 'stderr', 'ci', 'split']) expect(records['odd.auc']).not.toHaveProperty(key);
  });

  test('takes a sample size among the rows for that of the others', () => {
    const records = recordsOf(read('metric,value\nauc,0.9\nn_samples,250\n', 'm.csv'));
    expect(records.auc).toMatchObject({ n: 250 });
    expect(records.n_samples).not.toHaveProperty('n');
  });

  test('gives nothing for n = 0', () => {
    const document = read('metric,value,n\nauc,0.9,0\n', 'm.csv');
    expect(document.records).toEqual([]);
    expect(warningsOf(document)).toEqual(['Nothing was evaluated for "auc": its n is 0']);
    expect(read('metric,value\nauc,0.9\nn,0\n', 'm.csv').records).toEqual([]);
  });

  test.each([
    ['nan', 'not-finite'],
    ['98%', 'string'],
    ['"0,9"', 'string'],
    ['', 'null'],
  ])('keeps %s as a value that cannot be used', (cell, unusable) => {
    expect(recordsOf(read(`metric,value\nauc,${cell}\n`, 'm.csv')).auc).toMatchObject({ value: null, unusable });
  });

  test('finds the same metric twice in conflict, and warns of a row without a name', () => {
    const document = read('metric,value\nauc,0.9\nauc,0.8\n,0.7\n', 'm.csv');
    expect(recordsOf(document).auc?.unusable).toBe('conflict');
    expect(warningsOf(document)).toEqual(['A row names no metric']);
  });

  test('leaves tables alone whose other columns may say whose value it is, and refuses them when asked', () => {
    const text = 'model,metric,value\na,auc,0.9\nb,auc,0.8\n';
    expect(parse(text, 'm.csv')).toMatchObject({ problems: [{ message: 'No reader knows this file' }] });
    expect(parse(text, 'm.csv', { format: 'metric-csv' })).toMatchObject({
      problems: [{ message: 'This is no table of metrics' }],
    });
    expect(parse('metric,value\nauc,0.9\nf1\n', 'm.csv')).toHaveProperty('problems');
  });
});
