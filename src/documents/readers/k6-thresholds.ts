import { excerpt } from '../excerpt.ts';
import type { MetricRecord } from '../metrics.ts';
import type { ObjectEntry } from '../tree.ts';
import { booleanAt, entriesOf, nodeAt } from './nodes.ts';
import type { DocumentBuilder } from './builder.ts';
import type { TreeNode } from '../tree.ts';

/** One threshold of a metric: `p(95)<500`. */
export interface K6Threshold {
  readonly stat: string;
  readonly threshold: NonNullable<MetricRecord['threshold']>;
  readonly verdict: 'pass' | 'fail';
  readonly at: ObjectEntry['keyAt'];
}

const EXPRESSION =
  /^\s*(p\(\d{1,3}(?:\.\d{1,9})?\)|avg|min|max|med|count|rate|value)\s*(<=|>=|<|>|={2,3})\s*(-?\d{1,20}(?:\.\d{1,20})?)\s*$/;
const OPERATORS = { '<': '<', '<=': '<=', '>': '>', '>=': '>=', '==': '=', '===': '=' } as const;

function isOperator(text: string): text is keyof typeof OPERATORS {
  return Object.hasOwn(OPERATORS, text);
}

/**
 * The thresholds of a metric. Their polarity is told by their shape: `{ok: true}` of handleSummary was kept, `true` of
 * --summary-export was crossed. A bare boolean beside `values` is of neither: it says nothing.
 */
export function thresholdsOf(document: DocumentBuilder, metric: TreeNode, isNested: boolean): readonly K6Threshold[] {
  const found: K6Threshold[] = [];
  for (const { key, keyAt, value } of entriesOf(nodeAt(metric, 'thresholds'))) {
    const kept = booleanAt(value, 'ok') ?? (value.kind === 'boolean' && !isNested ? !value.value : undefined);
    const [, stat, op, bound] = EXPRESSION.exec(key.slice(0, 200)) ?? [];
    if (kept === undefined) document.warn(`What became of the threshold ${excerpt(key)} is not told`, keyAt);
    else if (stat === undefined || op === undefined || !isOperator(op))
      document.fact(`threshold ${key}`, kept ? 'pass' : 'fail', keyAt);
    else
      found.push({
        stat,
        threshold: { op: OPERATORS[op], value: Number(bound) },
        verdict: kept ? 'pass' : 'fail',
        at: keyAt,
      });
  }
  return found;
}

/** Whether a value keeps a threshold. */
export function keeps(value: number, { op, value: bound }: NonNullable<MetricRecord['threshold']>): boolean {
  switch (op) {
    case '<':
      return value < bound;
    case '<=':
      return value <= bound;
    case '>':
      return value > bound;
    case '>=':
      return value >= bound;
    case '=':
      return value === bound;
  }
}
