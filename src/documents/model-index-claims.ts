import { parseClaimNumber } from './claim-number.ts';
import type { ModelCardClaim } from './model-card.ts';
import { findEntry, type ObjectNode, type TreeNode } from './tree.ts';

/**
 * The numbers of `model-index`, the block of a Hugging Face card's front matter that leaderboards read:
 * `[{ name, results: [{ task, dataset, metrics: [{ type, value, name }] }] }]`.
 */
export function readModelIndex(frontMatter: ObjectNode): readonly ModelCardClaim[] {
  const claims: ModelCardClaim[] = [];
  for (const model of itemsOf(frontMatter, 'model-index')) {
    for (const result of itemsOf(model, 'results')) {
      const context = contextOf(result);
      for (const metric of itemsOf(result, 'metrics')) {
        const claim = readMetric(metric, context);
        if (claim !== undefined) claims.push(claim);
      }
    }
  }
  return claims;
}

function itemsOf(node: ObjectNode, key: string): readonly ObjectNode[] {
  const list = findEntry(node, key)?.value;
  return list?.kind === 'array' ? list.items.filter((item) => item.kind === 'object') : [];
}

/** What a result says it was measured on. */
function contextOf(result: ObjectNode): readonly string[] {
  const dataset = findEntry(result, 'dataset')?.value;
  if (dataset?.kind !== 'object') return [];
  return ['name', 'type', 'config', 'split'].map((key) => textOf(dataset, key)).filter((text) => text !== undefined);
}

function textOf(node: ObjectNode, key: string): string | undefined {
  const value = findEntry(node, key)?.value;
  return value?.kind === 'string' && value.value !== '' ? value.value : undefined;
}

function readMetric(metric: ObjectNode, dataset: readonly string[]): ModelCardClaim | undefined {
  const type = textOf(metric, 'type');
  const title = textOf(metric, 'name');
  const name = type ?? title;
  const value = findEntry(metric, 'value')?.value;
  const number = value === undefined ? undefined : claimNumberOf(value);
  if (name === undefined || value === undefined || number === undefined) return undefined;
  const context = title === undefined || title === name ? dataset : [title, ...dataset];
  const percent = number.percent || title?.includes('%') === true;
  return { name, value: number.value, lexeme: number.lexeme, percent, from: 'model-index', context, at: value.at };
}

/** The number that a node states, as a number or as a text such as `20.0 ± 1.2`. */
export function claimNumberOf(node: TreeNode): { value: number; lexeme: string; percent: boolean } | undefined {
  if (node.kind === 'number') return { value: node.value, lexeme: node.lexeme, percent: false };
  return node.kind === 'string' ? parseClaimNumber(node.value) : undefined;
}
