import type { EvaluationFacts } from '../documents/metrics.ts';

/** What must agree for two measurements to be comparable, where both documents state it (SEMANTICS.md §12). */
export const EVALUATION_FACTS = [
  'dataset_sha256',
  'split',
  'n',
  'harness',
  'harness_version',
  'metric_definition',
] as const satisfies readonly (keyof EvaluationFacts)[];

export type EvaluationFactName = (typeof EVALUATION_FACTS)[number];
