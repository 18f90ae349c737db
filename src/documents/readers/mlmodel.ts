import type { ObjectEntry, TreeNode } from '../tree.ts';
import { parseJsonText } from '../read-json.ts';
import { createDocument, type DocumentBuilder } from './builder.ts';
import { entriesOf, hasKeys, nodeAt, numberAt, textAt } from './nodes.ts';
import { defineReader, type TreeInput } from './reader.ts';
import { scalarText, shownPath } from './shown.ts';

/** Keys of the root that say what a model is. The rest is free-form or about the machine it was made on. */
const FACTS = ['mlflow_version', 'model_id', 'model_uuid', 'run_id', 'artifact_path', 'databricks_runtime'] as const;
const FLAVOR_FACTS = ['loader_module', 'python_version', 'serialization_format', 'version', 'model_type', 'task'];
const SIGNS = [...FACTS, 'utc_time_created', 'model_size_bytes', 'signature', 'time_created'] as const;

function readFlavor(document: DocumentBuilder, { key: flavor, keyAt, value }: ObjectEntry): void {
  document.fact('flavor', flavor, keyAt);
  for (const { key, value: item } of entriesOf(value)) {
    const text = scalarText(item);
    if (text !== undefined && (FLAVOR_FACTS.includes(key) || key.endsWith('_version')))
      document.fact(`flavors.${flavor}.${key}`, text, item.at);
  }
}

/** The schema is a JSON text within the file; how many columns it has is told, their names are not. */
function describeSchema(path: string, node: TreeNode | undefined): string | undefined {
  if (node?.kind !== 'string') return undefined;
  const parsed = parseJsonText(path, node.value);
  if ('problems' in parsed || parsed.value.kind !== 'array') return undefined;
  return String(parsed.value.items.length);
}

function readSignature(document: DocumentBuilder, path: string, root: TreeNode): void {
  const signature = nodeAt(root, 'signature');
  if (signature?.kind !== 'object') {
    document.warn('The model has no signature: what it takes and gives is not stated', root.at, {
      expected: 'signature',
    });
    return;
  }
  document.fact('signature', 'present', signature.at);
  for (const part of ['inputs', 'outputs', 'params']) {
    const node = nodeAt(signature, part);
    const columns = describeSchema(path, node);
    if (node !== undefined && columns !== undefined) document.fact(`signature.${part}`, columns, node.at);
  }
}

/** `2025-04-26 21:16:04.123456` of UTC. */
function isoOf(text: string | undefined): string | undefined {
  const found = /^(\d{4}-\d{2}-\d{2})[ T](\d{2}:\d{2}:\d{2})(?:\.(\d{3})\d*)?Z?$/.exec(text ?? '');
  if (found === null) return undefined;
  const moment = Date.parse(`${found[1]}T${found[2]}.${found[3] ?? '000'}Z`);
  return Number.isNaN(moment) ? undefined : new Date(moment).toISOString();
}

function read({ path, root }: TreeInput) {
  const document = createDocument(path, 'mlmodel');
  const version = textAt(root, 'mlflow_version');
  document.producer({ tool: 'MLflow', ...(version === undefined ? {} : { version }) });
  const when = isoOf(textAt(root, 'utc_time_created'));
  if (when !== undefined) document.when(when);
  for (const key of FACTS) {
    const text = textAt(root, key);
    if (text !== undefined) document.fact(key, key === 'artifact_path' ? shownPath(text) : text, root.at);
  }
  for (const flavor of entriesOf(nodeAt(root, 'flavors'))) readFlavor(document, flavor);
  readSignature(document, path, root);
  if (nodeAt(root, 'saved_input_example_info')?.kind === 'object') document.fact('input example', 'present', root.at);
  const size = nodeAt(root, 'model_size_bytes');
  if (numberAt(root, 'model_size_bytes') === 0) document.warn('The model is empty: its size is 0 bytes', size?.at);
  else if (size !== undefined && size.kind !== 'null') document.metric(['model_size_bytes'], size, { unit: 'bytes' });
  return document.finish();
}

export const mlmodel = defineReader({
  id: 'mlmodel',
  title: 'MLflow model (MLmodel)',
  versions: 'MLflow 1, 2 and 3, and those that R wrote',
  takes: 'model_size_bytes; flavors, versions, ids and whether there is a signature as facts',
  refuses: 'metadata, column names and addresses are left out',
  shapes: ['tree'],
  recognises: ({ root }) => {
    const flavors = entriesOf(nodeAt(root, 'flavors'));
    if (flavors.length === 0 || !flavors.every(({ value }) => value.kind === 'object')) return false;
    return (
      entriesOf(root).length === 1 ||
      flavors.some(({ key }) => key === 'python_function' || key === 'crate') ||
      SIGNS.some((key) => hasKeys(root, key))
    );
  },
  read,
});
