import { excerpt } from './excerpt.ts';
import type { FairnessGroup, FairnessRate } from './fairness.ts';
import { readCount, readRate, type Refusals } from './fairness-values.ts';
import type { ObjectEntry, ObjectNode, TreeNode } from './tree.ts';

const CELLS = ['tp', 'fp', 'fn', 'tn'] as const;
const COUNTS: ReadonlySet<string> = new Set(['n', ...CELLS]);

/** Our own table: `groups: { F: { n, tp, fp, fn, tn } }`. Other numbers of a group are its rates. */
export function readGroupCounts(refusals: Refusals, { value: table }: ObjectEntry): readonly FairnessGroup[] {
  if (table.kind === 'null') return [];
  if (table.kind !== 'object') {
    refusals.refuse(table, 'The table of groups cannot be read', 'an object of groups');
    return [];
  }
  const groups: FairnessGroup[] = [];
  for (const { key, keyAt, value } of table.entries) {
    if (value.kind === 'object') groups.push({ group: key, at: keyAt, ...readGroup(refusals, key, value) });
    else refusals.refuse(value, `The group "${excerpt(key)}" cannot be read`, '{ n, tp, fp, fn, tn }');
  }
  return groups;
}

function readGroup(refusals: Refusals, group: string, node: ObjectNode): Omit<FairnessGroup, 'group' | 'at'> {
  const counts = new Map<string, number>();
  const rates: Record<string, FairnessRate> = Object.create(null);
  let nodeOfN: TreeNode = node;
  for (const { key, value } of node.entries) {
    if (!COUNTS.has(key)) {
      const rate = readRate(value);
      if (rate !== undefined) rates[key] = rate;
      continue;
    }
    if (key === 'n') nodeOfN = value;
    const count = readCount(value);
    if (count !== undefined) counts.set(key, count);
    else
      refusals.refuse(
        value,
        `The count "${excerpt(key)}" of group "${excerpt(group)}" cannot be used`,
        'a whole number, 0 or more',
      );
  }
  return { n: readTotal(refusals, group, nodeOfN, counts), ...cellsOf(counts), rates };
}

function cellsOf(counts: ReadonlyMap<string, number>): Pick<FairnessGroup, (typeof CELLS)[number]> {
  const cells: { -readonly [K in (typeof CELLS)[number]]?: number } = {};
  for (const cell of CELLS) {
    const count = counts.get(cell);
    if (count !== undefined) cells[cell] = count;
  }
  return cells;
}

/** The four cells make up the group; a stated `n` that differs from them is a mistake that nobody can settle here. */
function readTotal(
  refusals: Refusals,
  group: string,
  nodeOfN: TreeNode,
  counts: ReadonlyMap<string, number>,
): number | null {
  const cells = CELLS.map((cell) => counts.get(cell)).filter((count) => count !== undefined);
  const sum = cells.reduce((total, count) => total + count, 0);
  const n = counts.get('n');
  if (n === undefined) return cells.length === CELLS.length ? sum : null;
  const complete = cells.length === CELLS.length;
  if (complete ? sum !== n : sum > n) {
    refusals.refuse(
      nodeOfN,
      `The counts of group "${excerpt(group)}" add up to ${sum}, not to n`,
      complete ? `n: ${sum}` : `n of at least ${sum}`,
    );
  }
  return n;
}
