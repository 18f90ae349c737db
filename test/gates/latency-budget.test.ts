import { describeGate, type GateRow } from '../support/gate-table.ts';

function row(name: string, options: unknown, metrics: unknown, outcome: GateRow['outcome'], code?: string): GateRow {
  return { name, options, candidate: { metrics }, outcome, ...(code === undefined ? {} : { code }) };
}

const p95 = { 'p95-ms': 120 };

describeGate('latency-budget', [
  row('passes at the budget', p95, { latency_p95_ms: 120 }, 'pass', 'within-budget'),
  row('fails just over the budget', p95, { latency_p95_ms: 120.001 }, 'fail', 'over-budget'),
  row('passes just under the budget', p95, { latency_p95_ms: 119.999 }, 'pass'),
  row('judges p50', { 'p50-ms': 10 }, { latency_p50_ms: 11 }, 'fail'),
  row('judges p99', { 'p99-ms': 10 }, { latency_p99_ms: 10 }, 'pass'),
  row('is invalid for a negative latency', p95, { latency_p95_ms: -1 }, 'invalid', 'out-of-range'),
  row('is invalid for NaN', p95, '{"latency_p95_ms":NaN}', 'invalid', 'value-unusable'),
  row('is invalid for text', p95, { latency_p95_ms: '80 ms' }, 'invalid', 'value-unusable'),
  row('misses a percentile', { ...p95, 'p99-ms': 300 }, { latency_p95_ms: 80 }, 'missing', 'metric-missing'),
  row(
    'reads a metric by another name',
    { ...p95, metrics: { 'p95-ms': 'serving.p95' } },
    { serving: { p95: 121 } },
    'fail',
  ),
  row(
    'does not read the usual name where another is given',
    { ...p95, metrics: { 'p95-ms': 'serving.p95' } },
    { latency_p95_ms: 1 },
    'missing',
  ),
  {
    name: 'reads the latency document where the policy names one',
    options: p95,
    candidate: { latency: { latency_p95_ms: 130 }, metrics: { latency_p95_ms: 10 } },
    outcome: 'fail',
    finding: { candidate: 130, unit: 'ms', at: { path: 'models/churn/latency.json' } },
  },
  {
    name: 'does not fall back to the metrics where the latency document lacks the percentile',
    options: p95,
    candidate: { latency: { p95: 130 }, metrics: { latency_p95_ms: 10 } },
    outcome: 'missing',
  },
  {
    name: 'misses a latency document that the policy names',
    options: p95,
    candidate: { metrics: { latency_p95_ms: 10 } },
    names: ['latency'],
    outcome: 'missing',
    code: 'document-absent',
  },
  {
    name: 'misses both documents',
    options: p95,
    candidate: { fairness: '{}' },
    outcome: 'missing',
    code: 'document-not-configured',
  },
  {
    name: 'passes at the ratio to production',
    options: { ...p95, 'max-production-ratio': 1.1 },
    candidate: { metrics: { latency_p95_ms: 110 } },
    production: { metrics: { latency_p95_ms: 100 } },
    outcome: 'pass',
    codes: ['within-budget', 'within-limit'],
  },
  {
    name: 'fails just over the ratio to production',
    options: { ...p95, 'max-production-ratio': 1.1 },
    candidate: { metrics: { latency_p95_ms: 110.001 } },
    production: { metrics: { latency_p95_ms: 100 } },
    outcome: 'fail',
    codes: ['regressed', 'within-budget'],
    finding: { unit: 'ms' },
  },
  {
    name: "compares latency documents with each other, not with production's metrics",
    options: { ...p95, 'max-production-ratio': 2 },
    candidate: { latency: { latency_p95_ms: 110 } },
    production: { latency: { latency_p95_ms: 50 }, metrics: { latency_p95_ms: 100 } },
    names: ['metrics'],
    outcome: 'missing',
    code: 'document-absent',
  },
  {
    name: 'judges the ratio in the latency document',
    options: { ...p95, 'max-production-ratio': 2 },
    candidate: { latency: { latency_p95_ms: 110 } },
    production: { latency: { latency_p95_ms: 50 } },
    outcome: 'fail',
    code: 'regressed',
  },
  {
    name: 'is insufficient against a production of 0 ms',
    options: { ...p95, 'max-production-ratio': 2 },
    candidate: { metrics: { latency_p95_ms: 1 } },
    production: { metrics: { latency_p95_ms: 0 } },
    outcome: 'insufficient',
  },
  {
    name: 'waits for a first model where it compares',
    options: { ...p95, 'max-production-ratio': 2 },
    candidate: { metrics: { latency_p95_ms: 1 } },
    outcome: 'pending',
    codes: ['first-model', 'within-budget'],
  },
  {
    name: 'misses the percentile once, ratio or not',
    options: { ...p95, 'max-production-ratio': 2 },
    candidate: { metrics: { auc: 1 } },
    production: { metrics: { latency_p95_ms: 1 } },
    outcome: 'missing',
    codes: ['metric-missing'],
  },
]);
