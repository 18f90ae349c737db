import { excerpt } from './excerpt.ts';
import type { FairnessGroup, FairnessRate } from './fairness.ts';
import { readCount, readRate, type Refusals } from './fairness-values.ts';
import type { Position } from './problem.ts';
import type { ObjectEntry, TreeNode } from './tree.ts';

interface Building {
  readonly group: string;
  readonly at: Position;
  n: number | null;
  readonly rates: Record<string, FairnessRate>;
}

/** Fairlearn's `MetricFrame.by_group.to_dict()`: `by_group: { selection_rate: { F: 0.2 }, count: { F: 100 } }`. */
export function readFairlearnGroups(refusals: Refusals, entry: ObjectEntry | undefined): readonly FairnessGroup[] {
  const table = entry?.value;
  if (table === undefined || table.kind === 'null') return [];
  if (table.kind !== 'object') {
    refusals.refuse(table, 'The table of groups cannot be read', 'an object of rates by group');
    return [];
  }
  const groups = new Map<string, Building>();
  for (const { key: metric, value: column } of table.entries) {
    if (column.kind !== 'object') {
      refusals.refuse(column, `The rates "${excerpt(metric)}" cannot be read`, 'an object of groups and numbers');
      continue;
    }
    for (const { key, keyAt, value } of column.entries) {
      const group = groups.get(key) ?? { group: key, at: keyAt, n: null, rates: Object.create(null) };
      groups.set(key, group);
      if (metric === 'count') readSize(refusals, group, value);
      else addRate(refusals, group, metric, value);
    }
  }
  return [...groups.values()];
}

/** NaN and null say that the size is not known, which is not zero. */
function readSize(refusals: Refusals, group: Building, node: TreeNode): void {
  const count = readCount(node);
  if (count !== undefined) group.n = count;
  else if (node.kind !== 'null' && node.kind !== 'not-finite') {
    refusals.refuse(node, `The count of group "${excerpt(group.group)}" cannot be used`, 'a whole number, 0 or more');
  }
}

function addRate(refusals: Refusals, group: Building, metric: string, node: TreeNode): void {
  const rate = readRate(node);
  if (rate !== undefined) group.rates[metric] = rate;
  else
    refusals.refuse(
      node,
      `The rate "${excerpt(metric)}" of group "${excerpt(group.group)}" cannot be used`,
      'a number',
    );
}
