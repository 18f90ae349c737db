import { excerpt } from '../excerpt.ts';
import type { ObjectEntry, TreeNode } from '../tree.ts';
import { createDocument, type DocumentBuilder } from './builder.ts';
import { entriesOf, nodeAt, numberAt, objectAt, textAt } from './nodes.ts';
import { defineReader, type TreeInput } from './reader.ts';

const STDERR = '_stderr';

/** `leaderboard|gsm8k|5` is configured as `leaderboard|gsm8k`; later versions write the shots there as well. */
function configOf(root: TreeNode, task: string): TreeNode | undefined {
  const tasks = nodeAt(root, 'config_tasks');
  return nodeAt(tasks, task) ?? nodeAt(tasks, task.slice(0, Math.max(0, task.lastIndexOf('|'))));
}

function partOf(config: TreeNode | undefined): string | undefined {
  const effective = numberAt(config, 'effective_num_docs');
  const original = numberAt(config, 'original_num_docs');
  if (effective === 0) return 'no example was evaluated';
  if (effective === undefined || original === undefined || effective < 0 || effective >= original) return undefined;
  return `only ${effective} of ${original} examples were evaluated`;
}

function readTask(document: DocumentBuilder, root: TreeNode, { key: task, keyAt, value }: ObjectEntry): void {
  const config = configOf(root, task);
  const partial = partOf(config);
  if (partial !== undefined) {
    document.warn(`Partial run: of the task ${excerpt(task)} ${partial}, so that its results are no evidence`, keyAt);
    return;
  }
  const n = numberAt(config, 'effective_num_docs');
  for (const { key, value: node } of entriesOf(value)) {
    if (key.endsWith(STDERR)) continue;
    const stderr = numberAt(value, `${key}${STDERR}`);
    document.metric([task, key], node, {
      ...(n === undefined ? {} : { n }),
      ...(stderr === undefined ? {} : { stderr }),
    });
  }
}

function read({ path, root }: TreeInput) {
  const document = createDocument(path, 'lighteval');
  const version = textAt(root, 'config_general', 'lighteval_sha');
  document.producer({ tool: 'lighteval', ...(version === undefined ? {} : { version }) });
  for (const { key, value } of entriesOf(nodeAt(root, 'versions')))
    if (value.kind === 'number') document.fact(`version of ${key}`, value.lexeme, value.at);
  const limit = nodeAt(root, 'config_general', 'max_samples');
  const tasks = entriesOf(nodeAt(root, 'results'));
  if (limit?.kind === 'number')
    document.warn(
      `Partial run: it was limited to ${limit.lexeme} samples, so that its results are no evidence`,
      limit.at,
    );
  else if (tasks.length === 0) document.warn('No tasks were run, which is no evidence', root.at);
  else for (const task of tasks) readTask(document, root, task);
  return document.finish();
}

export const lighteval = defineReader({
  id: 'lighteval',
  title: 'lighteval results',
  versions: '0.4 to 0.10',
  takes: 'every metric as <task>.<metric> with its stderr and n',
  refuses: 'limited and partial runs give no record',
  shapes: ['tree'],
  recognises: ({ root }) => objectAt(root, 'config_general') !== undefined && objectAt(root, 'results') !== undefined,
  read,
});
