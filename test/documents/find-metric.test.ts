import { describe, expect, it } from 'vitest';
import { findMetric, listMetricPaths, listSlices, parseSliceTerms, sliceKey } from '../../src/documents/find-metric.ts';
import { displayDirection } from '../../src/documents/metric-direction.ts';
import { editDistance } from '../../src/documents/edit-distance.ts';
import { parseMetrics } from '../../src/documents/metric-tree.ts';
import { fileOf, valueOf } from './parsing.ts';

function read(text: string) {
  return valueOf(parseMetrics(fileOf(text)));
}

const document = read(`{
  "auc": 0.9, "n": 10, "note": "x", "bad": NaN, "flag": true, "folds": [1],
  "test": {"f1": 0.8, "roc_auc": 0.85, "n": 5}, "train": {"f1": 0.81, "Log-Loss": 0.3},
  "slices": [
    {"by": {"sex": "F", "race": "B"}, "auc": 0.7},
    {"by": {"sex": "F"}, "auc": 0.71, "deep": {"f1": 0.6}},
    {"by": {"sex": "M"}, "auc": 0.72}
  ]
}`);

describe('finding a metric', () => {
  it('finds a full path, and a leaf that is unique', () => {
    expect(findMetric(document, 'test.roc_auc')).toMatchObject({ state: 'found', record: { value: 0.85 } });
    expect(findMetric(document, 'roc_auc')).toMatchObject({ state: 'found', record: { path: 'test.roc_auc' } });
  });

  it('prefers a full path to leaves of the same name', () => {
    expect(findMetric(read('{"f1": 1, "a": {"f1": 2}}'), 'f1')).toMatchObject({ record: { path: 'f1', value: 1 } });
  });

  it('lists the paths of an ambiguous leaf', () => {
    expect(findMetric(document, 'f1')).toEqual({ state: 'ambiguous', paths: ['test.f1', 'train.f1'] });
  });

  it('finds sample sizes by their full path alone', () => {
    expect(findMetric(document, 'test.n')).toMatchObject({ state: 'found', record: { value: 5 } });
    expect(findMetric(read('{"test": {"eval_samples": 5}}'), 'eval_samples')).toEqual({
      state: 'missing',
      nearest: ['test.eval_samples'],
    });
  });

  it('names near paths, other cases and longer names of what is missing', () => {
    expect(findMetric(document, 'test.roc_auk')).toEqual({ state: 'missing', nearest: ['test.roc_auc'] });
    expect(findMetric(document, 'log-loss')).toEqual({ state: 'missing', nearest: ['train.Log-Loss'] });
    expect(findMetric(document, 'val.f1')).toEqual({
      state: 'missing',
      nearest: ['test.f1', 'train.f1', 'deep.f1'].slice(0, 2),
    });
    expect(findMetric(read('{"test": {"roc_auc": 1}}'), 'auc')).toEqual({
      state: 'missing',
      nearest: ['test.roc_auc'],
    });
    expect(findMetric(document, 'throughput')).toEqual({ state: 'missing', nearest: [] });
    expect(findMetric(document, 'throughput')).toEqual({ state: 'missing', nearest: [] });
  });

  it('names five near paths at most, the nearest first', () => {
    const many = read(
      `{${Array.from({ length: 9 }, (_, index) => `"metric_${index}${'x'.repeat(index % 3)}": 1`).join(',')}}`,
    );
    expect(findMetric(many, 'metric_')).toEqual({
      state: 'missing',
      nearest: ['metric_0', 'metric_3', 'metric_6', 'metric_1x', 'metric_4x'],
    });
  });

  it('finds a slice whatever the order of its terms (case 19)', () => {
    const terms = [
      { attribute: 'sex', group: 'F' },
      { attribute: 'race', group: 'B' },
    ];
    expect(findMetric(document, 'auc', terms)).toMatchObject({ state: 'found', record: { value: 0.7 } });
    expect(findMetric(document, 'auc', terms.toReversed())).toMatchObject({ state: 'found', record: { value: 0.7 } });
  });

  it('keeps to the slice: its leaves, its near names, and none of an absent slice (case 20)', () => {
    const female = [{ attribute: 'sex', group: 'F' }];
    expect(findMetric(document, 'f1', female)).toMatchObject({ record: { path: 'deep.f1' } });
    expect(findMetric(document, ' auc', female)).toEqual({ state: 'missing', nearest: ['auc'] });
    expect(findMetric(document, 'auc', [{ attribute: 'sex', group: 'X' }])).toEqual({ state: 'missing', nearest: [] });
  });

  it('says that there is no document', () => {
    expect(findMetric({ kind: 'absent' }, 'auc')).toEqual({ state: 'no-document' });
    expect(listSlices({ kind: 'absent' }, ['sex'])).toEqual([]);
    expect(listMetricPaths({ kind: 'absent' })).toEqual([]);
  });

  it('finds what cannot be used, so that a gate can say why', () => {
    expect(findMetric(document, 'bad')).toMatchObject({
      state: 'found',
      record: { value: null, unusable: 'not-finite' },
    });
    expect(findMetric(document, 'note')).toMatchObject({ state: 'found', record: { unusable: 'string' } });
  });

  it('finds records after the document went through JSON', () => {
    const replayed = JSON.parse(JSON.stringify(document)) as typeof document;
    expect(findMetric(replayed, 'auc', [{ attribute: 'sex', group: 'M' }])).toMatchObject({ record: { value: 0.72 } });
    expect(listSlices(replayed, ['sex'])).toHaveLength(2);
  });

  it('is quick over 500 metrics in 50 slices', () => {
    const metrics = (n: number): string => Array.from({ length: 500 }, (_, index) => `"m${index}": ${n}`).join(',');
    const groups = Array.from({ length: 49 }, (_, index) => `"g${index}": {${metrics(index)}}`).join(',');
    const large = read(`{${metrics(0)}, "slices": {"s": {${groups}}}}`);
    const started = performance.now();
    let found = 0;
    for (let group = 0; group < 49; group += 1) {
      for (let metric = 0; metric < 500; metric += 1) {
        if (findMetric(large, `m${metric}`, [{ attribute: 's', group: `g${group}` }]).state === 'found') found += 1;
      }
    }
    expect(found).toBe(24_500);
    expect(performance.now() - started).toBeLessThan(2000);
  });
});

describe('listing', () => {
  it('gives the slices by exactly the attributes asked for', () => {
    expect(listSlices(document, ['sex']).map(sliceKey)).toEqual(['sex=F', 'sex=M']);
    expect(listSlices(document, ['sex', 'race']).map(sliceKey)).toEqual(['race=B, sex=F']);
    expect(listSlices(document, ['age'])).toEqual([]);
  });

  it('gives the paths of the whole set that are, or tried to be, numbers', () => {
    expect(listMetricPaths(document)).toEqual(['auc', 'bad', 'test.f1', 'test.roc_auc', 'train.f1', 'train.Log-Loss']);
    expect(listMetricPaths(read('{}'))).toEqual([]);
  });

  it('writes and parses slices in one order', () => {
    expect(sliceKey([])).toBe('');
    expect(parseSliceTerms({ sex: 'F', age: 30, active: true })).toEqual([
      { attribute: 'active', group: 'true' },
      { attribute: 'age', group: '30' },
      { attribute: 'sex', group: 'F' },
    ]);
  });

  it('does not confuse slices whose names hold the separators', () => {
    const tricky = read('{"slices": [{"by": {"a": "x, b=y"}, "m": 1}, {"by": {"a": "x", "b": "y"}, "m": 2}]}');
    expect(findMetric(tricky, 'm', [{ attribute: 'a', group: 'x, b=y' }])).toMatchObject({ record: { value: 1 } });
  });
});

describe('the edit distance', () => {
  it.each([
    ['', '', 0],
    ['kitten', 'sitting', 3],
    ['auc', 'auc', 0],
    ['flaw', 'lawn', 2],
  ])('of %j and %j is %i', (a, b, distance) => {
    expect(editDistance(a, b, 5)).toBe(distance);
    expect(editDistance(b, a, 5)).toBe(distance);
  });

  it('is not given beyond the limit', () => {
    expect(editDistance('abc', 'xyz', 2)).toBeUndefined();
    expect(editDistance('abcdef', 'a', 2)).toBeUndefined();
    expect(editDistance('ab', 'ba', 1)).toBeUndefined();
  });
});

describe('the direction for display', () => {
  it.each([
    ['latency_ms', 'lower'],
    ['latency_p95_ms', 'lower'],
    ['psi', 'lower'],
    ['ece', 'lower'],
    ['toxicity', 'lower'],
    ['fpr', 'lower'],
    ['hallucination_rate', 'lower'],
    ['eval_loss', 'lower'],
    ['test/log_loss', 'lower'],
    ['AUC', 'higher'],
    ['roc_auc_score', 'higher'],
    ['f1-score', 'higher'],
    ['f1_macro', 'higher'],
    ['val_accuracy', 'higher'],
    ['r2', 'higher'],
    ['recall', 'higher'],
  ])('of %s is %s (case 18)', (leaf, direction) => {
    expect(displayDirection(leaf)).toBe(direction);
  });

  it.each(['auction', 'lossless', 'n_clusters', 'epoch', 'inaccuracy', 'latency_accuracy', ''])(
    'of %j is not known',
    (leaf) => {
      expect(displayDirection(leaf)).toBeUndefined();
    },
  );
});
