import { excerpt } from '../excerpt.ts';
import type { SliceTerm, StatedInterval } from '../metrics.ts';
import type { TreeNode } from '../tree.ts';
import { type DocumentBuilder, readNumberText, type Value } from './builder.ts';
import { nodeAt, textAt } from './nodes.ts';

/** How a format of model cards names the parts of an interval. */
export interface IntervalKeys {
  readonly interval: string;
  readonly lower: string;
  readonly upper: string;
}

interface Stated {
  readonly value: Value;
  readonly number: number | undefined;
  readonly unit: 'percent' | undefined;
}

const PERCENT = /^([-+]?\d{1,20}(?:\.\d{1,20})?)\s?%$/;
/** What cards write for the whole evaluation set. */
const WHOLE: ReadonlySet<string> = new Set(['', 'overall', 'all', 'none']);

/** Model cards write numbers as strings: a decimal number, or one and a percent sign; anything else is no number. */
function readStated(node: TreeNode): Stated {
  if (node.kind !== 'string')
    return { value: node, number: node.kind === 'number' ? node.value : undefined, unit: undefined };
  const percent = PERCENT.exec(node.value.trim())?.[1];
  const text = percent ?? node.value;
  return {
    value: { text, at: node.at },
    number: readNumberText(text).value ?? undefined,
    unit: percent === undefined ? undefined : 'percent',
  };
}

function boundOf(metric: TreeNode, keys: IntervalKeys, key: string): Stated | undefined {
  const node = nodeAt(metric, keys.interval, key);
  return node === undefined ? undefined : readStated(node);
}

/** An interval in the unit of its value; one in another unit, or without a number on each side, is none. */
function intervalOf(metric: TreeNode, keys: IntervalKeys, unit: Stated['unit']): StatedInterval | undefined {
  const lower = boundOf(metric, keys, keys.lower);
  const upper = boundOf(metric, keys, keys.upper);
  if (lower?.number === undefined || upper?.number === undefined) return undefined;
  return lower.unit === unit && upper.unit === unit ? { lower: lower.number, upper: upper.number } : undefined;
}

/** One entry of a model card's performance metrics, as Model Card Toolkit and CycloneDX have it: type, value, slice, interval. */
export function addPerformanceMetric(
  document: DocumentBuilder,
  metric: TreeNode,
  keys: IntervalKeys,
  terms: readonly SliceTerm[] = [],
): void {
  const name = textAt(metric, 'type') ?? '';
  const node = nodeAt(metric, 'value');
  if (name.trim() === '' || node === undefined) {
    document.warn('A performance metric has no type or no value', metric.at);
    return;
  }
  const shown = excerpt(name.trim(), 80);
  const { value, number, unit } = readStated(node);
  const sliceName = (textAt(metric, 'slice') ?? '').trim();
  const slice = WHOLE.has(sliceName.toLowerCase())
    ? terms
    : [...terms, { attribute: 'slice', group: excerpt(sliceName, 80) }];
  const ci = intervalOf(metric, keys, unit);
  const details = { slice, ...(unit === undefined ? {} : { unit }), ...(ci === undefined ? {} : { ci }) };
  document.metric([shown], value, details);
  if (number === undefined || ci === undefined || (ci.lower <= number && number <= ci.upper)) return;
  document.warn(`contradiction: ${shown} is outside its own interval`, node.at);
  document.computed([shown], Number.NaN, node.at, details);
}
