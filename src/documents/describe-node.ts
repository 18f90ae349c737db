import { excerpt } from './excerpt.ts';
import type { TreeNode } from './tree.ts';

/** A value as a message names it. */
export function describeNode(node: TreeNode): string {
  switch (node.kind) {
    case 'object':
      return 'an object';
    case 'array':
      return 'a list';
    case 'number':
    case 'not-finite':
      return excerpt(node.lexeme);
    case 'string':
      return `"${excerpt(node.value)}"`;
    case 'boolean':
      return String(node.value);
    case 'null':
      return 'null';
  }
}
