import { excerpt } from '../excerpt.ts';
import type { TreeNode } from '../tree.ts';
import type { DocumentBuilder } from './builder.ts';
import { addClaim } from './claim.ts';
import { isKnownMethod, judgeDrift } from './drift-method.ts';
import { booleanAt, entriesOf, itemsOf, nodeAt, numberAt, objectAt, textAt } from './nodes.ts';

/** Columns of which some are called drifted. */
interface Columns {
  readonly compared: number;
  readonly drifted: number;
}

/** Reports of 0.2–0.6, and of `evidently.legacy` later: `metrics: [{ metric, result }]`. */
export function readLegacyReport(document: DocumentBuilder, root: TreeNode): void {
  const metrics = itemsOf(nodeAt(root, 'metrics'));
  const tables = metrics.map((item) => objectAt(item, 'result', 'drift_by_columns'));
  const columns = new Map<TreeNode, Columns>();
  for (const table of tables) if (table !== undefined) columns.set(table, addColumns(document, table));
  // One table speaks for the summary beside it; of several nobody knows which.
  const only = columns.size === 1 ? [...columns.values()][0] : undefined;
  for (const [index, item] of metrics.entries()) {
    const result = objectAt(item, 'result');
    const name = textAt(item, 'metric');
    if (result === undefined || name === undefined) continue;
    const table = tables[index];
    if (nodeAt(result, 'share_of_drifted_columns') !== undefined || nodeAt(result, 'dataset_drift') !== undefined)
      addShare(document, result, (table === undefined ? undefined : columns.get(table)) ?? only);
    else if (nodeAt(result, 'drift_score') !== undefined)
      addColumn(document, textAt(result, 'column_name') ?? name, result);
    else if (table === undefined) addQuality(document, name, result);
  }
}

/** The score of one column, and whether it drifted by its own numbers, or by what the file says where they do not tell. */
function addColumn(document: DocumentBuilder, column: string, drift: TreeNode): boolean {
  const score = nodeAt(drift, 'drift_score') ?? nodeAt(drift, 'score');
  const method = textAt(drift, 'stattest_name') ?? textAt(drift, 'stattest');
  const threshold = numberAt(drift, 'stattest_threshold') ?? numberAt(drift, 'threshold');
  const stated = booleanAt(drift, 'drift_detected') ?? booleanAt(drift, 'detected');
  const slice = [{ attribute: 'column', group: column }];
  const judged = judgeDrift(method, score?.kind === 'number' ? score.value : undefined, threshold);
  if (score !== undefined) document.metric(['drift_score'], score, { slice, ...judged });
  if (score !== undefined && !isKnownMethod(method))
    document.warn(
      `The drift method of the column "${excerpt(column)}" is not known: whether a large or a small score is drift, neither`,
      score.at,
    );
  if (judged.verdict === undefined) return stated === true;
  const drifted = judged.verdict === 'fail';
  if (stated !== undefined && stated !== drifted && score?.kind === 'number') {
    document.warn(
      `contradiction: the column "${excerpt(column)}" is stated as ${stated ? 'drifted' : 'not drifted'}, its score and threshold say otherwise`,
      score.at,
    );
    // Two readings of one score: it cannot be used.
    document.metric(['drift_score'], { kind: 'boolean', at: score.at, value: stated }, { slice });
  }
  return drifted;
}

function addColumns(document: DocumentBuilder, table: TreeNode): Columns {
  const entries = entriesOf(table);
  const drifted = entries.filter(({ key, value }) => addColumn(document, key, value)).length;
  return { compared: entries.length, drifted };
}

/** `drift_share` is the threshold here; what was observed is `share_of_drifted_columns`. */
function addShare(document: DocumentBuilder, result: TreeNode, columns: Columns | undefined): void {
  const count = numberAt(result, 'number_of_columns') ?? columns?.compared;
  if (count === 0 || columns?.compared === 0 || count === undefined) {
    document.warn(
      count === undefined
        ? 'No evidence: how many columns were compared is not stated'
        : 'Empty evidence: no column was compared for drift',
      result.at,
    );
    return;
  }
  const share = nodeAt(result, 'share_of_drifted_columns');
  const number = nodeAt(result, 'number_of_drifted_columns');
  const stated = number?.kind === 'number' ? number.value : undefined;
  const drifted = columns !== undefined && columns.compared === count ? columns.drifted : stated;
  const limit = numberAt(result, 'drift_share');
  const lower = { n: count, direction: 'lower', directionFrom: 'format' } as const;
  const threshold = limit === undefined ? {} : { threshold: { op: '<' as const, value: limit } };
  const observed = drifted === undefined ? undefined : drifted / count;
  const verdict =
    limit === undefined || observed === undefined
      ? {}
      : { verdict: observed >= limit ? ('fail' as const) : ('pass' as const) };
  const details = { ...lower, unit: 'fraction', ...threshold, ...verdict };
  if (number !== undefined)
    addClaim(document, ['number_of_drifted_columns'], number, [drifted], { ...lower, unit: 'count' });
  if (share !== undefined) addClaim(document, ['share_of_drifted_columns'], share, [observed], details);
  else if (observed !== undefined) document.computed(['share_of_drifted_columns'], observed, result.at, details);
  const claimed = booleanAt(result, 'dataset_drift');
  if (claimed !== undefined && verdict.verdict !== undefined && claimed !== (verdict.verdict === 'fail'))
    document.warn(
      `contradiction: dataset_drift is ${claimed}, and ${drifted} of ${count} columns drifted with a limit of ${limit}`,
      result.at,
    );
}

/** Plain numbers of any other metric: of the data now, and of the reference. */
function addQuality(document: DocumentBuilder, name: string, result: TreeNode): void {
  const column = textAt(result, 'column_name');
  const details = column === undefined ? {} : { slice: [{ attribute: 'column', group: column }] };
  for (const { key, value } of entriesOf(result)) {
    if (value.kind === 'number' || value.kind === 'not-finite') document.metric([name, key], value, details);
    if (key !== 'current' && key !== 'reference') continue;
    for (const part of entriesOf(value))
      if (part.value.kind === 'number' || part.value.kind === 'not-finite')
        document.metric([name, key, part.key], part.value, details);
  }
}
