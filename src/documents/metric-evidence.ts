import { describeNode } from './describe-node.ts';
import { type MetricsWalk, warn } from './metric-record.ts';
import type { StatedInterval } from './metrics.ts';
import { findEntry, type ObjectEntry, type ObjectNode, type TreeNode } from './tree.ts';

/** Keys that state the sample size of everything beside them, the more specific first. */
const SIZE_KEYS = ['n', 'support', 'count', 'n_samples', 'num_samples', 'n_examples'] as const;
const SIZE_KEY_SET: ReadonlySet<string> = new Set(SIZE_KEYS);
const STDERR_KEYS = ['stderr', 'std_err', 'standard_error', 'se'] as const;
const CI_KEYS = ['ci', 'confidence_interval'] as const;

/** Keys of a `{ value, … }` object that describe the value and are no metrics themselves. */
const EVIDENCE_KEYS: ReadonlySet<string> = new Set(['value', ...STDERR_KEYS, ...CI_KEYS]);

export function isEvidenceKey(key: string): boolean {
  return EVIDENCE_KEYS.has(key);
}

/** Whether a key names a sample size (`n`, `support`, `eval_samples`), not a metric. */
export function isSampleSizeKey(key: string): boolean {
  return SIZE_KEY_SET.has(key) || (key.endsWith('_samples') && key.length > '_samples'.length);
}

/** Sample sizes that one object states for the metrics in it. */
export interface SampleSizes {
  /** null where a size is stated and cannot be used. */
  readonly n: number | null | undefined;
  /** By prefix: `eval_samples` counts for `eval_loss`, and for nothing without that prefix. */
  readonly byPrefix: ReadonlyMap<string, number>;
}

const NONE: ReadonlyMap<string, number> = new Map();

export function readSampleSizes(walk: MetricsWalk, node: ObjectNode): SampleSizes {
  let byPrefix: Map<string, number> | undefined;
  const found = new Map<string, number | null | undefined>();
  for (const entry of node.entries) {
    if (!isSampleSizeKey(entry.key)) continue;
    const count = readCount(walk, entry);
    if (SIZE_KEY_SET.has(entry.key)) found.set(entry.key, count);
    else if (typeof count === 'number')
      byPrefix = (byPrefix ?? new Map()).set(entry.key.slice(0, -'samples'.length), count);
  }
  const key = SIZE_KEYS.find((name) => found.get(name) !== undefined);
  return { n: key === undefined ? undefined : found.get(key), byPrefix: byPrefix ?? NONE };
}

/** Prefixes are looked for up to this many underscores, so that a hostile key costs no more than a plain one. */
const PREFIX_PARTS = 8;

/** The sample size behind the metric `key`: by its longest prefix that has one, else that of the whole object. */
export function sampleSizeFor(key: string, sizes: SampleSizes): number | null | undefined {
  let n = sizes.n;
  if (sizes.byPrefix.size === 0) return n;
  let end = key.indexOf('_');
  for (let part = 0; part < PREFIX_PARTS && end !== -1; part += 1) {
    n = sizes.byPrefix.get(key.slice(0, end + 1)) ?? n;
    end = key.indexOf('_', end + 1);
  }
  return n;
}

/** A count is a whole number, not negative; scikit-learn writes it as `197.0` at times. */
function readCount(walk: MetricsWalk, { key, value }: ObjectEntry): number | null | undefined {
  if (value.kind === 'number' && Number.isSafeInteger(value.value) && value.value >= 0) return value.value;
  // A metric may happen to be called `count`: what is no plain value says nothing about a sample.
  if (value.kind === 'object' || value.kind === 'array') return undefined;
  const received = describeNode(value);
  warn(walk, {
    ...value.at,
    message: `The sample size "${key}" cannot be used`,
    expected: 'a whole number, 0 or more',
    received,
  });
  return null;
}

export interface Spread {
  readonly stderr?: number;
  readonly ci?: StatedInterval;
}

/** Standard error and interval of a `{ value, … }` object. What is odd about them is warned of and left out. */
export function readSpread(walk: MetricsWalk, node: ObjectNode): Spread {
  const stderr = firstOf(node, STDERR_KEYS);
  const ci = firstOf(node, CI_KEYS);
  const spread: { stderr?: number; ci?: StatedInterval } = {};
  if (stderr?.kind === 'number' && stderr.value >= 0) spread.stderr = stderr.value;
  else if (stderr !== undefined && stderr.kind !== 'null')
    warnOf(walk, stderr, 'The standard error', 'a number, 0 or more');
  const interval = ci === undefined ? undefined : readInterval(ci);
  if (interval !== undefined) spread.ci = interval;
  else if (ci !== undefined && ci.kind !== 'null') {
    warnOf(walk, ci, 'The interval', '{ lower, upper, level } with lower ≤ upper and level between 0 and 1');
  }
  return spread;
}

function firstOf(node: ObjectNode, keys: readonly string[]): TreeNode | undefined {
  for (const key of keys) {
    const entry = findEntry(node, key);
    if (entry !== undefined) return entry.value;
  }
  return undefined;
}

function readInterval(node: TreeNode): StatedInterval | undefined {
  if (node.kind === 'array') return node.items.length === 2 ? intervalOf(node.items[0], node.items[1]) : undefined;
  if (node.kind !== 'object') return undefined;
  const ends = intervalOf(firstOf(node, ['lower', 'low', 'lo']), firstOf(node, ['upper', 'high', 'hi']));
  const level = firstOf(node, ['level', 'confidence']);
  if (ends === undefined || level === undefined) return ends;
  if (level.kind !== 'number' || level.value <= 0 || level.value >= 1) return undefined;
  return { ...ends, level: level.value };
}

function intervalOf(lower: TreeNode | undefined, upper: TreeNode | undefined): StatedInterval | undefined {
  if (lower?.kind !== 'number' || upper?.kind !== 'number' || lower.value > upper.value) return undefined;
  return { lower: lower.value, upper: upper.value };
}

function warnOf(walk: MetricsWalk, node: TreeNode, what: string, expected: string): void {
  warn(walk, { ...node.at, message: `${what} cannot be used`, expected, received: describeNode(node) });
}
