import type { TreeNode } from '../tree.ts';
import { createDocument, type DocumentBuilder } from './builder.ts';
import { entriesOf, hasKeys, itemsOf, nodeAt, numberAt, textAt } from './nodes.ts';
import { defineReader, type TreeInput } from './reader.ts';
import { isoOfMs } from './shown.ts';

/** The file store writes a status as a number, the interface as a word. */
const RUN_STATUS: Readonly<Record<string, string>> = {
  '1': 'RUNNING',
  '2': 'SCHEDULED',
  '3': 'FINISHED',
  '4': 'FAILED',
  '5': 'KILLED',
};
const MODEL_STATUS: Readonly<Record<string, string>> = { '1': 'PENDING', '2': 'READY', '3': 'UPLOAD_FAILED' };
const FACTS = [
  'run_id',
  'run_uuid',
  'run_name',
  'experiment_id',
  'lifecycle_stage',
  'model_id',
  'source_run_id',
] as const;

/** A run as a file store has it, as `mlflow runs describe` prints it, or as the REST interface answers. */
function infoOf(root: TreeNode): TreeNode {
  return nodeAt(root, 'info') ?? nodeAt(root, 'run', 'info') ?? root;
}

function dataOf(root: TreeNode): TreeNode | undefined {
  return nodeAt(root, 'data') ?? nodeAt(root, 'run', 'data');
}

function isModel(info: TreeNode): boolean {
  return hasKeys(info, 'model_id', 'status') && !hasKeys(info, 'run_uuid');
}

/** Whether the run came to its end and was not thrown away; what it left behind is evidence only then. */
function readStatus(document: DocumentBuilder, info: TreeNode): boolean {
  const model = isModel(info);
  const stated = textAt(info, 'status') ?? 'unknown';
  const status = (model ? MODEL_STATUS : RUN_STATUS)[stated] ?? stated.toUpperCase();
  const at = nodeAt(info, 'status')?.at ?? info.at;
  document.fact('status', status, at);
  if (textAt(info, 'lifecycle_stage') === 'deleted') {
    document.warn('Deleted run: its results are no evidence', at, { received: 'lifecycle_stage: deleted' });
    return false;
  }
  if (status === (model ? 'READY' : 'FINISHED')) return true;
  const kind = status === 'FAILED' || status === 'KILLED' || status === 'UPLOAD_FAILED' ? 'Failed' : 'Unfinished';
  document.warn(`${kind} run: its results are no evidence`, at, {
    expected: model ? 'READY' : 'FINISHED',
    received: status,
  });
  return false;
}

function readTimes(document: DocumentBuilder, info: TreeNode): void {
  const [start, end] = ['start_time', 'end_time'].map((key) => Number(textAt(info, key) ?? Number.NaN));
  const when = isoOfMs(end) ?? isoOfMs(start) ?? isoOfMs(numberAt(info, 'last_updated_timestamp_ms'));
  if (when !== undefined) document.when(when);
  if (start === undefined || end === undefined || !(start > 0 && end > 0)) return;
  if (end < start) document.warn('contradiction: the run ended before it began', info.at);
  else document.fact('duration (ms)', String(end - start), info.at);
}

function readMetrics(document: DocumentBuilder, data: TreeNode | undefined): void {
  const metrics = nodeAt(data, 'metrics');
  for (const { key, value } of entriesOf(metrics)) document.metric([key], value);
  for (const item of itemsOf(metrics)) {
    const name = textAt(item, 'key');
    const value = nodeAt(item, 'value');
    const when = isoOfMs(Number(textAt(item, 'timestamp') ?? Number.NaN));
    if (name !== undefined && value !== undefined) document.metric([name], value, when === undefined ? {} : { when });
  }
}

function read({ path, root }: TreeInput) {
  const document = createDocument(path, 'mlflow-run');
  document.producer({ tool: 'MLflow' });
  const info = infoOf(root);
  for (const key of FACTS) {
    const text = textAt(info, key);
    if (text !== undefined) document.fact(key, text, info.at);
  }
  readTimes(document, info);
  if (readStatus(document, info)) readMetrics(document, dataOf(root));
  return document.finish();
}

export const mlflowRun = defineReader({
  id: 'mlflow-run',
  title: 'MLflow run (meta.yaml, mlflow runs describe, REST)',
  versions: 'MLflow 1 to 3; meta.yaml of a logged model of 3',
  takes: 'status, ids and times as facts; metrics where the file has them',
  refuses: 'runs that failed, were killed or deleted, or have not finished give no record',
  shapes: ['tree'],
  recognises: ({ root }) => {
    const info = infoOf(root);
    if (isModel(info)) return hasKeys(info, 'source_run_id') || hasKeys(info, 'artifact_location');
    const isRun = hasKeys(info, 'run_id', 'status') || hasKeys(info, 'run_uuid', 'status');
    return isRun && (hasKeys(info, 'lifecycle_stage') || hasKeys(info, 'artifact_uri'));
  },
  read,
});
