import { describeGate, type GateRow } from '../support/gate-table.ts';

const ratio = { attribute: 'sex', metric: 'demographic-parity-ratio', min: 0.8 };
const difference = { attribute: 'sex', metric: 'demographic-parity-difference', max: 0.1 };

type Cells = readonly [tp: number, fp: number, fn: number, tn: number];

function counts(groups: Readonly<Record<string, Cells>>, more: object = {}) {
  const table = Object.entries(groups).map(([group, [tp, fp, fn, tn]]) => [
    group,
    { n: tp + fp + fn + tn, tp, fp, fn, tn },
  ]);
  return { fairness: { sex: { groups: Object.fromEntries(table), ...more } } };
}

function fairlearn(byGroup: object, more: object = {}) {
  return { fairness: { sex: { by_group: byGroup, ...more } } };
}

function row(
  name: string,
  options: unknown,
  candidate: GateRow['candidate'],
  outcome: GateRow['outcome'],
  code: string,
): GateRow {
  return { name, options, candidate, outcome, code };
}

/** Selection rates 0.4 and 0.5. */
const EIGHTY = counts({ F: [30, 10, 10, 50], M: [40, 10, 10, 40] });

describeGate('fairness', [
  row('passes at four fifths', ratio, EIGHTY, 'pass', 'within-bounds'),
  row('fails just under four fifths', { ...ratio, min: 0.8001 }, EIGHTY, 'fail', 'below-minimum'),
  row('passes a difference at the limit', difference, EIGHTY, 'pass', 'within-bounds'),
  row('fails a difference just over the limit', { ...difference, max: 0.0999 }, EIGHTY, 'fail', 'above-maximum'),
  row(
    'takes the true positive rate for equal opportunity',
    { ...ratio, metric: 'equal-opportunity-ratio' },
    counts({ F: [50, 0, 50, 0], M: [80, 0, 20, 0] }),
    'fail',
    'below-minimum',
  ),
  row(
    'passes equal opportunity',
    { ...difference, metric: 'equal-opportunity-difference' },
    counts({ F: [75, 0, 25, 9], M: [80, 0, 20, 0] }),
    'pass',
    'within-bounds',
  ),
  row(
    'takes the worse of both rates for equalized odds',
    { ...difference, metric: 'equalized-odds-difference' },
    counts({ F: [80, 50, 20, 50], M: [80, 10, 20, 90] }),
    'fail',
    'above-maximum',
  ),
  row(
    'takes the worse of both ratios for equalized odds',
    { ...ratio, metric: 'equalized-odds-ratio' },
    counts({ F: [80, 50, 20, 50], M: [80, 10, 20, 90] }),
    'fail',
    'below-minimum',
  ),
  row(
    'is insufficient for 0/0 of a rate',
    { ...difference, metric: 'equal-opportunity-difference' },
    counts({ F: [0, 10, 0, 90], M: [80, 10, 20, 90] }),
    'insufficient',
    'rate-not-estimable',
  ),
  row(
    'is insufficient for a ratio of 0/0',
    ratio,
    counts({ F: [0, 0, 10, 90], M: [0, 0, 20, 80] }),
    'insufficient',
    'ratio-not-estimable',
  ),
  row(
    'fails a ratio of 0 to something',
    ratio,
    counts({ F: [0, 0, 10, 90], M: [10, 0, 20, 70] }),
    'fail',
    'below-minimum',
  ),
  row('passes at min-n', { ...ratio, 'min-n': 100 }, EIGHTY, 'pass', 'within-bounds'),
  row('is insufficient just under min-n', { ...ratio, 'min-n': 101 }, EIGHTY, 'insufficient', 'group-too-small'),
  row(
    'is insufficient where n is not known',
    { ...ratio, 'min-n': 1 },
    fairlearn({ selection_rate: { F: 0.4, M: 0.4 } }),
    'insufficient',
    'group-too-small',
  ),
  row('is insufficient for one group', ratio, counts({ F: [30, 10, 10, 50] }), 'insufficient', 'one-group'),
  row('misses the attribute', { ...ratio, attribute: 'age' }, EIGHTY, 'missing', 'attribute-missing'),
  row(
    'misses an attribute called constructor',
    { ...ratio, attribute: 'constructor' },
    EIGHTY,
    'missing',
    'attribute-missing',
  ),
  row('misses a table of groups', ratio, { fairness: { sex: {} } }, 'missing', 'groups-missing'),
  row('misses a list that is empty', ratio, { fairness: { sex: { groups: {} } } }, 'missing', 'groups-missing'),
  row(
    "reads Fairlearn's rates",
    ratio,
    fairlearn({ selection_rate: { F: 0.4, M: 0.5 }, count: { F: 10, M: 10 } }),
    'pass',
    'within-bounds',
  ),
  row("fails Fairlearn's rates", ratio, fairlearn({ selection_rate: { F: 0.39, M: 0.5 } }), 'fail', 'below-minimum'),
  row(
    "reads Fairlearn's n",
    { ...ratio, 'min-n': 11 },
    fairlearn({ selection_rate: { F: 0.4, M: 0.5 }, count: { F: 10, M: 20 } }),
    'insufficient',
    'group-too-small',
  ),
  row(
    'is insufficient for a NaN of Fairlearn',
    ratio,
    { fairness: '{"sex":{"by_group":{"selection_rate":{"F":NaN,"M":0.5}}}}' },
    'insufficient',
    'rate-not-estimable',
  ),
  row(
    'is insufficient where a group has no rate',
    ratio,
    fairlearn({ selection_rate: { M: 0.5 }, count: { F: 10, M: 10 } }),
    'insufficient',
    'rate-not-estimable',
  ),
  row(
    'is insufficient where the rate was not computed',
    ratio,
    fairlearn({ accuracy: { F: 0.4, M: 0.5 } }),
    'insufficient',
    'rate-not-estimable',
  ),
  row(
    'is insufficient where counts are incomplete',
    ratio,
    { fairness: { sex: { groups: { F: { n: 9, tp: 1 }, M: { n: 9, tp: 2 } } } } },
    'insufficient',
    'rate-not-estimable',
  ),
  row(
    'is invalid for a rate above 1',
    ratio,
    fairlearn({ selection_rate: { F: 40, M: 50 } }),
    'invalid',
    'rate-out-of-range',
  ),
  row(
    'is invalid for a negative rate',
    ratio,
    fairlearn({ selection_rate: { F: -0.4, M: -0.4 } }),
    'invalid',
    'rate-out-of-range',
  ),
  row(
    'takes a rate that rounding alone puts above 1',
    ratio,
    fairlearn({ selection_rate: { F: 1.0000000000000002, M: 1 } }),
    'pass',
    'within-bounds',
  ),
  row(
    'is invalid for a negative count',
    ratio,
    { fairness: '{"sex":{"groups":{"F":{"n":1,"tp":-1,"fp":0,"fn":0,"tn":0}}}}' },
    'invalid',
    'document-invalid',
  ),
  row(
    'is invalid for counts that do not add up',
    ratio,
    { fairness: '{"sex":{"groups":{"F":{"n":9,"tp":1,"fp":0,"fn":0,"tn":0}}}}' },
    'invalid',
    'document-invalid',
  ),
  row(
    'believes a stated ratio to its printed precision',
    ratio,
    counts({ F: [30, 10, 10, 50], M: [40, 10, 10, 40] }, { demographic_parity_ratio: 0.8 }),
    'pass',
    'within-bounds',
  ),
  row(
    'is invalid for a stated ratio that the groups contradict',
    ratio,
    counts({ F: [30, 10, 10, 50], M: [40, 10, 10, 40] }, { demographic_parity_ratio: 0.9 }),
    'invalid',
    'stated-disparity-contradicted',
  ),
  row(
    'is invalid for a stated difference of a rate that the groups contradict',
    difference,
    fairlearn({ selection_rate: { F: 0.4, M: 0.5 } }, { difference: { selection_rate: 0.02 } }),
    'invalid',
    'stated-disparity-contradicted',
  ),
  ...(
    ['recall', 'precision', 'accuracy', 'true_negative_rate', 'false_negative_rate', 'false_positive_rate'] as const
  ).map((name) =>
    row(
      `checks a stated difference of ${name} against the counts`,
      ratio,
      counts({ F: [30, 10, 10, 50], M: [40, 10, 10, 40] }, { difference: { [name]: 0.9 } }),
      'invalid',
      'stated-disparity-contradicted',
    ),
  ),
  row(
    'checks nothing that cannot be recomputed',
    ratio,
    counts({ F: [30, 10, 10, 50], M: [40, 10, 10, 40] }, { difference: { brier: 0.9 } }),
    'pass',
    'within-bounds',
  ),
  row(
    'checks no stated NaN',
    ratio,
    { fairness: '{"sex":{"by_group":{"selection_rate":{"F":0.4,"M":0.5}},"difference":{"selection_rate":NaN}}}' },
    'pass',
    'within-bounds',
  ),
  row(
    'survives a stated disparity called constructor',
    ratio,
    {
      fairness:
        '{"sex":{"by_group":{"selection_rate":{"F":0.4,"M":0.5}},"difference":{"constructor":0.1,"__proto__":0.2,"toString":0.3}}}',
    },
    'pass',
    'within-bounds',
  ),
  {
    name: 'names the groups at both ends',
    options: { ...ratio, min: 0.9 },
    candidate: EIGHTY,
    outcome: 'fail',
    finding: { candidate: 0.8, bound: 0.9, facts: { rate: 'selection_rate', lowestGroup: 'F', highestGroup: 'M' } },
  },
  {
    name: 'names the groups that are too small',
    options: { ...ratio, 'min-n': 101 },
    candidate: EIGHTY,
    outcome: 'insufficient',
    finding: { suppressed: true, facts: { groups: ['F (n = 100)', 'M (n = 100)'] } },
  },
]);
