import type { SliceTerm } from '../metrics.ts';
import type { TreeNode } from '../tree.ts';
import { createDocument, type DocumentBuilder, type RecordDetails } from './builder.ts';
import { readPoints } from './k6-points.ts';
import { type K6Threshold, keeps, thresholdsOf } from './k6-thresholds.ts';
import { arrayAt, entriesOf, hasKeys, itemsOf, nodeAt, numberAt, objectAt, textAt } from './nodes.ts';
import { defineReader, type TreeInput } from './reader.ts';
import { isoTime, warnOfContradiction } from './recomputed.ts';

/** Metrics that k6 measures in milliseconds; --summary-export does not say what a metric contains. */
const TIMES =
  /^(?:http_req_(?!failed)\w+|iteration_duration|group_duration|ws_(?:connecting|session_duration|ping)|grpc_req_duration|browser_.*)$/;
const BUILT_IN = ['http_reqs', 'http_req_duration', 'iterations', 'iteration_duration', 'vus', 'checks'] as const;

/** One metric of a summary, wherever a version has it. */
interface K6Metric {
  readonly name: string;
  readonly node: TreeNode;
  readonly values: TreeNode;
  readonly isNested: boolean;
}

/** `http_req_duration{expected_response:true}` is a submetric: the metric, for a slice. */
export function splitName(name: string): { readonly base: string; readonly slice: readonly SliceTerm[] } {
  const brace = name.indexOf('{');
  if (brace <= 0 || !name.endsWith('}')) return { base: name, slice: [] };
  const slice: SliceTerm[] = [];
  for (const tag of name.slice(brace + 1, -1).split(',')) {
    const colon = tag.indexOf(':');
    const attribute = tag.slice(0, colon).trim();
    if (colon <= 0 || slice.some((term) => term.attribute === attribute)) return { base: name, slice: [] };
    slice.push({ attribute, group: tag.slice(colon + 1).trim() });
  }
  return { base: name.slice(0, brace), slice };
}

function isTime(metric: K6Metric, base: string): boolean {
  const contains = textAt(metric.node, 'contains');
  return contains === undefined ? TIMES.test(base) : contains === 'time';
}

function unitOf(metric: K6Metric, base: string, stat: string): string | undefined {
  if (isTime(metric, base)) return 'ms';
  if (isRate(metric)) return 'fraction';
  const isData = textAt(metric.node, 'contains') === 'data' || /^data_(?:sent|received)$/.test(base);
  if (stat === 'count') return isData ? 'bytes' : 'count';
  return undefined;
}

function isRate({ node, values }: K6Metric): boolean {
  return textAt(node, 'type') === 'rate' || hasKeys(values, 'passes', 'fails');
}

function directionOf(metric: K6Metric, base: string): RecordDetails {
  if (base === 'http_req_failed' || isTime(metric, base)) return { direction: 'lower', directionFrom: 'format' };
  return base === 'checks' ? { direction: 'higher', directionFrom: 'format' } : {};
}

/** How many of what are behind a metric. */
function sampleSize(counts: ReadonlyMap<string, number>, metric: K6Metric, base: string, isWhole: boolean) {
  if (isRate(metric)) {
    const passes = numberAt(metric.values, 'passes');
    const fails = numberAt(metric.values, 'fails');
    const total = numberAt(metric.values, 'total');
    if (total !== undefined) return total;
    if (passes !== undefined && fails !== undefined) return passes + fails;
  }
  const own = numberAt(metric.values, 'count');
  if (isTime(metric, base) && own !== undefined) return own;
  if (!isWhole) return undefined;
  if (base.startsWith('http_req_')) return counts.get('http_reqs');
  return base === 'iteration_duration' ? counts.get('iterations') : undefined;
}

/** The threshold of a statistic to show beside it: one that failed before one that was kept. */
function worstOf(thresholds: readonly K6Threshold[]): K6Threshold | undefined {
  return thresholds.find(({ verdict }) => verdict === 'fail') ?? thresholds[0];
}

function readMetric(document: DocumentBuilder, metric: K6Metric, counts: ReadonlyMap<string, number>): void {
  const { name, node, values, isNested } = metric;
  const { base, slice } = splitName(name);
  const n = sampleSize(counts, metric, base, slice.length === 0);
  if (n === 0) {
    document.warn(`${name} has no samples, which is no evidence`, node.at);
    return;
  }
  const thresholds = thresholdsOf(document, node, isNested);
  for (const { key, value } of entriesOf(values)) {
    const isShare = isRate(metric) && (key === 'rate' || key === 'value');
    // `passes` of http_req_failed are requests that failed: as records they would be read the wrong way round.
    if ((isRate(metric) && !isShare) || value.kind === 'object' || value.kind === 'string') continue;
    const stat = isShare ? 'rate' : key;
    const unit = unitOf(metric, base, stat);
    const threshold = worstOf(thresholds.filter((one) => one.stat === stat));
    const details: RecordDetails = {
      slice,
      ...(n === undefined ? {} : { n }),
      ...(unit === undefined ? {} : { unit }),
      ...directionOf(metric, base),
      ...(threshold === undefined ? {} : { verdict: threshold.verdict, threshold: threshold.threshold }),
    };
    document.metric([base, stat], value, details);
    if (value.kind === 'number') checkValue(document, metric, [base, stat], value.value, details, thresholds);
  }
}

/** A rate must be its own counts' and every verdict that of its value. */
function checkValue(
  document: DocumentBuilder,
  { values }: K6Metric,
  segments: readonly string[],
  value: number,
  details: RecordDetails,
  thresholds: readonly K6Threshold[],
): void {
  const stat = segments.at(-1);
  const passes = numberAt(values, 'passes');
  const fails = numberAt(values, 'fails');
  const share = passes === undefined || fails === undefined ? value : passes / (passes + fails);
  if (Math.abs(share - value) > 1e-4) {
    document.computed(segments, share, values.at, details);
    warnOfContradiction(document, segments.join('.'), value, share, values.at);
  }
  for (const threshold of thresholds) {
    if (threshold.stat !== stat || keeps(value, threshold.threshold) === (threshold.verdict === 'pass')) continue;
    document.computed(segments, Number.NaN, values.at, details);
    warnOfContradiction(document, 'verdict of a threshold', threshold.verdict, value, threshold.at);
  }
}

/** handleSummary and --summary-export have an object of metrics, the machine-readable summary a list. */
function metricsOf(root: TreeNode): readonly K6Metric[] {
  const list = arrayAt(root, 'results', 'metrics');
  if (list !== undefined)
    return itemsOf(list).flatMap((node) => {
      const name = textAt(node, 'name');
      const values = objectAt(node, 'values');
      return name === undefined || values === undefined ? [] : [{ name, node, values, isNested: true }];
    });
  return entriesOf(nodeAt(root, 'metrics')).flatMap(({ key: name, value: node }) => {
    if (node.kind !== 'object') return [];
    const values = objectAt(node, 'values');
    return [{ name, node, values: values ?? node, isNested: values !== undefined }];
  });
}

function readTree({ path, root }: TreeInput) {
  const document = createDocument(path, 'k6');
  const version = textAt(root, 'metadata', 'k6Version');
  document.producer({ tool: 'k6', ...(version === undefined ? {} : { version }) });
  const when = isoTime(textAt(root, 'metadata', 'generatedAt'));
  if (when !== undefined) document.when(when);
  const metrics = metricsOf(root);
  const counts = new Map(metrics.flatMap(({ name, values }) => [[name, numberAt(values, 'count') ?? -1] as const]));
  if (
    metrics.length === 0 ||
    counts.get('http_reqs') === 0 ||
    (!counts.has('http_reqs') && counts.get('iterations') === 0)
  ) {
    document.warn('No requests were made, which is no evidence', root.at);
    return document.finish();
  }
  for (const metric of metrics) readMetric(document, metric, counts);
  const duration = nodeAt(root, 'state', 'testRunDurationMs');
  if (duration !== undefined) document.metric(['testRunDurationMs'], duration, { unit: 'ms' });
  const seconds = nodeAt(root, 'config', 'duration');
  if (seconds?.kind === 'number') document.metric(['duration'], seconds, { unit: 's' });
  return document.finish();
}

function isSummary(root: TreeNode): boolean {
  if (arrayAt(root, 'results', 'metrics') !== undefined)
    return itemsOf(nodeAt(root, 'results', 'metrics')).some((metric) => hasKeys(metric, 'name', 'type', 'values'));
  const metrics = objectAt(root, 'metrics');
  if (metrics === undefined) return false;
  if (hasKeys(root, 'root_group')) return true;
  return BUILT_IN.some((name) => {
    const metric = objectAt(metrics, name);
    return hasKeys(metric, 'values') || hasKeys(metric, 'rate', 'count') || hasKeys(metric, 'avg', 'max');
  });
}

export const k6 = defineReader({
  id: 'k6',
  title: 'k6 summary and points',
  versions: '0.30 to 2.x: handleSummary, --summary-export, machine-readable summary 1.0.0, --out json',
  takes:
    '<metric>.<statistic> with n, unit, threshold and its verdict; tags of a submetric as its slice; points as their statistics',
  refuses: 'runs without requests give no record; passes and fails of rates only feed n',
  shapes: ['tree', 'lines'],
  recognises: (input) =>
    input.shape === 'tree'
      ? isSummary(input.root)
      : input.values
          .slice(0, 3)
          .every((line) => ['Metric', 'Point'].includes(textAt(line, 'type') ?? '') && hasKeys(line, 'metric', 'data')),
  read: (input) => (input.shape === 'tree' ? readTree(input) : readPoints(input)),
});
