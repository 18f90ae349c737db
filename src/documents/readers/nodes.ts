import { findEntry, type ArrayNode, type ObjectEntry, type ObjectNode, type TreeNode } from '../tree.ts';

/** The value under a chain of keys, or undefined as soon as one is not there. Keys are taken literally. */
export function nodeAt(node: TreeNode | undefined, ...keys: readonly string[]): TreeNode | undefined {
  let found = node;
  for (const key of keys) {
    if (found?.kind !== 'object') return undefined;
    found = findEntry(found, key)?.value;
  }
  return found;
}

export function objectAt(node: TreeNode | undefined, ...keys: readonly string[]): ObjectNode | undefined {
  const found = nodeAt(node, ...keys);
  return found?.kind === 'object' ? found : undefined;
}

export function arrayAt(node: TreeNode | undefined, ...keys: readonly string[]): ArrayNode | undefined {
  const found = nodeAt(node, ...keys);
  return found?.kind === 'array' ? found : undefined;
}

/** The text of a string, or the lexeme of a number: versions and ids are written either way. */
export function textAt(node: TreeNode | undefined, ...keys: readonly string[]): string | undefined {
  const found = nodeAt(node, ...keys);
  if (found?.kind === 'string') return found.value;
  return found?.kind === 'number' ? found.lexeme : undefined;
}

/** A finite number, or undefined. */
export function numberAt(node: TreeNode | undefined, ...keys: readonly string[]): number | undefined {
  const found = nodeAt(node, ...keys);
  return found?.kind === 'number' ? found.value : undefined;
}

export function booleanAt(node: TreeNode | undefined, ...keys: readonly string[]): boolean | undefined {
  const found = nodeAt(node, ...keys);
  return found?.kind === 'boolean' ? found.value : undefined;
}

export function hasKeys(node: TreeNode | undefined, ...keys: readonly string[]): node is ObjectNode {
  return node?.kind === 'object' && keys.every((key) => findEntry(node, key) !== undefined);
}

/** Entries of an object; none for anything else. */
export function entriesOf(node: TreeNode | undefined): readonly ObjectEntry[] {
  return node?.kind === 'object' ? node.entries : [];
}

export function itemsOf(node: TreeNode | undefined): readonly TreeNode[] {
  return node?.kind === 'array' ? node.items : [];
}
