import { excerpt } from '../excerpt.ts';
import type { SliceTerm } from '../metrics.ts';
import type { Position } from '../problem.ts';
import type { TreeNode } from '../tree.ts';
import { createDocument, type DocumentBuilder } from './builder.ts';
import { hasKeys, itemsOf, nodeAt, objectAt, textAt } from './nodes.ts';
import { addPerformanceMetric } from './performance-metric.ts';
import { defineReader, type TreeInput } from './reader.ts';
import { isoTime } from './recomputed.ts';

const INTERVAL = { interval: 'confidenceInterval', lower: 'lowerBound', upper: 'upperBound' } as const;
/** `accuracy: 0.92` of a property such as `accuracy: 0.92, f1_score: 0.89`. */
const PAIR = /^\s*([A-Za-z][\w@ .()/-]{0,80}?)\s*[:=]\s*([-+]?\d{1,20}(?:\.\d{1,20})?(?:e[-+]?\d{1,3})?)\s*(%?)\s*$/i;
const HEX_LENGTH: Readonly<Record<string, number>> = {
  MD5: 32,
  'SHA-1': 40,
  'SHA-256': 64,
  'SHA-384': 96,
  'SHA-512': 128,
  'SHA3-256': 64,
  'SHA3-512': 128,
  'BLAKE2b-256': 64,
  BLAKE3: 64,
};

/** Components, those inside others and the one that the BOM is about; the nesting of the file bounds the depth. */
function componentsOf(node: TreeNode | undefined): readonly TreeNode[] {
  return itemsOf(nodeAt(node, 'components')).flatMap((component) => [component, ...componentsOf(component)]);
}

function isModel(component: TreeNode): boolean {
  return textAt(component, 'type') === 'machine-learning-model' || objectAt(component, 'modelCard') !== undefined;
}

function nameOf(component: TreeNode): string {
  const name = textAt(component, 'name') ?? 'unnamed';
  const version = textAt(component, 'version');
  return version === undefined ? name : `${name}@${version}`;
}

function addHashes(document: DocumentBuilder, component: TreeNode): void {
  const name = nameOf(component);
  for (const hash of itemsOf(nodeAt(component, 'hashes'))) {
    const algorithm = textAt(hash, 'alg') ?? '';
    const content = textAt(hash, 'content') ?? '';
    const length = HEX_LENGTH[algorithm];
    if (!/^[0-9a-f]+$/i.test(content) || (length !== undefined && content.length !== length))
      document.warn(`A hash of ${excerpt(name)} is none`, hash.at, {
        expected: length === undefined ? 'hexadecimal digits' : `${length} hexadecimal digits`,
        received: excerpt(content),
      });
    else document.fact(`${algorithm} of ${name}`, content.toLowerCase(), hash.at);
  }
}

interface Pair {
  readonly name: string;
  readonly text: string;
  readonly isPercent: boolean;
  readonly at: Position;
}

/** Properties that are nothing but names and numbers; any other text is left alone. */
function pairsOf(property: TreeNode): readonly Pair[] {
  const value = nodeAt(property, 'value');
  if (value?.kind !== 'string' || value.value.length > 2000) return [];
  const pairs: Pair[] = [];
  for (const piece of value.value.split(/[,;]/)) {
    const [, name, text, percent] = PAIR.exec(piece) ?? [];
    if (name === undefined || text === undefined) return [];
    pairs.push({ name, text, isPercent: percent === '%', at: value.at });
  }
  return pairs;
}

function addProperties(document: DocumentBuilder, holder: TreeNode | undefined, slice: readonly SliceTerm[]): number {
  const pairs = itemsOf(nodeAt(holder, 'properties')).flatMap(pairsOf);
  for (const { name, text, isPercent, at } of pairs)
    document.metric([name], { text, at }, { slice, ...(isPercent ? { unit: 'percent' } : {}) });
  return pairs.length;
}

function addModel(document: DocumentBuilder, component: TreeNode, slice: readonly SliceTerm[]): void {
  const card = nodeAt(component, 'modelCard');
  const metrics = itemsOf(nodeAt(card, 'quantitativeAnalysis', 'performanceMetrics'));
  for (const metric of metrics) addPerformanceMetric(document, metric, INTERVAL, slice);
  const properties = addProperties(document, component, slice) + addProperties(document, card, slice);
  document.fact('model', nameOf(component), component.at);
  if (metrics.length + properties === 0)
    document.warn(`The BOM states no metrics of ${excerpt(nameOf(component))}, which is no evidence`, component.at);
}

/** One tool of `metadata.tools`: a list up to 1.4, an object of components since 1.5. */
function addGenerator(document: DocumentBuilder, root: TreeNode): void {
  const tools = nodeAt(root, 'metadata', 'tools');
  const [tool] = [...itemsOf(tools), ...itemsOf(nodeAt(tools, 'components'))];
  if (tool !== undefined) document.fact('made by', nameOf(tool), tool.at);
}

function read({ path, root }: TreeInput) {
  const document = createDocument(path, 'cyclonedx');
  const version = textAt(root, 'specVersion');
  document.producer({ tool: 'CycloneDX', ...(version === undefined ? {} : { version }) });
  const when = isoTime(textAt(root, 'metadata', 'timestamp'));
  if (when !== undefined) document.when(when);
  addGenerator(document, root);
  const subject = nodeAt(root, 'metadata', 'component');
  const components = [...(subject === undefined ? [] : [subject, ...componentsOf(subject)]), ...componentsOf(root)];
  const models = components.filter(isModel);
  for (const component of components) addHashes(document, component);
  for (const model of models)
    addModel(document, model, models.length > 1 ? [{ attribute: 'model', group: nameOf(model) }] : []);
  if (models.length === 0) document.warn('The BOM lists no machine-learning model', root.at);
  if (models.length === 1) addProperties(document, nodeAt(root, 'metadata'), []);
  return document.finish();
}

export const cyclonedx = defineReader({
  id: 'cyclonedx',
  title: 'CycloneDX ML-BOM',
  versions: '1.5 to 1.7, JSON',
  takes:
    'performance metrics of model cards with slice and interval, properties such as "accuracy: 0.92, f1_score: 0.89"; hashes',
  refuses: 'values that are no numbers are unusable; hashes of a wrong length; XML',
  shapes: ['tree'],
  recognises: ({ root }) => hasKeys(root, 'bomFormat', 'specVersion'),
  read,
});
