import type { TreeNode } from '../tree.ts';
import { createDocument } from './builder.ts';
import { readLegacyReport } from './evidently-legacy.ts';
import { readSnapshot } from './evidently-snapshot.ts';
import { readTests } from './evidently-tests.ts';
import { readIsoTime } from './iso-time.ts';
import { arrayAt, hasKeys, itemsOf, nodeAt, objectAt, textAt } from './nodes.ts';
import { defineReader, type TreeInput } from './reader.ts';

function isLegacyMetric(item: TreeNode): boolean {
  return textAt(item, 'metric') !== undefined && objectAt(item, 'result') !== undefined;
}

function isSnapshotMetric(item: TreeNode): boolean {
  const isConfigured = textAt(item, 'config', 'type')?.startsWith('evidently:metric_v2:') === true;
  return hasKeys(item, 'value') && (isConfigured || textAt(item, 'metric_id') !== undefined);
}

function isTest(item: TreeNode): boolean {
  return hasKeys(item, 'name', 'description', 'status');
}

function read({ path, root }: TreeInput) {
  const document = createDocument(path, 'evidently');
  const version = textAt(root, 'version');
  document.producer({ tool: 'evidently', ...(version === undefined ? {} : { version }) });
  const when = readIsoTime(textAt(root, 'timestamp'));
  if (when !== undefined) document.when(when);
  const metrics = itemsOf(nodeAt(root, 'metrics'));
  if (metrics.length === 0 && itemsOf(nodeAt(root, 'tests')).length === 0)
    document.warn('Empty evidence: the report holds neither a metric nor a test', root.at);
  if (metrics.some(isLegacyMetric)) readLegacyReport(document, root);
  else readSnapshot(document, root);
  readTests(document, root);
  return document.finish();
}

export const evidently = defineReader({
  id: 'evidently',
  title: 'Evidently reports and test suites',
  versions: '0.2–0.6 and evidently.legacy, 0.6–0.7.15, 0.7.16 and later',
  takes:
    'the share of drifted columns (n = columns), recomputed; the score of each column with direction and threshold by its method; other plain numbers; tests by status',
  refuses: 'reports without a column, drift methods that are not known; dataframes and widgets',
  shapes: ['tree'],
  recognises: ({ root }) => {
    const metrics = arrayAt(root, 'metrics');
    const tests = arrayAt(root, 'tests');
    if (metrics !== undefined && metrics.items.length > 0)
      return metrics.items.some(isLegacyMetric) || metrics.items.some(isSnapshotMetric);
    if (tests === undefined) return false;
    if (hasKeys(objectAt(root, 'summary'), 'all_passed', 'total_tests')) return true;
    return metrics !== undefined && tests.items.every(isTest);
  },
  read,
});
