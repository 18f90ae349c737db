import { findEntry, type ObjectEntry, type ObjectNode, type TreeNode } from './tree.ts';

/** Rows over all classes, as scikit-learn 1.8 names them. */
const AVERAGES: ReadonlySet<string> = new Set(['micro avg', 'macro avg', 'weighted avg', 'samples avg']);

/** Keys under which people put a report beside other metrics. */
const REPORT_KEYS = ['report', 'classification_report'] as const;

/** Whether this is `classification_report(output_dict=True)` of scikit-learn: only it has rows named like this. */
export function isClassificationReport(node: ObjectNode): boolean {
  return ['macro avg', 'weighted avg'].some((key) => {
    const row = findEntry(node, key)?.value;
    return row !== undefined && isRow(row);
  });
}

/** As `isClassificationReport`, or with the report one level below. */
export function holdsClassificationReport(node: ObjectNode): boolean {
  return (
    isClassificationReport(node) ||
    REPORT_KEYS.some((key) => {
      const report = findEntry(node, key)?.value;
      return report?.kind === 'object' && isClassificationReport(report);
    })
  );
}

/** What one entry of a report is. */
export type ReportEntry =
  | { readonly is: 'class'; readonly row: ObjectNode; readonly label: string }
  /** `accuracy`: one number over all examples; `n` is how many those are. */
  | { readonly is: 'total'; readonly n: number | undefined }
  | { readonly is: 'other' };

/** The rows of single classes are slices by `class`; the averages and all else are read as in any tree. */
export function classifyReportEntry(report: ObjectNode, { key, value }: ObjectEntry): ReportEntry {
  if (isRow(value) && !AVERAGES.has(key)) return { is: 'class', row: value, label: key };
  if (key === 'accuracy' && value.kind !== 'object') return { is: 'total', n: totalSupport(report) };
  return { is: 'other' };
}

function isRow(node: TreeNode): node is ObjectNode {
  return (
    node.kind === 'object' && findEntry(node, 'precision') !== undefined && findEntry(node, 'recall') !== undefined
  );
}

/** The averages state the support of all classes together. */
function totalSupport(report: ObjectNode): number | undefined {
  for (const average of ['weighted avg', 'macro avg']) {
    const row = findEntry(report, average)?.value;
    const support = row?.kind === 'object' ? findEntry(row, 'support')?.value : undefined;
    if (support?.kind === 'number' && Number.isSafeInteger(support.value) && support.value >= 0) return support.value;
  }
  return undefined;
}

/** The attribute of the slices that a report's classes are. */
export const CLASS_ATTRIBUTE = 'class';
