import { describeGate, type GateRow } from '../support/gate-table.ts';

const by = { metric: 'auc', direction: 'higher', by: 'region' };
const floor = { ...by, min: 0.75 };

function regions(groups: Readonly<Record<string, object>>) {
  return { metrics: { auc: 0.8, slices: { region: groups } } };
}

const EU_US = regions({ EU: { auc: 0.8, n: 900 }, US: { auc: 0.84, n: 1400 } });

function row(
  name: string,
  options: unknown,
  candidate: GateRow['candidate'],
  outcome: GateRow['outcome'],
  code: string,
): GateRow {
  return { name, options, candidate, outcome, code };
}

describeGate('slice-metrics', [
  row('passes at the floor', { ...by, min: 0.8 }, EU_US, 'pass', 'within-bounds'),
  row('fails just below the floor', { ...by, min: 0.80001 }, EU_US, 'fail', 'below-minimum'),
  row('fails above a ceiling', { ...by, max: 0.83 }, EU_US, 'fail', 'above-maximum'),
  row('passes at the gap', { ...by, 'max-gap': 0.04 }, EU_US, 'pass', 'gap-within-limit'),
  row('fails just beyond the gap', { ...by, 'max-gap': 0.0399 }, EU_US, 'fail', 'gap-too-wide'),
  row(
    'knows a gap of negative numbers no better than they are',
    { ...by, 'max-gap': 0.1 },
    regions({ EU: { auc: -1e6 - 0.1 }, US: { auc: -1e6 } }),
    'pass',
    'gap-within-limit',
  ),
  row(
    'is invalid for a gap beyond the range of numbers',
    { ...by, 'max-gap': 1 },
    regions({ EU: { auc: -1e308 }, US: { auc: 1e308 } }),
    'invalid',
    'gap-not-finite',
  ),
  row(
    'is insufficient for a gap over one slice',
    { ...by, 'max-gap': 1 },
    regions({ EU: { auc: 0.8 } }),
    'insufficient',
    'gap-not-estimable',
  ),
  row('passes at min-n', { ...floor, 'min-n': 900 }, EU_US, 'pass', 'within-bounds'),
  row('is insufficient just under min-n', { ...floor, 'min-n': 901 }, EU_US, 'insufficient', 'slice-too-small'),
  row(
    'is insufficient where n is not known',
    { ...floor, 'min-n': 1 },
    regions({ EU: { auc: 0.8 } }),
    'insufficient',
    'slice-n-unknown',
  ),
  row(
    'takes a huge n',
    { ...floor, 'min-n': 9007199254740991 },
    regions({ EU: { auc: 0.8, n: 9007199254740991 } }),
    'pass',
    'within-bounds',
  ),
  row(
    'fails a slice although another is too small',
    { ...floor, 'min-n': 100 },
    regions({ EU: { auc: 0.7, n: 500 }, US: { auc: 0.8, n: 5 } }),
    'fail',
    'below-minimum',
  ),
  row(
    'keeps small slices out of the gap',
    { ...by, 'max-gap': 0.1, 'min-n': 100 },
    regions({ EU: { auc: 0.8, n: 500 }, US: { auc: 0.8, n: 500 }, XX: { auc: 0.1, n: 5 } }),
    'insufficient',
    'slice-too-small',
  ),
  row('misses slices', floor, { metrics: { auc: 0.8 } }, 'missing', 'no-slices'),
  row('misses slices by this attribute', { ...floor, by: 'sex' }, EU_US, 'missing', 'no-slices'),
  row(
    'misses the metric of a slice',
    floor,
    regions({ EU: { auc: 0.8 }, US: { recall: 0.8 } }),
    'missing',
    'slice-missing',
  ),
  row('misses a required slice', { ...floor, require: [{ region: 'XX' }] }, EU_US, 'missing', 'slice-missing'),
  row(
    'misses a required slice where there are none',
    { ...floor, require: [{ region: 'XX' }] },
    { metrics: { auc: 0.8 } },
    'missing',
    'slice-missing',
  ),
  row(
    'finds a required slice whose group is a number or a truth value to YAML',
    { ...floor, by: ['age', 'smoker'], require: [{ smoker: true, age: 1 }] },
    { metrics: { slices: [{ by: { age: '1', smoker: true }, auc: 0.8 }] } },
    'pass',
    'within-bounds',
  ),
  row('finds a required slice', { ...floor, require: [{ region: 'EU' }] }, EU_US, 'pass', 'within-bounds'),
  row(
    'is invalid for NaN on a slice',
    floor,
    { metrics: '{"auc":1,"slices":{"region":{"EU":{"auc":NaN}}}}' },
    'invalid',
    'value-unusable',
  ),
  row(
    'is invalid outside a range',
    { ...floor, range: [0, 1] },
    regions({ EU: { auc: 80 } }),
    'invalid',
    'out-of-range',
  ),
  row(
    'is invalid for a name that fits two paths of a slice',
    floor,
    regions({ EU: { test: { auc: 1 }, val: { auc: 1 } } }),
    'invalid',
    'metric-ambiguous',
  ),
  row(
    'judges the distance to a target',
    { ...by, direction: 'target', target: 0.5, max: 0.1 },
    regions({ EU: { auc: 0.61 } }),
    'fail',
    'above-maximum',
  ),
  row(
    'reads the classes of a classification report',
    { metric: 'recall', direction: 'higher', by: 'class', min: 0.9 },
    {
      metrics: {
        '0': { precision: 1, recall: 0.8, support: 10 },
        '1': { precision: 1, recall: 0.95, support: 9 },
        'macro avg': { precision: 1, recall: 0.9, support: 19 },
      },
    },
    'fail',
    'below-minimum',
  ),
  row(
    'reads intersections in any order',
    { ...floor, by: ['race', 'sex'] },
    { metrics: { slices: [{ by: { sex: 'F', race: 'B' }, auc: 0.7 }] } },
    'fail',
    'below-minimum',
  ),
  row(
    'does not judge single attributes where intersections are asked for',
    { ...floor, by: ['race', 'sex'] },
    { metrics: { slices: { sex: { F: { auc: 0.7 } } } } },
    'missing',
    'no-slices',
  ),
  {
    name: 'reports every failing slice',
    options: { ...by, min: 0.9 },
    candidate: EU_US,
    outcome: 'fail',
    codes: ['below-minimum', 'below-minimum'],
  },
  {
    name: 'judges slices whose names print alike one by one',
    options: { ...floor, by: ['a', 'b'] },
    candidate: {
      metrics: {
        slices: [
          { by: { a: '1, b=2', b: '3' }, auc: 0.1 },
          { by: { a: '1', b: '2, b=3' }, auc: 0.9 },
        ],
      },
    },
    outcome: 'fail',
    codes: ['below-minimum', 'within-bounds'],
  },
  {
    name: 'misses a slice that production has',
    options: floor,
    candidate: regions({ EU: { auc: 0.8 } }),
    production: EU_US,
    outcome: 'missing',
    code: 'slice-removed',
    finding: { slice: 'region=US' },
  },
  {
    name: 'does not say that production has a metric which it lacks',
    options: floor,
    candidate: regions({ EU: { auc: 0.8 } }),
    production: regions({ EU: { auc: 0.8 }, US: { recall: 0.8 } }),
    outcome: 'missing',
    code: 'slice-missing',
  },
  {
    name: 'passes a regression at the limit on every slice',
    options: { ...by, 'max-regression': 0.02 },
    candidate: regions({ EU: { auc: 0.78 }, US: { auc: 0.82 } }),
    production: EU_US,
    outcome: 'pass',
    codes: ['within-limit', 'within-limit'],
  },
  {
    name: 'fails a regression beyond the limit on one slice',
    options: { ...by, 'max-regression': '2%' },
    candidate: regions({ EU: { auc: 0.7 }, US: { auc: 0.84 } }),
    production: EU_US,
    outcome: 'fail',
    codes: ['regressed', 'within-limit'],
  },
  {
    name: 'warns of a slice that production does not have',
    options: { ...by, 'max-regression': 0, 'on-new-metric': 'warn' },
    candidate: EU_US,
    production: regions({ EU: { auc: 0.8 } }),
    outcome: 'missing',
    severity: 'warn',
    code: 'metric-new',
  },
  {
    name: 'waits for a first model where it compares',
    options: { ...by, 'max-regression': 0 },
    candidate: EU_US,
    outcome: 'pending',
    code: 'first-model',
  },
  { name: 'passes a first model where it does not compare', options: floor, candidate: EU_US, outcome: 'pass' },
  {
    name: 'suppresses a small slice',
    options: { ...floor, 'min-n': 1000 },
    candidate: EU_US,
    outcome: 'insufficient',
    finding: { suppressed: true, slice: 'region=EU', facts: { n: 900, minN: 1000 } },
  },
]);
