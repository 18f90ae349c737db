import { describeGate, type GateRow } from '../support/gate-table.ts';

const use = { sections: ['intended-use'] };
const USE = '## Intended use\nRank customers.\n';

function section(name: string, card: string, outcome: GateRow['outcome'], code: string): GateRow {
  return { name, options: use, candidate: { 'model-card': card }, outcome, code };
}

function claim(name: string, line: string, metrics: unknown, outcome: GateRow['outcome'], code: string): GateRow {
  return { name, options: use, candidate: { 'model-card': `${USE}\n## Results\n\n${line}\n`, metrics }, outcome, code };
}

const SLICED = { auc: 0.9, slices: { region: { EU: { auc: 0.8 }, US: { auc: 0.95 } } } };
const SPLITS = { test: { auc: 0.9 }, validation: { auc: 0.95 } };

describeGate('model-card', [
  section('passes a section that is filled', USE, 'pass', 'section-filled'),
  section('misses a section', '## Limitations\nMany.\n', 'missing', 'section-missing'),
  section('misses a section that is empty', '## Intended use\n\n## Limitations\nMany.\n', 'missing', 'section-empty'),
  section('misses a section that is TBD', '## Intended use\nTBD\n', 'missing', 'section-placeholder'),
  section(
    'misses a section that needs more information',
    '## Intended use\n[More Information Needed]\n',
    'missing',
    'section-placeholder',
  ),
  section(
    'takes the filled one of two sections',
    '## Intended use\nTBD\n\n## Uses\nRank customers.\n',
    'pass',
    'section-filled',
  ),
  section('is invalid for broken front matter', '---\na: [\n---\n# x\n', 'invalid', 'document-invalid'),
  {
    name: 'asks for the usual sections where the policy names none',
    options: {},
    candidate: { 'model-card': USE },
    outcome: 'missing',
    codes: ['section-missing', 'section-missing', 'section-missing', 'section-filled'],
  },
  {
    name: 'misses the card',
    options: use,
    candidate: {},
    names: ['model-card'],
    outcome: 'missing',
    code: 'document-absent',
  },
  claim('passes a number to its printed precision', '- AUC: 0.91', { auc: 0.9149 }, 'pass', 'section-filled'),
  claim('fails a number just beyond its printed precision', '- AUC: 0.91', { auc: 0.9151 }, 'fail', 'claim-untrue'),
  claim('takes a number at half a unit', '- AUC: 0.91', { auc: 0.915 }, 'pass', 'section-filled'),
  claim('takes exponents', '- AUC: 9.1e-1', { auc: 0.9149 }, 'pass', 'section-filled'),
  claim('matches percent and fraction', '- AUC: 91.5 %', { auc: 0.915 }, 'pass', 'section-filled'),
  claim('fails percent that is untrue', '- AUC: 91.5 %', { auc: 0.92 }, 'fail', 'claim-untrue'),
  claim('does not match percent without its sign', '- AUC: 91.5', { auc: 0.915 }, 'fail', 'claim-untrue'),
  claim('knows a metric by its synonym', '- ROC AUC: 0.99', { auc: 0.91 }, 'fail', 'claim-untrue'),
  claim('knows a metric by its dotted path', '- test.auc: 0.99', { test: { auc: 0.91 } }, 'fail', 'claim-untrue'),
  claim('reads a table', '| Metric | Value |\n|---|---|\n| AUC | 0.99 |', { auc: 0.91 }, 'fail', 'claim-untrue'),
  claim('does not judge what no metric is called', '- Layers: 12', { auc: 0.91 }, 'pass', 'section-filled'),
  claim(
    'does not judge what is said of production',
    '| | Production | Candidate |\n|---|---|---|\n| AUC | 0.88 | 0.91 |',
    { auc: 0.91 },
    'pass',
    'section-filled',
  ),
  claim(
    "fails the candidate's column beside production's",
    '| | Production | Candidate |\n|---|---|---|\n| AUC | 0.88 | 0.93 |',
    { auc: 0.91 },
    'fail',
    'claim-untrue',
  ),
  claim(
    'takes the slice that the row names',
    '| Region | AUC |\n|---|---|\n| EU | 0.8 |\n| US | 0.95 |',
    SLICED,
    'pass',
    'section-filled',
  ),
  claim(
    'fails the slice that the row names',
    '| Region | AUC |\n|---|---|\n| EU | 0.9 |',
    SLICED,
    'fail',
    'claim-untrue',
  ),
  claim(
    'takes the split that the column names',
    '| Metric | test | validation |\n|---|---|---|\n| AUC | 0.9 | 0.95 |',
    SPLITS,
    'pass',
    'section-filled',
  ),
  claim(
    'fails the split that the column names',
    '| Metric | test | validation |\n|---|---|---|\n| AUC | 0.95 | 0.95 |',
    SPLITS,
    'fail',
    'claim-untrue',
  ),
  claim('takes any split where none is named', '- AUC: 0.95', SPLITS, 'pass', 'section-filled'),
  claim('is invalid where the metric is no number', '- AUC: 0.95', '{"auc":NaN}', 'invalid', 'claim-unverifiable'),
  {
    name: 'points at the claim',
    options: use,
    candidate: { 'model-card': `${USE}- AUC: 0.99\n`, metrics: { auc: 0.91 } },
    outcome: 'fail',
    finding: {
      at: { path: 'models/churn/MODEL_CARD.md', line: 3, column: 8 },
      candidate: 0.91,
      facts: { received: '0.99', expected: '0.91', claimed: 'AUC' },
    },
  },
  {
    name: 'does not check the truth where told not to',
    options: { ...use, 'truth-check': 'off' },
    candidate: { 'model-card': `${USE}- AUC: 0.99\n`, metrics: { auc: 0.91 } },
    outcome: 'pass',
  },
  {
    name: 'misses the metrics where the truth check is asked for by name',
    options: { ...use, 'truth-check': 'on' },
    candidate: { 'model-card': USE },
    outcome: 'missing',
    code: 'document-not-configured',
  },
  {
    name: 'misses metrics that the policy names',
    options: use,
    candidate: { 'model-card': USE },
    names: ['metrics'],
    outcome: 'missing',
    code: 'document-absent',
  },
]);
