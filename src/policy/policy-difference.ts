import type { Location } from '../documents/problem.ts';

/** How one thing of the policy changed. What cannot be shown to be as strict as before counts as loosened. */
export type PolicyChangeKind = 'tightened' | 'added' | 'neutral' | 'loosened' | 'removed';

export interface PolicyChange {
  readonly kind: PolicyChangeKind;
  /** What changed, by its keys: `churn › no-guardrail-regression (recall) › max-regression`. */
  readonly what: string;
  readonly before?: string;
  readonly after?: string;
  /** Where the new policy states it. */
  readonly at?: Location;
}

/** A value of the policy as a reader of the change sees it. */
export function show(value: unknown): string {
  if (value === undefined) return 'not set';
  return typeof value === 'string' ? value : JSON.stringify(value);
}
