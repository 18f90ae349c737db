import { excerpt } from '../excerpt.ts';
import type { TreeNode } from '../tree.ts';
import { createDocument, type DocumentBuilder } from './builder.ts';
import { readStatedValue } from './hf-value.ts';
import { hasKeys, itemsOf, nodeAt, objectAt, textAt } from './nodes.ts';
import { defineReader, type TreeInput } from './reader.ts';

const NAME_LENGTH = 200;
const DATE = /^\d{4}-\d{2}-\d{2}(?:T[\d:.]{4,15}(?:Z|[+-]\d{2}:\d{2})?)?$/;

function readResult(document: DocumentBuilder, result: TreeNode, index: number): void {
  const dataset = objectAt(result, 'dataset');
  const id = textAt(dataset, 'id');
  const value = nodeAt(result, 'value');
  if (id === undefined) {
    document.warn('A result names no dataset: on what it was measured is not known', result.at, {
      expected: 'dataset.id',
    });
    return;
  }
  if (value === undefined || value.kind === 'object' || value.kind === 'array') {
    document.warn(`The result of "${excerpt(id, 80)}" has no value, or one that was not filled in`, result.at, {
      expected: 'value: 20.90',
    });
    return;
  }
  const task = textAt(dataset, 'task_id');
  const name = [id, ...(task === undefined ? [] : [task])].map((part) => excerpt(part, NAME_LENGTH));
  const date = textAt(result, 'date');
  const stated = readStatedValue(value);
  document.metric(name, stated.value, {
    ...stated.details,
    rawPath: `/${index}/value`,
    ...(date !== undefined && DATE.test(date) ? { when: date } : {}),
  });
  const revision = textAt(dataset, 'revision');
  if (revision !== undefined) document.fact(`${name.join('.')}.revision`, revision, result.at);
  if (nodeAt(result, 'verifyToken')?.kind === 'string')
    document.fact(name.join('.'), 'has a token of verification, which was not checked', result.at);
}

function read({ path, root }: TreeInput) {
  const document = createDocument(path, 'hf-eval-results');
  document.producer({ tool: 'Hugging Face evaluation results' });
  for (const [index, result] of itemsOf(root).entries()) readResult(document, result, index);
  return document.finish();
}

export const hfEvalResults = defineReader({
  id: 'hf-eval-results',
  title: 'Hugging Face evaluation results (.eval_results/*.yaml)',
  versions: 'as of 2026',
  takes: '<dataset id>.<task id>, the benchmark implies the metric; date; revision as fact',
  refuses: 'results without a dataset or with a placeholder; tokens of verification are named, not checked',
  shapes: ['tree'],
  recognises: ({ root }) => {
    const items = itemsOf(root);
    return items.length > 0 && items.every((item) => hasKeys(item, 'dataset', 'value') && isDataset(item));
  },
  read,
});

function isDataset(item: TreeNode): boolean {
  return hasKeys(objectAt(item, 'dataset'), 'id');
}
