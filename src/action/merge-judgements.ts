import type { Judgement } from '../engine/verdict.ts';
import { sha256Hex } from '../sources/digest.ts';

const WORST_FIRST = ['error', 'blocked', 'pending', 'approved'] as const satisfies readonly Judgement['verdict'][];

/**
 * One report for one job. There is more than one judgement only on a branch that is no stage's, where models that
 * changed name different stages themselves; each model then says its own.
 */
export function mergeJudgements(judgements: readonly Judgement[]): Judgement | undefined {
  const [first, ...others] = judgements;
  if (first === undefined || others.length === 0) return first;
  return {
    ...first,
    verdict: WORST_FIRST.find((verdict) => judgements.some((one) => one.verdict === verdict)) ?? 'error',
    stage: null,
    models: judgements.flatMap(({ models }) => models),
    problems: judgements.flatMap(({ problems }) => problems),
    notes: [...new Set(judgements.flatMap(({ notes }) => notes))],
    inputDigest: sha256Hex(judgements.map(({ inputDigest }) => inputDigest).join('\n')),
  };
}
