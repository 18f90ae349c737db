/** How a metric is judged: which way is better. `target` judges the distance to a wanted value. */
export type Direction =
  | { readonly better: 'higher' }
  | { readonly better: 'lower' }
  | { readonly better: 'target'; readonly target: number }
  | { readonly better: 'either' };

/**
 * An allowed (or demanded) change. `absolute` is in the unit of the metric, `relative` a fraction of |production|.
 * With both, `any` lets any breach fail, `all` only a breach of both (SEMANTICS.md §3).
 */
export interface Amount {
  readonly absolute?: number;
  readonly relative?: number;
  readonly combine: 'any' | 'all';
}

/** Binary rounding must not decide: comparisons hold within this share of the largest number involved (SEMANTICS.md §3). */
const RELATIVE_TOLERANCE = 1e-12;

function tolerance(values: readonly number[]): number {
  let largest = 0;
  for (const value of values) largest = Math.max(largest, Math.abs(value));
  return RELATIVE_TOLERANCE * largest;
}

/**
 * value ≥ bound, within the tolerance. False for anything that is not finite. `scale` is the largest number that went
 * into the value, where the value is a difference of larger ones.
 */
export function isAtLeast(value: number, bound: number, scale = 0): boolean {
  if (!Number.isFinite(value) || !Number.isFinite(bound)) return false;
  return value - bound >= -tolerance([value, bound, scale]);
}

/** value ≤ bound, within the tolerance. See `isAtLeast`. */
export function isAtMost(value: number, bound: number, scale = 0): boolean {
  return isAtLeast(-value, -bound, scale);
}

/** a − b, for people and records; null where it is beyond the range of numbers. */
export function differenceOf(a: number, b: number): number | null {
  const difference = a - b;
  return Number.isFinite(difference) ? difference : null;
}

/**
 * Direction-adjusted gain of the candidate over production; positive is better. For `either` any movement is damage,
 * so the gain is never positive. Not finite when the difference overflows.
 */
export function improvement(candidate: number, production: number, direction: Direction): number {
  switch (direction.better) {
    case 'higher':
      return candidate - production;
    case 'lower':
      return production - candidate;
    case 'target':
      return Math.abs(production - direction.target) - Math.abs(candidate - direction.target);
    case 'either':
      return candidate === production ? 0 : -Math.abs(candidate - production);
  }
}

/** The value that bounds apply to: |value − target| for direction `target`, the value itself otherwise. */
export function judgedValue(value: number, direction: Direction): number {
  return direction.better === 'target' ? Math.abs(value - direction.target) : value;
}

export type ChangeOutcome =
  | 'holds'
  | 'breached'
  /** A strict comparison met by neither side: the same value within the tolerance. */
  | 'tie'
  /** Only a relative limit was given and production is 0: nothing to relate to. */
  | 'undefined-relative'
  /** The difference is beyond the range of numbers. */
  | 'not-finite';

/** The limits of an amount in the unit of the metric; the relative one only where production gives it a meaning. */
function limitsInUnits(production: number, amount: Amount): readonly number[] {
  const limits: number[] = [];
  if (amount.absolute !== undefined) limits.push(amount.absolute);
  if (amount.relative !== undefined && production !== 0) limits.push(amount.relative * Math.abs(production));
  return limits;
}

function combines(held: readonly boolean[], combine: Amount['combine']): boolean {
  return combine === 'any' ? held.every(Boolean) : held.some(Boolean);
}

/** The numbers that a comparison is made of, for its tolerance. */
function scaleOf(candidate: number, production: number, direction: Direction): readonly number[] {
  return direction.better === 'target' ? [candidate, production, direction.target] : [candidate, production];
}

/** Did the candidate get worse by no more than the amount allows? */
export function judgeRegression(
  candidate: number,
  production: number,
  direction: Direction,
  amount: Amount,
): ChangeOutcome {
  const gain = improvement(candidate, production, direction);
  if (!Number.isFinite(gain)) return 'not-finite';
  const damage = -gain;
  const scale = scaleOf(candidate, production, direction);
  if (damage <= tolerance(scale)) return 'holds';
  const limits = limitsInUnits(production, amount);
  if (limits.length === 0) return 'undefined-relative';
  if (!limits.every(Number.isFinite)) return 'not-finite';
  const held = limits.map((limit) => damage - limit <= tolerance([...scale, limit]));
  return combines(held, amount.combine) ? 'holds' : 'breached';
}

/**
 * Is the candidate better by what the amount demands? Strictly better in any case, however little is demanded and
 * however the parts combine, and by at least what is demanded.
 */
export function judgeImprovement(
  candidate: number,
  production: number,
  direction: Direction,
  amount: Amount,
): ChangeOutcome {
  const gain = improvement(candidate, production, direction);
  if (!Number.isFinite(gain)) return 'not-finite';
  const limits = limitsInUnits(production, amount);
  if (limits.length === 0) return 'undefined-relative';
  if (!limits.every(Number.isFinite)) return 'not-finite';
  const scale = scaleOf(candidate, production, direction);
  if (gain <= tolerance(scale)) {
    const isTie = gain >= -tolerance(scale) && limits.every((limit) => limit === 0);
    return isTie ? 'tie' : 'breached';
  }
  const held = limits.map((limit) => gain - limit >= -tolerance([...scale, limit]));
  return combines(held, amount.combine) ? 'holds' : 'breached';
}

/**
 * The candidate value that just satisfies an improvement (`gain` > 0) or a regression (`gain` < 0) of one limit in the
 * unit of the metric. Undefined for directions where no single value does, and beyond the range of numbers.
 */
export function boundFor(production: number, gain: number, direction: Direction): number | undefined {
  if (direction.better !== 'higher' && direction.better !== 'lower') return undefined;
  const bound = direction.better === 'higher' ? production + gain : production - gain;
  return Number.isFinite(bound) ? bound : undefined;
}

/** The stricter or the looser of the limits, whichever decides under `combine`, in the unit of the metric. */
export function decidingLimit(
  production: number,
  amount: Amount,
  demand: 'improvement' | 'regression',
): number | undefined {
  const limits = limitsInUnits(production, amount);
  if (limits.length === 0) return undefined;
  const strictestIsLargest = demand === 'improvement';
  const takeLargest = (amount.combine === 'any') === strictestIsLargest;
  return takeLargest ? Math.max(...limits) : Math.min(...limits);
}

/** Factors by which the same metric differs when one side is in percent, milliseconds or thousands. */
const UNIT_FACTORS = [100, 1000, 1 / 100, 1 / 1000];

/** True when the two values look like one metric in two units (94.3 and 0.943; ms and s): SEMANTICS.md §3. */
export function suggestsUnitChange(candidate: number, production: number): boolean {
  if (candidate === 0 || production === 0) return false;
  const ratio = candidate / production;
  return UNIT_FACTORS.some((factor) => isAtMost(Math.abs(ratio / factor - 1), 0.02, 1));
}
