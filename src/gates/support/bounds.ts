import { type Direction, isAtLeast, isAtMost, judgedValue } from '../../engine/comparison.ts';
import type { Finding } from '../../engine/finding.ts';

export interface Bounds {
  readonly min?: number;
  readonly max?: number;
}

export interface BoundFinding extends Pick<Finding, 'code' | 'outcome' | 'bound'> {
  readonly required: string;
}

const described = new WeakMap<Bounds, string>();

/** The condition in words, made once for each use of a gate: it is asked for by slice. */
function describe(bounds: Bounds, direction: Direction): string {
  const known = described.get(bounds);
  if (known !== undefined) return known;
  const subject = direction.better === 'target' ? `|x − ${direction.target}| ` : '';
  const parts: string[] = [];
  if (bounds.min !== undefined) parts.push(`${subject}≥ ${bounds.min}`);
  if (bounds.max !== undefined) parts.push(`${subject}≤ ${bounds.max}`);
  const text = parts.join(' and ');
  described.set(bounds, text);
  return text;
}

/** Judges a value against inclusive absolute bounds; for direction `target` the distance to it. */
export function judgeBounds(value: number, bounds: Bounds, direction: Direction): BoundFinding {
  const judged = judgedValue(value, direction);
  const required = describe(bounds, direction);
  const isPlain = direction.better !== 'target';
  // A distance is a difference of two numbers and as exact as the larger one.
  const scale = direction.better === 'target' ? Math.max(Math.abs(value), Math.abs(direction.target)) : 0;
  if (bounds.min !== undefined && !isAtLeast(judged, bounds.min, scale))
    return { code: 'below-minimum', outcome: 'fail', required, ...(isPlain ? { bound: bounds.min } : {}) };
  if (bounds.max !== undefined && !isAtMost(judged, bounds.max, scale))
    return { code: 'above-maximum', outcome: 'fail', required, ...(isPlain ? { bound: bounds.max } : {}) };
  const bound = bounds.min ?? bounds.max;
  return { code: 'within-bounds', outcome: 'pass', required, ...(isPlain && bound !== undefined ? { bound } : {}) };
}

export function lintBounds({ min, max }: Bounds): string | undefined {
  if (min === undefined && max === undefined) return 'needs "min", "max" or both';
  if (min !== undefined && max !== undefined && min > max) return '"min" is larger than "max": nothing can pass';
  return undefined;
}
