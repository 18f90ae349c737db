import { excerpt } from './excerpt.ts';
import { readFairlearnGroups } from './fairlearn-groups.ts';
import { createRefusals, readRate, type Refusals } from './fairness-values.ts';
import { readGroupCounts } from './group-counts.ts';
import type { FairnessAttribute, FairnessDocument, StatedDisparity } from './fairness.ts';
import { describeNode } from './describe-node.ts';
import type { Parsed, Problem, SourceText } from './problem.ts';
import { parseTree } from './read-tree.ts';
import { findEntry, type ObjectEntry, type ObjectNode } from './tree.ts';

const EXAMPLE = '{ "sex": { "groups": { "F": { "n": 200, "tp": 70, "fp": 20, "fn": 20, "tn": 90 } } } }';

/**
 * Reads outcomes per group of each protected attribute: our own table of counts, or a Fairlearn MetricFrame written
 * metric by metric. Nothing is computed here; what the file states about disparities is kept for checking.
 */
export function parseFairness(source: SourceText): Parsed<FairnessDocument> {
  const tree = parseTree(source);
  if ('problems' in tree) return tree;
  const { path } = source;
  const root = tree.value;
  if (root.kind !== 'object') {
    const received = describeNode(root);
    return {
      problems: [
        {
          path,
          ...root.at,
          message: 'There is no fairness table',
          expected: 'an object of attributes',
          received,
          example: EXAMPLE,
        },
      ],
    };
  }
  const refusals = createRefusals(path);
  const attributes: FairnessAttribute[] = [];
  const warnings: Problem[] = [];
  for (const entry of root.entries) {
    if (entry.value.kind === 'object') attributes.push(readAttribute(refusals, entry, entry.value));
    else warnings.push(describeStray(path, entry));
  }
  if (refusals.problems.length > 0) return { problems: refusals.problems };
  const isFairlearn = root.entries.some(
    ({ value }) => value.kind === 'object' && findEntry(value, 'by_group') !== undefined,
  );
  const format = isFairlearn ? 'fairlearn' : 'group-counts';
  return { value: { kind: 'fairness', path, format, attributes, warnings }, warnings };
}

function describeStray(path: string, { key, value }: ObjectEntry): Problem {
  return {
    path,
    ...value.at,
    message: `"${excerpt(key)}" is no attribute`,
    expected: 'an object with "groups"',
    received: describeNode(value),
  };
}

function readAttribute(refusals: Refusals, { key, keyAt }: ObjectEntry, node: ObjectNode): FairnessAttribute {
  const groups = findEntry(node, 'groups');
  const byGroup = findEntry(node, 'by_group');
  if (groups !== undefined && byGroup !== undefined) {
    refusals.refuse(byGroup.value, `"${excerpt(key)}" has two tables of groups`, 'either "groups" or "by_group"');
  }
  const read = groups === undefined ? readFairlearnGroups(refusals, byGroup) : readGroupCounts(refusals, groups);
  // An empty table is as good as none: that no group was counted is no evidence of parity.
  return { attribute: key, at: keyAt, groups: read.length === 0 ? null : read, stated: listStated(node) };
}

const BLOCKS: Readonly<Record<string, StatedDisparity['kind']>> = {
  difference: 'difference',
  difference_overall: 'difference',
  difference_between_groups: 'difference',
  ratio: 'ratio',
  ratio_overall: 'ratio',
  ratio_between_groups: 'ratio',
};

/** What `count` differs by says nothing about parity. */
const NO_RATE = 'count';

/** Blocks of disparities by rate (`difference: { selection_rate }`), and single ones by name (`demographic_parity_ratio`). */
function listStated(node: ObjectNode): readonly StatedDisparity[] {
  const stated: StatedDisparity[] = [];
  for (const { key, value } of node.entries) {
    const kind = Object.hasOwn(BLOCKS, key) ? BLOCKS[key] : undefined;
    if (kind !== undefined && value.kind === 'object') {
      for (const entry of value.entries) if (entry.key !== NO_RATE) addStated(stated, entry, kind);
    } else if (/_(?:difference|ratio)$/.test(key)) {
      addStated(stated, { key, value }, key.endsWith('_ratio') ? 'ratio' : 'difference');
    }
  }
  return stated;
}

function addStated(
  stated: StatedDisparity[],
  entry: Pick<ObjectEntry, 'key' | 'value'>,
  kind: StatedDisparity['kind'],
): void {
  const rate = readRate(entry.value);
  if (rate !== undefined) stated.push({ name: entry.key, kind, ...rate });
}
