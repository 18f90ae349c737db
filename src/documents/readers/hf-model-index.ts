import { excerpt } from '../excerpt.ts';
import type { SliceTerm } from '../metrics.ts';
import type { TreeNode } from '../tree.ts';
import { createDocument, type DocumentBuilder, type RecordDetails } from './builder.ts';
import { readStatedValue } from './hf-value.ts';
import { booleanAt, entriesOf, hasKeys, itemsOf, nodeAt, objectAt, textAt } from './nodes.ts';
import { defineReader, type FrontMatterInput } from './reader.ts';

/** Keys of a model card's front matter; those of a data set's card make it one of those. */
const CARD_KEYS = (
  'license license_name license_link language tags datasets metrics library_name pipeline_tag base_model widget ' +
  'thumbnail inference'
).split(' ');
const DATASET_KEYS = ['task_categories', 'size_categories', 'pretty_name', 'dataset_info', 'configs'] as const;
const NAME_LENGTH = 200;

const SPLITS: Readonly<Record<string, 'train' | 'validation' | 'test'>> = {
  train: 'train',
  val: 'validation',
  valid: 'validation',
  validation: 'validation',
  dev: 'validation',
  test: 'test',
};

function nameAt(node: TreeNode | undefined, ...keys: readonly string[]): string | undefined {
  const text = textAt(node, ...keys)?.trim();
  return text === undefined || text === '' ? undefined : excerpt(text, NAME_LENGTH);
}

/**
 * On which part of a data set: the configuration is a slice unless it is the default one, and so is a split other than
 * the test split, so that a result on the training data is never taken for the result.
 */
function partOf(dataset: TreeNode): RecordDetails {
  const slice: SliceTerm[] = [];
  const config = nameAt(dataset, 'config');
  if (config !== undefined && config !== 'default') slice.push({ attribute: 'config', group: config });
  const stated = nameAt(dataset, 'split');
  const split = SPLITS[stated?.toLowerCase() ?? ''];
  if (stated !== undefined && split !== 'test') slice.push({ attribute: 'split', group: stated });
  return { slice, ...(split === undefined ? {} : { split }) };
}

/** Types of metrics that one result states more than once: there the names tell them apart. */
function repeatedTypes(metrics: readonly TreeNode[]): ReadonlySet<string> {
  const seen = new Set<string>();
  const repeated = new Set<string>();
  for (const metric of metrics) {
    const type = nameAt(metric, 'type');
    if (type === undefined) continue;
    if (seen.has(type)) repeated.add(type);
    seen.add(type);
  }
  return repeated;
}

/** How many numbers a result stated. */
function readResult(document: DocumentBuilder, result: TreeNode, pointer: string): number {
  const dataset = objectAt(result, 'dataset');
  const name = nameAt(dataset, 'name') ?? nameAt(dataset, 'type');
  if (dataset === undefined || name === undefined) {
    document.warn('A result of model-index names no dataset: on what it was measured is not known', result.at, {
      expected: 'dataset with type and name',
    });
    return 0;
  }
  const metrics = itemsOf(nodeAt(result, 'metrics'));
  const repeated = repeatedTypes(metrics);
  const part = partOf(dataset);
  let found = 0;
  for (const [index, metric] of metrics.entries()) {
    const type = nameAt(metric, 'type');
    const title = nameAt(metric, 'name');
    const leaf = type === undefined || repeated.has(type) ? (title ?? type) : type;
    const node = nodeAt(metric, 'value');
    if (leaf === undefined || node === undefined) {
      document.warn('A metric of model-index has no type or no value', metric.at, { expected: 'type and value' });
      continue;
    }
    const { value, details } = readStatedValue(node);
    document.metric([name, leaf], value, { ...part, ...details, rawPath: `${pointer}/metrics/${index}/value` });
    found += 1;
    if (booleanAt(metric, 'verified') === true || nodeAt(metric, 'verifyToken')?.kind === 'string')
      document.fact(`${name}.${leaf}`, 'has a token of verification, which was not checked', metric.at);
  }
  return found;
}

function readFacts(document: DocumentBuilder, front: TreeNode): void {
  for (const key of ['license', 'library_name', 'pipeline_tag', 'base_model', 'datasets', 'language']) {
    const node = nodeAt(front, key);
    for (const item of node?.kind === 'array' ? node.items : [node]) {
      const text = textAt(item);
      if (text !== undefined && item !== undefined) document.fact(key, text, item.at);
    }
  }
}

function read({ path, front }: FrontMatterInput) {
  const document = createDocument(path, 'hf-model-index');
  document.producer({ tool: 'Hugging Face model card' });
  readFacts(document, front);
  const index = nodeAt(front, 'model-index');
  let found = 0;
  for (const [place, model] of itemsOf(index).entries()) {
    const name = nameAt(model, 'name');
    if (name !== undefined) document.fact('model', name, model.at);
    for (const [number, result] of itemsOf(nodeAt(model, 'results')).entries())
      found += readResult(document, result, `/model-index/${place}/results/${number}`);
  }
  if (found === 0)
    document.warn(
      index === undefined ? 'The card states no results: it has no model-index' : 'The model-index states no result',
      index?.at ?? front.at,
      { expected: 'model-index with results' },
    );
  return document.finish();
}

export const hfModelIndex = defineReader({
  id: 'hf-model-index',
  title: 'Hugging Face model card (model-index)',
  versions: 'model-index 1',
  takes: '<dataset>.<metric type>; config, and splits other than test, as slices; "20.0 ± 1.2" as value and stderr',
  refuses: 'results without a dataset; tokens of verification are named, not checked',
  shapes: ['front-matter'],
  recognises: ({ front }) => {
    if (hasKeys(front, 'model-index')) return true;
    if (DATASET_KEYS.some((key) => hasKeys(front, key))) return false;
    return entriesOf(front).filter(({ key }) => CARD_KEYS.includes(key)).length >= 2;
  },
  read,
});
