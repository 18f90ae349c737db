import type { Finding, Message } from '../../src/engine/finding.ts';
import type { GateResult, Judgement, ModelJudgement } from '../../src/engine/verdict.ts';
import { ENGINE_MESSAGES } from '../../src/engine/messages.ts';
import { isFailing } from '../../src/engine/outcome.ts';
import type { ReportContext } from '../../src/reports/view.ts';

/** Sentences as gates declare them. */
const MESSAGES: Readonly<Record<string, Message>> = {
  'beats-production/improved': { says: '{metric} is {candidate}, production has {production}: {change}.' },
  'beats-production/first-model': {
    says: 'Production has no {metric} to compare with: this is the first model.',
    fix: 'Say `bootstrap: allow` for this model in the policy, once its owners agree.',
  },
  'no-guardrail-regression/regressed': {
    says: '{metric} is {candidate}, production has {production}: it changed by {change}, more than the policy allows.',
    fix: 'Bring {metric} to at least {bound}.',
  },
  'no-guardrail-regression/held': { says: '{metric} is {candidate}, production has {production}.' },
  'slice-metrics/below-minimum': {
    says: '{metric} is {candidate} where {slice}.',
    fix: 'Reach at least {bound} in every group.',
  },
  'slice-metrics/too-few': {
    says: '{slice} has {n} examples; {minN} are needed to judge it.',
    fix: 'At least {minN} examples of {slice}.',
  },
  'slice-metrics/above-minimum': { says: '{metric} is {candidate} where {slice}.' },
  'model-card/contradicts': {
    says: 'The card says {metric} is {stated}; the metrics document says {candidate}.',
    fix: 'Write {candidate} in `{path}`.',
  },
  'model-card/section-missing': {
    says: 'The section `{section}` is missing.',
    fix: 'Add a heading `{section}` and what belongs below it to {path}.',
  },
  'model-size-budget/within': { says: 'The model is {candidate}, at most {bound} are allowed.' },
  'policy-change/loosened': {
    says: '`{option}` was loosened from {old} to {new}.',
    fix: 'One of the policy owners has to approve: {owners}.',
  },
  'policy-change/tightened': { says: 'A floor was added.' },
  '/metric-dropped': { says: 'Production has {metric} and this candidate does not.' },
};

export const context: ReportContext = {
  wording: (gateId, code) => MESSAGES[`${gateId}/${code}`] ?? messageOfEngine(code),
  tool: { version: '0.1.0' },
  repository: { owner: 'acme', name: 'churn', htmlUrl: 'https://github.example/acme/churn' },
  headSha: 'c0ffee0c0ffee0c0ffee0c0ffee0c0ffee0c0ffe',
};

function messageOfEngine(code: string): Message | undefined {
  return (ENGINE_MESSAGES as Readonly<Record<string, Message>>)[code];
}

export const METRICS = 'models/churn/metrics.json';

const TITLES: Readonly<Record<string, string>> = {
  'beats-production': 'Beats production',
  'no-guardrail-regression': 'No guardrail regression',
  'slice-metrics': 'Slice metrics',
  'model-card': 'Model card',
  'model-size-budget': 'Model size budget',
  'policy-change': 'Policy change',
};

export function gate(id: string, findings: readonly Finding[], parts: Partial<GateResult> = {}): GateResult {
  const worst = findings.find((finding) => isFailing(finding.outcome)) ?? findings[0];
  return {
    id,
    title: TITLES[id] ?? id,
    severity: worst?.severity ?? 'block',
    outcome: worst?.outcome ?? 'not-applicable',
    blocking: true,
    findings,
    ...parts,
  };
}

export function model(parts: Partial<ModelJudgement> = {}): ModelJudgement {
  return {
    name: 'churn',
    stage: 'production',
    verdict: 'approved',
    gates: [improved, held, smallEnough],
    notices: [],
    primary: {
      metric: 'auc',
      direction: 'higher',
      candidate: 0.9473684210526315,
      production: 0.9421052631578948,
      change: 0.00526315789473672,
    },
    metrics: [],
    production: {
      ref: 'main',
      commit: 'def5678def5678def5678def5678def5678def56',
      path: METRICS,
      blob: 'b10b',
      sha256: 'aa11',
      reason: 'the branch of the stage',
    },
    evidence: [],
    changedPaths: [METRICS],
    ...parts,
  };
}

export function judgement(parts: Partial<Judgement> = {}): Judgement {
  const models = parts.models ?? [model()];
  return {
    verdict: models[0]?.verdict ?? 'approved',
    stage: 'production',
    models,
    policy: {
      path: '.github/modelgate.yml',
      ref: 'main',
      commit: 'abc1234abc1234abc1234abc1234abc1234abc12',
      blob: 'b10c',
      sha256: 'bb22',
    },
    problems: [],
    notes: [],
    evaluatedAt: '2026-11-21T01:40:00.000Z',
    inputDigest: '9f8e7d6c5b4a39281706f5e4d3c2b1a09f8e7d6c5b4a39281706f5e4d3c2b1a0',
    ...parts,
  };
}

export const improved: GateResult = gate('beats-production', [
  {
    code: 'improved',
    outcome: 'pass',
    metric: 'auc',
    candidate: 0.9473684210526315,
    production: 0.9421052631578948,
    change: 0.00526315789473672,
    required: '> production by 0.002',
    at: { path: METRICS, line: 3, column: 10 },
  },
]);

export const held: GateResult = gate('no-guardrail-regression', [
  {
    code: 'held',
    outcome: 'pass',
    metric: 'recall',
    candidate: 0.95,
    production: 0.95,
    change: 0,
    required: 'drop ≤ 0.01',
    at: { path: METRICS, line: 4, column: 13 },
  },
  {
    code: 'held',
    outcome: 'pass',
    metric: 'latency_p95_ms',
    candidate: 41.2,
    production: 42,
    change: -0.8,
    required: 'rise ≤ 10% of production',
    unit: 'ms',
    at: { path: METRICS, line: 5, column: 21 },
  },
]);

export const smallEnough: GateResult = gate('model-size-budget', [
  {
    code: 'within',
    outcome: 'pass',
    metric: 'model size',
    candidate: 12.4,
    bound: 500,
    required: '≤ 500 MB',
    unit: 'MB',
  },
]);

export const regressed: GateResult = gate('no-guardrail-regression', [
  {
    code: 'regressed',
    outcome: 'fail',
    metric: 'recall',
    candidate: 0.871,
    production: 0.893,
    change: -0.022,
    required: 'drop ≤ 0.01',
    bound: 0.883,
    at: { path: METRICS, line: 4, column: 13 },
  },
  ...held.findings.slice(1),
]);

export const slices: GateResult = gate('slice-metrics', [
  ...['DE', 'FR'].map((region, index): Finding => ({
    code: 'below-minimum',
    outcome: 'fail',
    metric: 'auc',
    slice: `region=${region}`,
    candidate: 0.7 + index * 0.049996,
    required: '≥ 0.75',
    bound: 0.75,
    at: { path: METRICS, line: 20 + index, column: 16 },
  })),
  {
    code: 'too-few',
    outcome: 'insufficient',
    metric: 'auc',
    slice: 'region=LI',
    candidate: 0.31,
    required: 'n ≥ 100',
    suppressed: true,
    at: { path: METRICS, line: 23, column: 16 },
    facts: { n: 7, minN: 100 },
  },
  {
    code: 'above-minimum',
    outcome: 'pass',
    metric: 'auc',
    slice: 'region=EU',
    candidate: 0.93,
    required: '≥ 0.75',
    bound: 0.75,
  },
]);

export const untrueCard: GateResult = gate('model-card', [
  {
    code: 'contradicts',
    outcome: 'fail',
    metric: 'auc',
    candidate: 0.9474,
    at: { path: 'models/churn/MODEL_CARD.md', line: 31, column: 9 },
    facts: { stated: 0.96 },
  },
  {
    code: 'section-missing',
    outcome: 'missing',
    at: { path: 'models/churn/MODEL_CARD.md' },
    facts: { section: 'limitations' },
  },
]);
