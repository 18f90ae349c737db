import { excerpt } from './excerpt.ts';
import { describeNode } from './describe-node.ts';
import type { ModelCardClaim, ModelCardDocument, ModelCardSection } from './model-card.ts';
import { isEvidenceKey, isSampleSizeKey } from './metric-evidence.ts';
import { sectionIdsOf } from './model-card-sections.ts';
import { claimNumberOf } from './model-index-claims.ts';
import { isPlaceholder } from './placeholder.ts';
import type { Parsed } from './problem.ts';
import { findEntry, type ObjectNode, type TreeNode } from './tree.ts';

const EXAMPLE = 'model_card: { model_name: churn, version: "1.2", intended_use: "…" }';

/** The card inside a tree: below `model_card`, or the tree itself. */
export function findCardRoot(tree: TreeNode): TreeNode {
  return (tree.kind === 'object' ? findEntry(tree, 'model_card')?.value : undefined) ?? tree;
}

/** Whether a tree has the shape of the template, where the name of the file does not tell. */
export function looksLikeTemplate(tree: TreeNode): boolean {
  if (tree.kind !== 'object') return false;
  return findEntry(tree, 'model_card') !== undefined || findEntry(tree, 'model_name') !== undefined;
}

/** Reads a model card in the YAML or JSON form of the template: `model_card: { model_name, …, maintenance }`. */
export function readTemplateCard(path: string, tree: TreeNode): Parsed<ModelCardDocument> {
  const root = findCardRoot(tree);
  if (root.kind !== 'object') {
    const received = describeNode(root);
    return {
      problems: [
        { path, ...root.at, message: 'There is no model card', expected: 'an object', received, example: EXAMPLE },
      ],
    };
  }
  const version = findEntry(root, 'version')?.value ?? findEntry(root, 'model_version')?.value;
  const text = version?.kind === 'string' ? version.value : version?.kind === 'number' ? version.lexeme : '';
  const stated =
    version === undefined || isPlaceholder(text) ? {} : { version: { value: excerpt(text, 80), at: version.at } };
  const value: ModelCardDocument = {
    kind: 'model-card',
    path,
    format: 'template',
    sections: listSections(root),
    claims: listClaims(root),
    ...stated,
    warnings: [],
  };
  return { value, warnings: [] };
}

function listSections(root: ObjectNode): readonly ModelCardSection[] {
  return root.entries.flatMap(({ key, keyAt, value }) =>
    sectionIdsOf(key).map((id) => ({ id, title: key, at: keyAt, content: contentOf(value) })),
  );
}

/** One value that says something fills a section; of nested ones, any. */
function contentOf(node: TreeNode): ModelCardSection['content'] {
  switch (node.kind) {
    case 'object':
    case 'array': {
      const children = node.kind === 'object' ? node.entries.map(({ value }) => value) : node.items;
      const contents = children.map(contentOf);
      return (
        contents.find((content) => content === 'filled') ??
        contents.find((content) => content === 'placeholder') ??
        'empty'
      );
    }
    case 'string':
      if (node.value.trim() === '') return 'empty';
      return isPlaceholder(node.value) ? 'placeholder' : 'filled';
    case 'number':
    case 'boolean':
      return 'filled';
    case 'not-finite':
    case 'null':
      return 'empty';
  }
}

/**
 * The numbers of `evaluation.metrics` and `evaluation.sliced_metrics`, wherever they stand in there. Sample sizes and
 * intervals beside them are no claims about a metric.
 */
function listClaims(root: ObjectNode): readonly ModelCardClaim[] {
  const evaluation = findEntry(root, 'evaluation')?.value;
  if (evaluation?.kind !== 'object') return [];
  const claims: ModelCardClaim[] = [];
  for (const key of ['metrics', 'sliced_metrics']) {
    const metrics = findEntry(evaluation, key)?.value;
    if (metrics !== undefined) addClaims(claims, metrics, []);
  }
  return claims;
}

/** Keys of a metric that is an object; the metric's name is the key above them. */
const VALUE_KEY = 'value';

function addClaims(claims: ModelCardClaim[], node: TreeNode, keys: readonly string[]): void {
  if (node.kind === 'array') {
    for (const item of node.items) addNamedClaim(claims, item, keys);
    return;
  }
  if (node.kind === 'object') {
    for (const { key, value } of node.entries) {
      const isValue = key === VALUE_KEY && keys.length > 0;
      if (isSampleSizeKey(key) || (isEvidenceKey(key) && !isValue)) continue;
      addClaims(claims, value, isValue ? keys : [...keys, key]);
    }
    return;
  }
  const name = keys.at(-1);
  const number = claimNumberOf(node);
  if (name === undefined || number === undefined) return;
  const { value, lexeme, percent } = number;
  claims.push({
    name,
    value,
    lexeme,
    percent: percent || name.includes('%'),
    from: 'field',
    context: keys.slice(0, -1),
    at: node.at,
  });
}

/** `metrics: [{ name: auc, value: 0.91 }]`; the other texts of the item are its context. */
function addNamedClaim(claims: ModelCardClaim[], item: TreeNode, keys: readonly string[]): void {
  if (item.kind !== 'object') return;
  const title = ['name', 'metric', 'type']
    .map((key) => findEntry(item, key)?.value)
    .find((node) => node?.kind === 'string');
  const value = findEntry(item, VALUE_KEY)?.value;
  if (title?.kind !== 'string' || value === undefined) return;
  const context = item.entries.flatMap(({ value: node }) =>
    node.kind === 'string' && node !== title && node !== value ? [node.value] : [],
  );
  addClaims(claims, value, [...keys, ...context, title.value]);
}
