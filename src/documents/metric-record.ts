import { excerpt } from './excerpt.ts';
import type { EvaluationFacts, MetricRecord, SliceTerm } from './metrics.ts';
import type { Problem } from './problem.ts';
import { describeNode } from './describe-node.ts';
import { MAX_PROBLEMS, MAX_WARNINGS } from './limits.ts';
import type { ArrayNode, TreeNode } from './tree.ts';

/** What a metrics reader gathers on its walk through one document. */
export interface MetricsWalk {
  readonly path: string;
  /** Whether objects that look like a classification report are read as one. */
  readonly reports: boolean;
  readonly records: MetricRecord[];
  readonly warnings: Problem[];
  /** Any of these makes the whole document invalid. */
  readonly problems: Problem[];
  evaluation: EvaluationFacts;
  /** Warnings beyond the cap, only counted. */
  unsaid: number;
}

/** Where in the document the walk stands. */
export interface MetricsPlace {
  /** Keys joined by dots, slices left out; empty at the root. */
  readonly path: string;
  readonly leaf: string;
  readonly slice: readonly SliceTerm[];
  /** The sample size of the slice's group, which holds for everything below it. */
  readonly groupN: number | undefined;
  /** The sample size that the metric at this very place takes from what stands beside it. */
  readonly n: number | undefined;
}

export const ROOT: MetricsPlace = { path: '', leaf: '', slice: [], groupN: undefined, n: undefined };

export function childOf(place: MetricsPlace, key: string): MetricsPlace {
  return { ...place, path: place.path === '' ? key : `${place.path}.${key}`, leaf: key };
}

export function warn(walk: MetricsWalk, problem: Omit<Problem, 'path'>): void {
  if (walk.warnings.length < MAX_WARNINGS) walk.warnings.push({ path: walk.path, ...problem });
  else walk.unsaid += 1;
}

/** Notes what makes the whole document invalid. Returns undefined, for `return refuse(…)`. */
export function refuse(
  walk: MetricsWalk,
  node: TreeNode,
  message: string,
  expected: string,
  example?: string,
): undefined {
  if (walk.problems.length >= MAX_PROBLEMS) return undefined;
  const problem = { path: walk.path, ...node.at, message, expected, received: describeNode(node) };
  walk.problems.push(example === undefined ? problem : { ...problem, example });
  return undefined;
}

const LEXEME_LENGTH = 80;

/** The part of a record that the value itself tells. `node` is anything but an object. */
export type ValuePart = Pick<MetricRecord, 'value' | 'lexeme' | 'unusable'>;

export function readValue(node: Exclude<TreeNode, { kind: 'object' }>): ValuePart {
  switch (node.kind) {
    case 'number':
      return { value: node.value, lexeme: excerpt(node.lexeme, LEXEME_LENGTH - 1) };
    case 'not-finite':
      return { value: null, lexeme: excerpt(node.lexeme, LEXEME_LENGTH - 1), unusable: 'not-finite' };
    case 'boolean':
      return { value: null, lexeme: String(node.value), unusable: 'boolean' };
    case 'null':
      return { value: null, lexeme: 'null', unusable: 'null' };
    case 'array':
      return { value: null, lexeme: node.items.length === 0 ? '[]' : '[…]', unusable: 'list' };
    case 'string':
      return { value: null, lexeme: `"${excerpt(node.value, LEXEME_LENGTH - 3)}"`, unusable: stringState(node.value) };
  }
}

/** DVCLive and Weights & Biases write NaN and infinities as strings. */
const NOT_FINITE = /^[-+]?(?:nan|inf|infinity)$/i;

function stringState(text: string): 'not-finite' | 'string' {
  return NOT_FINITE.test(text.trim()) ? 'not-finite' : 'string';
}

/**
 * Whether a string stands where a number is due: it starts as a number does, or it is one of the words for "none".
 * Names, dates and hashes do not.
 */
const NUMBER_LIKE =
  /^[-+]?(?:\d{1,30}(?:[.,]\d{0,30})?|\.\d{1,30})(?:e[-+]?\d{1,5})?\s{0,5}(?:(?:±|\+\/-).{0,30}|[a-zµ%]{1,3})?$/i;
const NO_NUMBER = /^(?:n\/?a|none|null|-|true|false|)$/i;

/** What to say about a value that cannot be used; undefined when it is plainly no metric, or fine. */
export function complaintAbout(node: Exclude<TreeNode, { kind: 'object' } | ArrayNode>): string | undefined {
  switch (node.kind) {
    case 'number':
      return undefined;
    case 'not-finite':
      return 'is not a finite number';
    case 'boolean':
      return 'is a boolean, not a number';
    case 'null':
      return 'is null, not a number';
    case 'string': {
      const text = node.value.trim();
      if (NOT_FINITE.test(text)) return 'is not a finite number';
      return NUMBER_LIKE.test(text) || NO_NUMBER.test(text) ? 'is a string, not a number' : undefined;
    }
  }
}
