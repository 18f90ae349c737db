import type { MemoryFile } from '../../src/sources/memory.ts';
import { describeGate, type GateRow } from '../support/gate-table.ts';

const max = { 'max-mb': 0.001 };

function weighed(
  name: string,
  file: MemoryFile,
  outcome: GateRow['outcome'],
  code: string,
  path = 'models/churn/model.onnx',
): GateRow {
  return { name, options: max, candidate: { files: { [path]: file } }, names: ['model'], outcome, code };
}

function lfs(size: string): string {
  return `version https://git-lfs.github.com/spec/v1\noid sha256:${'a'.repeat(64)}\nsize ${size}\n`;
}

const DVC = 'models/churn/model.pkl.dvc';

describeGate('model-size-budget', [
  weighed('passes at the budget', 'x'.repeat(1000), 'pass', 'within-budget'),
  weighed('fails one byte over the budget', 'x'.repeat(1001), 'fail', 'over-budget'),
  weighed('weighs a large file without reading it', 'x'.repeat(100_000), 'fail', 'over-budget'),
  weighed('passes what a Git LFS pointer says', lfs('1000'), 'pass', 'within-budget'),
  weighed('fails what a Git LFS pointer says', lfs('500000000'), 'fail', 'over-budget'),
  weighed(
    'misses the size of a Git LFS pointer without one',
    lfs('').replace('size \n', ''),
    'missing',
    'size-unknown',
  ),
  weighed('misses the size of a Git LFS pointer with an odd one', lfs('-5'), 'missing', 'size-unknown'),
  weighed(
    'misses the size of a Git LFS pointer with other line ends',
    lfs('5').replaceAll('\n', '\r\n'),
    'missing',
    'size-unknown',
  ),
  weighed('passes what a DVC pointer says', 'outs:\n- {path: model.pkl, size: 900}\n', 'pass', 'within-budget', DVC),
  weighed(
    'adds up the outputs of a DVC pointer',
    'outs:\n- {path: a, size: 900}\n- {path: b, size: 101}\n',
    'fail',
    'over-budget',
    DVC,
  ),
  weighed(
    'misses the size of a DVC pointer without one',
    'outs:\n- {path: model.pkl}\n',
    'missing',
    'size-unknown',
    DVC,
  ),
  weighed('misses the size of a DVC pointer that cannot be read', 'outs: [', 'missing', 'size-unknown', DVC),
  weighed('misses the size of a DVC pointer without outputs', 'outs: []', 'missing', 'size-unknown', DVC),
  weighed(
    'reads a DVC pointer of more than 4 kB',
    `# ${'x'.repeat(5000)}\nouts:\n- {path: m, size: 9000}\n`,
    'fail',
    'over-budget',
    DVC,
  ),
  weighed(
    'misses the size of a DVC pointer over the cap',
    `# ${'x'.repeat(300_000)}\nouts:\n- {path: m, size: 9}\n`,
    'missing',
    'size-unknown',
    DVC,
  ),
  weighed('is invalid for a symbolic link', { content: '/etc/passwd', mode: '120000' }, 'invalid', 'document-invalid'),
  weighed('is invalid for a submodule', { content: 'abc', mode: '160000' }, 'invalid', 'document-invalid'),
  weighed(
    'is an error where a file cannot be fetched',
    { unreachable: 'GitHub answered 500' },
    'error',
    'document-unreachable',
  ),
  {
    name: 'misses files that the pattern does not fit',
    options: max,
    candidate: { files: {} },
    names: ['model'],
    outcome: 'missing',
    code: 'document-absent',
  },
  {
    name: 'adds up all files of the pattern',
    options: max,
    candidate: { files: { 'models/churn/model.a': 'x'.repeat(600), 'models/churn/model.b': 'x'.repeat(600) } },
    names: ['model'],
    outcome: 'fail',
    finding: { candidate: 0.0012, unit: 'MB', facts: { files: ['models/churn/model.a', 'models/churn/model.b'] } },
  },
  {
    name: 'is invalid for a pattern that fits too many files',
    options: max,
    candidate: {
      files: Object.fromEntries(Array.from({ length: 1001 }, (_, index) => [`models/churn/model.${index}`, ''])),
    },
    names: ['model'],
    outcome: 'invalid',
    code: 'document-invalid',
  },
  {
    name: 'prefers the files to the metric',
    options: max,
    candidate: { files: { 'models/churn/model.a': 'x'.repeat(2000) }, metrics: { model_size_mb: 0 } },
    names: ['model'],
    outcome: 'fail',
  },
  {
    name: 'passes the metric at the budget',
    options: { 'max-mb': 500 },
    candidate: { metrics: { model_size_mb: 500 } },
    outcome: 'pass',
  },
  {
    name: 'fails the metric just over the budget',
    options: { 'max-mb': 500 },
    candidate: { metrics: { model_size_mb: 500.01 } },
    outcome: 'fail',
  },
  {
    name: 'is invalid for a negative metric',
    options: { 'max-mb': 500 },
    candidate: { metrics: { model_size_mb: -1 } },
    outcome: 'invalid',
    code: 'out-of-range',
  },
  {
    name: 'misses the metric',
    options: { 'max-mb': 500 },
    candidate: { metrics: { auc: 1 } },
    outcome: 'missing',
    code: 'metric-missing',
  },
  {
    name: 'misses both',
    options: { 'max-mb': 500 },
    candidate: { fairness: '{}' },
    outcome: 'missing',
    code: 'document-not-configured',
  },
]);
