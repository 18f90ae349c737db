import type { Problem } from '../../src/documents/problem.ts';
import { parsePolicy } from '../../src/policy/parse.ts';
import type { Policy } from '../../src/policy/policy.ts';
import { POLICY_PATH } from '../../src/policy/schema.ts';

export function readPolicyBytes(bytes: Uint8Array): ReturnType<typeof parsePolicy> {
  return parsePolicy({ path: POLICY_PATH, bytes });
}

export function readPolicyText(text: string): ReturnType<typeof parsePolicy> {
  return readPolicyBytes(new TextEncoder().encode(text));
}

export function validPolicy(text: string): Policy {
  const parsed = readPolicyText(text);
  if ('problems' in parsed) throw new Error(`no valid policy: ${JSON.stringify(parsed.problems, undefined, 2)}`);
  return parsed.value;
}

export function problemsOf(text: string): readonly Problem[] {
  const parsed = readPolicyText(text);
  return 'problems' in parsed ? parsed.problems : [];
}

/** The example of the grammar, whole. */
export const GRAMMAR = `version: 1
stages:
  production: { branch: main }            # a pull request into this branch promotes to this stage
models:
  churn:
    paths: [models/churn/**]              # touching these makes a pull request a model change
    task: binary-classification
    stage: production                     # default: the stage whose branch the pull request targets
    evidence:
      metrics: models/churn/metrics.json  # the candidate's; a path, or { path, format, select }
      model-card: models/churn/MODEL_CARD.md
      fairness: models/churn/fairness.json
    production: { ref: main }             # where production's documents are; default: the stage's branch, same paths
    gates:
      beats-production: { metric: auc, direction: higher, min-improvement: 0.002 }
      no-guardrail-regression:
        - { metric: recall, direction: higher, max-regression: 0.01 }
        - { metric: latency_p95_ms, direction: lower, max-regression: 10% }
      metric-thresholds:
        - { metric: auc, direction: higher, min: 0.80 }
      slice-metrics: { metric: auc, direction: higher, by: region, min: 0.75, max-gap: 0.05, min-n: 100 }
      model-card: { sections: [intended-use, limitations, training-data, evaluation] }
      fairness: { attribute: sex, metric: demographic-parity-ratio, min: 0.8, min-n: 50 }
      latency-budget: { p95-ms: 120 }
      model-size-budget: { max-mb: 500 }
`;
