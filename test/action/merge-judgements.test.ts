import { expect, test } from 'vitest';
import { mergeJudgements } from '../../src/action/merge-judgements.ts';
import type { Judgement } from '../../src/engine/verdict.ts';

function judgement(stage: string, verdict: Judgement['verdict'], inputDigest: string): Judgement {
  const evaluatedAt = '2026-11-21T12:00:00.000Z';
  return {
    verdict,
    stage,
    models: [],
    policy: null,
    problems: [],
    notes: ['policy-edited-here'],
    evaluatedAt,
    inputDigest,
  };
}

test('one judgement is its own report', () => {
  const one = judgement('production', 'blocked', 'a');
  expect(mergeJudgements([one])).toBe(one);
});

test('of several the worst verdict counts, and the report is of no one stage', () => {
  const merged = mergeJudgements([judgement('staging', 'approved', 'a'), judgement('production', 'pending', 'b')]);
  expect(merged).toMatchObject({ verdict: 'pending', stage: null, notes: ['policy-edited-here'] });
});

test('the digest changes with that of any of them', () => {
  const digestWith = (digest: string) =>
    mergeJudgements([judgement('staging', 'approved', 'a'), judgement('production', 'approved', digest)])?.inputDigest;
  expect(digestWith('b')).not.toBe(digestWith('c'));
});
