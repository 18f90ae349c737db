import type { ObjectEntry, TreeNode } from '../tree.ts';
import { createDocument, type DocumentBuilder } from './builder.ts';
import { booleanAt, entriesOf, hasKeys, itemsOf, nodeAt, objectAt } from './nodes.ts';
import { defineReader, type TreeInput } from './reader.ts';
import { scalarText, shownPath } from './shown.ts';

const ROOT_KEYS: ReadonlySet<string> = new Set(
  'stages metrics plots params artifacts datasets vars desc meta'.split(' '),
);
const STAGE_LISTS = ['deps', 'params', 'outs', 'metrics', 'plots'] as const;

/** An entry of a list of files: `path`, or `path: { cache: false }`. */
interface Declared {
  readonly path: string;
  readonly node: TreeNode;
  readonly settings: TreeNode | undefined;
}

function declaredIn(list: TreeNode | undefined): readonly Declared[] {
  const declared: Declared[] = [];
  for (const { key, keyAt, value } of entriesOf(list))
    declared.push({ path: shownPath(key), node: { kind: 'null', at: keyAt }, settings: value });
  for (const item of list?.kind === 'array' ? list.items : list === undefined ? [] : [list]) {
    const text = scalarText(item);
    if (text !== undefined) declared.push({ path: shownPath(text), node: item, settings: undefined });
    else if (list?.kind === 'array') declared.push(...declaredIn(item));
  }
  return declared;
}

/** DVC keeps outputs in its cache unless told otherwise, metrics of a stage among them; git then has them nowhere. */
function readStage(document: DocumentBuilder, { key: stage, value, keyAt }: ObjectEntry): void {
  // A stage of `foreach` has its body under `do`.
  const body = objectAt(value, 'do') ?? value;
  document.fact('stage', stage, keyAt);
  for (const list of STAGE_LISTS) {
    for (const { path, node, settings } of declaredIn(nodeAt(body, list))) {
      document.fact(`stages.${stage}.${list}`, path, node.at);
      if (list !== 'metrics' || booleanAt(settings, 'cache') === false) continue;
      document.fact('declared, not in git', path, node.at);
      document.warn(
        `The metrics "${path}" of the stage ${stage} are declared, not in git: DVC keeps them in its cache`,
        node.at,
        { expected: 'cache: false', received: settings === undefined ? 'no cache: false' : 'cache: true' },
      );
    }
  }
}

function readArtifact(document: DocumentBuilder, { key: name, value }: ObjectEntry): void {
  for (const { key, value: item } of entriesOf(value)) {
    if (key === 'meta' || key === 'desc') continue;
    for (const node of item.kind === 'array' ? item.items : [item]) {
      const text = scalarText(node);
      if (text !== undefined) document.fact(`artifacts.${name}.${key}`, shownPath(text), node.at);
    }
  }
}

function read({ path, root }: TreeInput) {
  const document = createDocument(path, 'dvc-yaml');
  document.producer({ tool: 'DVC' });
  for (const entry of entriesOf(nodeAt(root, 'stages'))) readStage(document, entry);
  for (const list of ['metrics', 'params', 'plots'])
    for (const { path: file, node } of declaredIn(nodeAt(root, list))) document.fact(list, file, node.at);
  for (const entry of entriesOf(nodeAt(root, 'artifacts'))) readArtifact(document, entry);
  document.warn('A dvc.yaml holds no numbers: it says where they are', root.at, {
    expected: 'the files under metrics',
  });
  return document.finish();
}

export const dvcYaml = defineReader({
  id: 'dvc-yaml',
  title: 'DVC pipeline (dvc.yaml)',
  versions: 'DVC 2 and 3',
  takes: 'stages, metrics, plots, params and artifacts as facts',
  refuses: 'no records: metrics that DVC caches are reported as declared, not in git',
  shapes: ['tree'],
  recognises: ({ root }) => {
    const stages = entriesOf(nodeAt(root, 'stages'));
    if (stages.length > 0) return stages.every(({ value }) => hasKeys(value, 'cmd') || hasKeys(value, 'do'));
    if (!entriesOf(root).every(({ key }) => ROOT_KEYS.has(key))) return false;
    return isListOfFiles(nodeAt(root, 'metrics')) || isListOfFiles(nodeAt(root, 'params')) || hasArtifacts(root);
  },
  read,
});

function isListOfFiles(node: TreeNode | undefined): boolean {
  const items = itemsOf(node);
  return items.length > 0 && items.every((item) => item.kind === 'string');
}

function hasArtifacts(root: TreeNode): boolean {
  const artifacts = entriesOf(nodeAt(root, 'artifacts'));
  return artifacts.length > 0 && artifacts.every(({ value }) => hasKeys(value, 'path'));
}
