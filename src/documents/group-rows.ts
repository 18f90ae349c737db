import type { FairnessGroup, FairnessRate } from './fairness.ts';
import type { Refusals } from './fairness-values.ts';
import { readGroupCounts } from './group-counts.ts';
import { isSizeName, rateName } from './rate-names.ts';
import { entriesOf } from './readers/nodes.ts';
import type { ObjectEntry, ObjectNode, TreeNode } from './tree.ts';

const CELLS: ReadonlySet<string> = new Set(['tp', 'fp', 'fn', 'tn']);

/** Our name of what a home-made table calls in its own way: `Total`, `TP`, `True Positive Rate (TPR)`. */
function ownName(key: string): string {
  const lower = key.toLowerCase();
  if (CELLS.has(lower)) return lower;
  return isSizeName(key) ? 'n' : (rateName(key) ?? key);
}

function isGroup(node: TreeNode): node is ObjectNode {
  return (
    node.kind === 'object' &&
    node.entries.some(({ key }) => CELLS.has(key.toLowerCase()) || isSizeName(key) || rateName(key) !== undefined)
  );
}

/** Whether a table has a row for each group, and in it numbers by the names of rates and counts. */
export function isGroupTable(node: TreeNode): node is ObjectNode {
  if (node.kind !== 'object' || node.entries.length === 0) return false;
  const isTurned = node.entries.some(({ key }) => isSizeName(key) || rateName(key) !== undefined);
  return !isTurned && node.entries.every(({ value }) => isGroup(value));
}

/** A name may be given twice in other words (`Total`, `count`): the first stands. */
function rename(row: TreeNode): ObjectNode {
  const seen = new Set<string>();
  const entries: ObjectEntry[] = [];
  for (const entry of entriesOf(row)) {
    const key = ownName(entry.key);
    if (!seen.has(key)) entries.push({ ...entry, key });
    seen.add(key);
  }
  return { kind: 'object', at: row.at, entries };
}

/** `{ F: { "Selection Rate": 0.2, "Total": 10 } }`. A rate of a group without examples is none, whatever is written. */
export function readGroupRows(refusals: Refusals, entry: ObjectEntry, table: ObjectNode): readonly FairnessGroup[] {
  const entries = table.entries.map((row) => ({ ...row, value: rename(row.value) }));
  const groups = readGroupCounts(refusals, { ...entry, value: { ...table, entries } });
  return groups.map((group) => (group.n === 0 ? { ...group, rates: withoutValues(group.rates) } : group));
}

function withoutValues(rates: FairnessGroup['rates']): Record<string, FairnessRate> {
  return Object.fromEntries(Object.entries(rates).map(([name, rate]) => [name, { ...rate, value: null }]));
}
