import type { Problem } from '../../documents/problem.ts';
import type { Judgement } from '../../engine/verdict.ts';
import { digestJudgement } from '../../review/input-digest.ts';

/** The report of a check that could not even begin: the same object as ever, with the problem in it. */
export function failedJudgement(
  problem: Problem,
  { stage, evaluatedAt }: { readonly stage: string | undefined; readonly evaluatedAt: string },
): Judgement {
  const judgement: Omit<Judgement, 'inputDigest'> = {
    verdict: 'error',
    stage: stage ?? null,
    models: [],
    policy: null,
    problems: [problem],
    notes: [],
    evaluatedAt,
  };
  return { ...judgement, inputDigest: digestJudgement(judgement, null) };
}
