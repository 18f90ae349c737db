import type { MetricsDocument } from '../../documents/metrics.ts';
import { isAtMost } from '../../engine/comparison.ts';
import { EVALUATION_FACTS, type EvaluationFactName } from '../../engine/evaluation-facts.ts';

export interface EvaluationDifference {
  readonly fact: EvaluationFactName;
  readonly candidate: string;
  readonly production: string;
  readonly at: { readonly path: string; readonly line: number; readonly column: number };
}

function agrees(fact: EvaluationFactName, candidate: string, production: string, nTolerance: number): boolean {
  if (fact === 'dataset_sha256') return candidate.toLowerCase() === production.toLowerCase();
  if (fact !== 'n') return candidate === production;
  const a = Number(candidate);
  const b = Number(production);
  return isAtMost(Math.abs(a - b), nTolerance * Math.max(a, b));
}

/** The first fact that both sides state and that does not agree (SEMANTICS.md §6, §12 "Comparability"). */
export function findEvaluationDifference(
  candidate: MetricsDocument,
  production: MetricsDocument,
  nTolerance: number,
): EvaluationDifference | undefined {
  for (const fact of EVALUATION_FACTS) {
    const ours = candidate.evaluation[fact];
    const theirs = production.evaluation[fact];
    if (ours === undefined || theirs === undefined) continue;
    if (!agrees(fact, ours.value, theirs.value, nTolerance))
      return {
        fact,
        candidate: ours.value,
        production: theirs.value,
        at: { path: candidate.path, ...ours.at },
      };
  }
  return undefined;
}
