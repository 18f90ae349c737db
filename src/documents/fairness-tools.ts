import { excerpt } from './excerpt.ts';
import type { FairnessAttribute, FairnessDocument, FairnessGroup, FairnessRate } from './fairness.ts';
import type { Parsed, Position, Problem } from './problem.ts';
import { isAequitas, listAequitasRows, type AequitasRow } from './readers/aequitas.ts';
import { listExplanations, listGroupCounts } from './readers/aif360.ts';
import { nodeAt } from './readers/nodes.ts';
import type { TableInput } from './readers/reader.ts';
import type { TreeNode } from './tree.ts';

/** AIF360 does not name the attribute: its groups are the privileged and the unprivileged. */
const AIF360_ATTRIBUTE = 'group';

function rateOf(value: number, at: Position): FairnessRate {
  return { value, lexeme: String(value), at };
}

/**
 * The groups behind an explanation of AIF360, from its counts. Only positive *predictions* make a selection rate;
 * positives of the labels make a base rate, which says nothing of a model.
 */
export function readAif360(path: string, root: TreeNode): FairnessDocument | undefined {
  const [first, ...others] = listExplanations(root);
  if (first === undefined) return undefined;
  const node =
    [first, ...others].find((explanation) => nodeAt(explanation, 'numPositivePredictionsPrivileged') !== undefined) ??
    first;
  const name = nodeAt(node, 'numPositivePredictionsPrivileged') === undefined ? 'base_rate' : 'selection_rate';
  const groups = listGroupCounts(node).map(({ group, positives, n }) => ({
    group,
    at: node.at,
    n,
    rates: n === 0 ? {} : { [name]: rateOf(positives / n, node.at) },
  }));
  const attribute = {
    attribute: AIF360_ATTRIBUTE,
    at: node.at,
    groups: groups.length === 0 ? null : groups,
    stated: [],
  };
  return { kind: 'fairness', path, format: 'aif360', attributes: [attribute], warnings: [] };
}

const CELLS = ['tp', 'fp', 'fn', 'tn'] as const;

/** Columns that are rates, by Fairlearn's names. */
const RATES: Readonly<Record<string, string>> = {
  pprev: 'selection_rate',
  tpr: 'true_positive_rate',
  fpr: 'false_positive_rate',
  tnr: 'true_negative_rate',
  fnr: 'false_negative_rate',
  precision: 'precision',
  accuracy: 'accuracy',
};

function countOf(row: AequitasRow, column: string): number | undefined {
  const value = row.number(column);
  return value !== undefined && Number.isSafeInteger(value) && value >= 0 ? value : undefined;
}

function readRow(row: AequitasRow): FairnessGroup {
  const at = { line: row.line, column: 1 };
  const n = countOf(row, 'group_size') ?? null;
  const cells = CELLS.flatMap((cell) => {
    const count = countOf(row, cell);
    return count === undefined ? [] : [[cell, count] as const];
  });
  const rates = Object.entries(RATES).flatMap(([column, name]) => {
    const text = row.text(column);
    if (text === '') return [];
    const value = n === 0 ? null : (row.number(column) ?? null);
    return [[name, { value, lexeme: excerpt(text), at }] as const];
  });
  return { group: row.group, at, n, ...Object.fromEntries(cells), rates: Object.fromEntries(rates) };
}

/** The group table of Aequitas. Rows of several models or thresholds cannot be told apart by a policy: refused. */
export function readAequitas(table: TableInput): Parsed<FairnessDocument> {
  const { path, header } = table;
  if (!isAequitas(header))
    return {
      problems: [
        {
          path,
          line: 1,
          column: 1,
          message: 'There is no fairness table',
          expected: 'attribute_name, attribute_value',
        },
      ],
    };
  const byAttribute = new Map<string, { readonly at: Position; readonly groups: FairnessGroup[] }>();
  const seen = new Map<string, number>();
  const problems: Problem[] = [];
  for (const row of listAequitasRows(header, table.rows)) {
    const key = `${row.attribute}\n${row.group}`;
    const earlier = seen.get(key);
    if (earlier !== undefined)
      problems.push({
        path,
        line: row.line,
        column: 1,
        message: `The group "${excerpt(row.group)}" has two rows`,
        expected: 'one model and one threshold in a file',
        received: `rows at lines ${earlier} and ${row.line}`,
      });
    seen.set(key, row.line);
    const group = readRow(row);
    const total = CELLS.reduce((sum, cell) => sum + (group[cell] ?? 0), 0);
    if (group.n !== null && CELLS.every((cell) => group[cell] !== undefined) && total !== group.n)
      problems.push({
        path,
        line: row.line,
        column: 1,
        message: `The counts of group "${excerpt(row.group)}" add up to ${total}, not to group_size`,
        received: String(group.n),
      });
    const attribute = byAttribute.get(row.attribute) ?? { at: group.at, groups: [] };
    attribute.groups.push(group);
    byAttribute.set(row.attribute, attribute);
  }
  if (problems.length > 0) return { problems: problems.slice(0, 50) };
  const attributes: FairnessAttribute[] = [...byAttribute].map(([attribute, { at, groups }]) => ({
    attribute,
    at,
    groups,
    stated: [],
  }));
  return { value: { kind: 'fairness', path, format: 'aequitas', attributes, warnings: [] }, warnings: [] };
}
