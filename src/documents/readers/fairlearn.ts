import type { ObjectNode, TreeNode } from '../tree.ts';
import { createDocument, type DocumentBuilder } from './builder.ts';
import { addClaim } from './claim.ts';
import { entriesOf, nodeAt, numberAt, objectAt } from './nodes.ts';
import { defineReader, type TreeInput } from './reader.ts';

/** Sizes of groups, not metrics: what they differ by is noise. */
const SIZES: ReadonlySet<string> = new Set(['count', 'n', 'support']);

interface Frame {
  /** The sensitive feature; undefined where the file is one frame that does not name it. */
  readonly feature: string | undefined;
  readonly node: ObjectNode;
}

/** Values of one frame by group, then by metric, whichever way round the file has them. */
type Groups = ReadonlyMap<string, ReadonlyMap<string, TreeNode>>;

function isFrame(node: TreeNode): node is ObjectNode {
  return objectAt(node, 'by_group') !== undefined && objectAt(node, 'overall') !== undefined;
}

function listFrames(root: TreeNode): readonly Frame[] {
  if (isFrame(root)) return [{ feature: undefined, node: root }];
  return entriesOf(root).flatMap(({ key, value }) => (isFrame(value) ? [{ feature: key, node: value }] : []));
}

/** pandas writes `{ metric: { group: value } }`; oriented by index it is the other way round. */
function readGroups(frame: ObjectNode): Groups {
  const metrics = new Set(entriesOf(nodeAt(frame, 'overall')).map(({ key }) => key));
  const table = entriesOf(nodeAt(frame, 'by_group'));
  const byMetric = table.some(({ key }) => metrics.has(key) || SIZES.has(key));
  const groups = new Map<string, Map<string, TreeNode>>();
  for (const outer of table)
    for (const inner of entriesOf(outer.value)) {
      const [group, metric] = byMetric ? [inner.key, outer.key] : [outer.key, inner.key];
      groups.set(group, (groups.get(group) ?? new Map()).set(metric, inner.value));
    }
  return groups;
}

function sizeOf(group: ReadonlyMap<string, TreeNode>): number | undefined {
  for (const key of SIZES) {
    const size = group.get(key);
    if (size?.kind === 'number') return size.value;
  }
  return undefined;
}

/** What Fairlearn may have meant: between the groups, or of each group to the whole. */
function disparities(kind: 'difference' | 'ratio', values: readonly number[], overall: number | undefined) {
  const [low, high] = [Math.min(...values), Math.max(...values)];
  if (kind === 'difference')
    return [high - low, overall === undefined ? undefined : Math.max(high - overall, overall - low)];
  const ratios = overall === undefined ? [] : values.map((value) => Math.min(value / overall, overall / value));
  return [high === 0 ? undefined : low / high, ratios.length === 0 ? undefined : Math.min(...ratios)];
}

function addFrame(document: DocumentBuilder, { feature, node }: Frame): void {
  const attribute = feature ?? 'group';
  const all = readGroups(node);
  const groups = new Map([...all].filter(([, metrics]) => sizeOf(metrics) !== 0));
  if (groups.size < all.size)
    document.warn(`Empty evidence: ${all.size - groups.size} of ${all.size} groups have no example`, node.at);
  if (groups.size === 0) return;
  const sizes = [...groups.values()].map(sizeOf);
  const total = numberAt(node, 'overall', 'count');
  for (const { key, value } of entriesOf(nodeAt(node, 'overall')))
    if (!SIZES.has(key)) document.metric(['overall', key], value, total === undefined ? {} : { n: total });
  for (const [group, metrics] of groups) {
    const n = sizeOf(metrics);
    for (const [metric, value] of metrics)
      if (!SIZES.has(metric) && value.kind !== 'array')
        document.metric([metric], value, { slice: [{ attribute, group }], ...(n === undefined ? {} : { n }) });
  }
  const smallest = sizes.every((size) => size !== undefined) ? Math.min(...sizes) : undefined;
  for (const block of node.entries) {
    const kind = block.key.startsWith('difference')
      ? 'difference'
      : block.key.startsWith('ratio')
        ? 'ratio'
        : undefined;
    if (kind === undefined) continue;
    for (const { key, value } of entriesOf(block.value)) {
      if (SIZES.has(key)) continue;
      const parts = [...groups.values()].map((metrics) => numberAt(metrics.get(key)));
      const known = parts.filter((part) => part !== undefined);
      const actual = known.length === all.size ? disparities(kind, known, numberAt(node, 'overall', key)) : [];
      addClaim(document, [...(feature === undefined ? [] : [feature]), block.key, key], value, actual, {
        ...(smallest === undefined ? {} : { n: smallest }),
        direction: kind === 'difference' ? 'lower' : 'higher',
        directionFrom: 'format',
      });
    }
  }
}

function read({ path, root }: TreeInput) {
  const document = createDocument(path, 'fairlearn');
  document.producer({ tool: 'fairlearn' });
  const frames = listFrames(root);
  if (frames.length === 0) document.warn('Empty evidence: there is no frame with overall and by_group', root.at);
  for (const frame of frames) addFrame(document, frame);
  return document.finish();
}

export const fairlearn = defineReader({
  id: 'fairlearn',
  title: 'Fairlearn MetricFrame, serialised',
  versions: '0.7–0.13',
  takes:
    'every metric by group with n = count, and overall; differences and ratios, recomputed, n = the smallest group',
  refuses: 'groups with count 0; differences of counts; disparities that the groups contradict',
  shapes: ['tree'],
  recognises: ({ root }) => listFrames(root).length > 0,
  read,
});
