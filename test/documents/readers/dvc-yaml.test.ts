import { describe, expect, test } from 'vitest';
import { read, warningsOf } from './reading.ts';

const PIPELINE = `stages:
  train:
    cmd: python train.py
    deps:
    - train.py
    - data
    params:
    - lr
    - other.yaml:
        - seed
    outs:
    - models/model.pkl
  eval:
    cmd: python eval.py
    metrics:
    - reports/metrics.json:
        cache: false
    - reports/cached.json:
        cache: true
    - reports/plain.json
    plots:
    - reports/roc.csv:
        x: fpr
  each:
    foreach:
    - a
    do:
      cmd: run
      outs:
      - /var/tmp/out.bin
metrics:
- dvclive/metrics.json
plots:
- roc:
    x: step
artifacts:
  churn:
    path: models/model.pkl
    type: model
    labels:
    - prod
    desc: a long text
`;

function factsOf(content: unknown) {
  return (read(content, 'dvc.yaml').facts ?? []).map(({ name, value }) => `${name}=${value}`);
}

describe('dvc-yaml', () => {
  test('reads stages, files and artifacts as facts and gives no record', () => {
    const document = read(PIPELINE, 'dvc.yaml');
    expect(document).toMatchObject({ format: 'dvc-yaml', records: [], producer: { tool: 'DVC' } });
    const facts = factsOf(PIPELINE);
    for (const fact of [
      'stage=train',
      'stages.train.deps=train.py',
      'stages.train.params=lr',
      'stages.train.params=other.yaml',
      'stages.eval.metrics=reports/metrics.json',
      'stages.each.outs=…/out.bin',
      'metrics=dvclive/metrics.json',
      'plots=roc',
      'artifacts.churn.path=models/model.pkl',
      'artifacts.churn.labels=prod',
    ])
      expect(facts).toContain(fact);
    expect(facts.join()).not.toContain('long text');
    expect(facts.join()).not.toContain('python');
  });

  test('reports metrics that DVC caches as declared, not in git', () => {
    expect(factsOf(PIPELINE).filter((fact) => fact.startsWith('declared'))).toEqual([
      'declared, not in git=reports/cached.json',
      'declared, not in git=reports/plain.json',
    ]);
    expect(warningsOf(read(PIPELINE, 'dvc.yaml'))[0]).toMatch(/"reports\/cached.json" of the stage eval are declared/);
  });

  test('always says that it holds no numbers', () => {
    expect(warningsOf(read('metrics:\n- m.json\n', 'dvc.yaml')).join()).toMatch(/holds no numbers/);
  });

  test('knows files without stages, and top-level lists that are no lists', () => {
    expect(read('params:\n- p.yaml\n', 'dvc.yaml').format).toBe('dvc-yaml');
    expect(read('artifacts:\n  m:\n    path: m.pkl\n    meta: [[1]]\n    labels: [[1]]\n', 'dvc.yaml').format).toBe(
      'dvc-yaml',
    );
    expect(factsOf('stages:\n  a:\n    cmd: x\n    deps: one.py\nmetrics: m.json\n')).toContain('stages.a.deps=one.py');
    expect(factsOf('stages:\n  a:\n    cmd: x\n    metrics:\n      m.json:\n        cache: false\n')).toContain(
      'stages.a.metrics=m.json',
    );
  });

  test('leaves trees of metrics alone', () => {
    expect(read({ metrics: { auc: 0.9 } }).format).toBe('metric-tree');
    expect(read({ metrics: ['a'], auc: 0.9 }).format).toBe('metric-tree');
    expect(read({ stages: { train: { auc: 0.9 } } }).format).toBe('metric-tree');
    expect(read({ artifacts: { a: 1 } }).format).toBe('metric-tree');
  });
});
