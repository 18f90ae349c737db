import type { SliceTerm } from '../metrics.ts';
import type { TreeNode } from '../tree.ts';
import { createDocument, type DocumentBuilder } from './builder.ts';
import { arrayAt, itemsOf, nodeAt, objectAt, textAt } from './nodes.ts';
import { addPerformanceMetric } from './performance-metric.ts';
import { defineReader, type TreeInput } from './reader.ts';

const INTERVAL = { interval: 'confidence_interval', lower: 'lower_bound', upper: 'upper_bound' } as const;

/** Where one metric stands at several thresholds of decision, the threshold tells its entries apart. */
function thresholdTerms(metrics: readonly TreeNode[]): (metric: TreeNode) => readonly SliceTerm[] {
  const thresholds = new Set(metrics.map((metric) => textAt(metric, 'threshold')));
  return (metric) => {
    const group = textAt(metric, 'threshold');
    return thresholds.size < 2 || group === undefined ? [] : [{ attribute: 'threshold', group }];
  };
}

function addFact(document: DocumentBuilder, name: string, node: TreeNode | undefined): void {
  if (node?.kind === 'string' && node.value !== '') document.fact(name, node.value, node.at);
}

function read({ path, root }: TreeInput) {
  const document = createDocument(path, 'model-card-toolkit');
  const version = textAt(root, 'schema_version');
  document.producer({ tool: 'model-card-toolkit', ...(version === undefined ? {} : { version }) });
  const card = nodeAt(root, 'model_details');
  addFact(document, 'model', nodeAt(card, 'name'));
  addFact(document, 'model version', nodeAt(card, 'version', 'name'));
  addFact(document, 'model date', nodeAt(card, 'version', 'date'));
  addFact(document, 'license', nodeAt(card, 'license'));
  for (const license of itemsOf(nodeAt(card, 'licenses'))) addFact(document, 'license', nodeAt(license, 'identifier'));
  const metrics = itemsOf(nodeAt(root, 'quantitative_analysis', 'performance_metrics'));
  const termsOf = thresholdTerms(metrics);
  for (const metric of metrics) addPerformanceMetric(document, metric, INTERVAL, termsOf(metric));
  if (metrics.length === 0) document.warn('The card states no performance metrics, which is no evidence', root.at);
  return document.finish();
}

export const modelCardToolkit = defineReader({
  id: 'model-card-toolkit',
  title: 'Model Card Toolkit card',
  versions: '0.0.1, 0.0.2',
  takes: 'performance metrics by their type, with slice and interval; model, version, license',
  refuses: 'values that are no numbers are unusable; graphics and texts are left out',
  shapes: ['tree'],
  recognises: ({ root }) => {
    if (objectAt(root, 'model_details') === undefined) return false;
    if (arrayAt(root, 'quantitative_analysis', 'performance_metrics') !== undefined) return true;
    return textAt(root, 'schema_version') !== undefined || objectAt(root, 'model_parameters') !== undefined;
  },
  read,
});
