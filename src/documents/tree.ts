import type { Position } from './problem.ts';

/**
 * A JSON or YAML text as a tree in which every value knows its position and every number keeps its lexeme. Numbers
 * that are not finite (`NaN`, `Infinity`, `1e999`, YAML's `.nan`) are nodes of their own kind: they cannot be mistaken
 * for numbers, and they can still be shown.
 */
export type TreeNode = ObjectNode | ArrayNode | NumberNode | NotFiniteNode | StringNode | BooleanNode | NullNode;

export interface ObjectNode {
  readonly kind: 'object';
  readonly at: Position;
  /** In the order of the file. Keys are unique: a duplicate key makes the whole document invalid. */
  readonly entries: readonly ObjectEntry[];
}

export interface ObjectEntry {
  readonly key: string;
  readonly keyAt: Position;
  readonly value: TreeNode;
}

export interface ArrayNode {
  readonly kind: 'array';
  readonly at: Position;
  readonly items: readonly TreeNode[];
}

export interface NumberNode {
  readonly kind: 'number';
  readonly at: Position;
  /** As written in the file, for example `0.950` or `1e-05`. */
  readonly lexeme: string;
  /** Always finite. */
  readonly value: number;
}

export interface NotFiniteNode {
  readonly kind: 'not-finite';
  readonly at: Position;
  readonly lexeme: string;
}

export interface StringNode {
  readonly kind: 'string';
  readonly at: Position;
  readonly value: string;
}

export interface BooleanNode {
  readonly kind: 'boolean';
  readonly at: Position;
  readonly value: boolean;
}

export interface NullNode {
  readonly kind: 'null';
  readonly at: Position;
}

/** The value under `key`, or undefined when the object has no such key. */
export function findEntry(node: ObjectNode, key: string): ObjectEntry | undefined {
  return node.entries.find((entry) => entry.key === key);
}

/** The tree as plain data, for schema validation. Non-finite numbers become null: check for them first. */
export function toPlain(node: TreeNode): unknown {
  switch (node.kind) {
    case 'object': {
      const plain: Record<string, unknown> = Object.create(null);
      for (const { key, value } of node.entries) plain[key] = toPlain(value);
      return plain;
    }
    case 'array':
      return node.items.map(toPlain);
    case 'number':
    case 'string':
    case 'boolean':
      return node.value;
    case 'not-finite':
    case 'null':
      return null;
  }
}
