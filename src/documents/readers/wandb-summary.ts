import type { ObjectNode, TreeNode } from '../tree.ts';
import { createDocument, type DocumentBuilder } from './builder.ts';
import { hasKeys, nodeAt, numberAt } from './nodes.ts';
import { defineReader, type TreeInput } from './reader.ts';
import { isoOfMs, scalarText } from './shown.ts';

/** What W&B and the loops around it count; the last of them says where the values are from. */
const COUNTERS: ReadonlySet<string> = new Set(
  'epoch step global_step trainer/global_step train/global_step train/epoch iteration'.split(' '),
);
/** Numbers that were written as text: JSON has no NaN, so that W&B quotes it. */
const NUMBER_TEXT = /^\s*[-+]?(?:nan|inf|infinity|\d[\d.e+-]{0,30})\s*$/i;

/** Whether anything below `node` is a metric. */
function walk(document: DocumentBuilder, node: ObjectNode, path: readonly string[]): boolean {
  let found = false;
  for (const { key, value } of node.entries) {
    // Keys of W&B itself start with an underscore.
    if (key.startsWith('_')) continue;
    const name = [...path, key];
    if (value.kind === 'object') {
      // Pictures, histograms, tables: references to files beside the summary.
      if (!hasKeys(value, '_type')) found = walk(document, value, name) || found;
    } else if (COUNTERS.has(name.join('/'))) {
      const text = scalarText(value);
      if (text !== undefined) document.fact(name.join('.'), text, value.at);
    } else if (value.kind !== 'array' && (value.kind !== 'string' || NUMBER_TEXT.test(value.value))) {
      document.metric(name, value);
      found = true;
    }
  }
  return found;
}

/** The last value of each key was logged at this step. */
function readStep(document: DocumentBuilder, root: TreeNode): void {
  for (const key of ['_step', '_runtime']) {
    const node = nodeAt(root, key);
    if (node?.kind === 'number') document.fact(key, node.lexeme, node.at);
  }
}

function read({ path, root }: TreeInput) {
  const document = createDocument(path, 'wandb-summary');
  document.producer({ tool: 'W&B' });
  const seconds = numberAt(root, '_timestamp');
  const when = isoOfMs(seconds === undefined ? undefined : Math.round(seconds * 1000));
  if (when !== undefined) document.when(when);
  readStep(document, root);
  if (root.kind !== 'object' || !walk(document, root, []))
    document.warn('No number was logged: the summary holds none beside those of W&B itself', root.at);
  return document.finish();
}

export const wandbSummary = defineReader({
  id: 'wandb-summary',
  title: 'W&B run summary (wandb-summary.json)',
  versions: 'W&B 0.10 to 0.22',
  takes: 'every number under its own name; step, runtime and time as facts',
  refuses: 'pictures, tables and histograms; NaN and Infinity, which W&B quotes, are unusable',
  shapes: ['tree'],
  recognises: ({ root, syntax }) =>
    syntax === 'json' && ['_timestamp', '_runtime', '_wandb'].some((key) => hasKeys(root, key)),
  read,
});
