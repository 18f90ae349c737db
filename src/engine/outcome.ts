/** What a gate found, in the order of the contract: the first is the worst (SEMANTICS.md §12). */
export const OUTCOMES = [
  'error',
  'invalid',
  'incomparable',
  'fail',
  'missing',
  'insufficient',
  'pending',
  'pass',
  'not-applicable',
] as const;

export type Outcome = (typeof OUTCOMES)[number];

export const SEVERITIES = ['block', 'warn', 'shadow'] as const;

export type Severity = (typeof SEVERITIES)[number];

export type Verdict = 'approved' | 'blocked' | 'pending';

/** Outcomes that block a promotion when the severity is `block`. */
export function isFailing(outcome: Outcome): boolean {
  return (
    outcome === 'error' ||
    outcome === 'invalid' ||
    outcome === 'incomparable' ||
    outcome === 'fail' ||
    outcome === 'missing'
  );
}

/** Outcomes that make a verdict wait when the severity is `block`. */
export function isUndecided(outcome: Outcome): boolean {
  return outcome === 'insufficient' || outcome === 'pending';
}

/** Negative when `a` is the worse outcome. */
export function compareOutcomes(a: Outcome, b: Outcome): number {
  return OUTCOMES.indexOf(a) - OUTCOMES.indexOf(b);
}
