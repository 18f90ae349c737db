import {
  type Alias,
  isAlias,
  isMap,
  isNode,
  isScalar,
  type LineCounter,
  type Node,
  type parseDocument,
  type Scalar,
  type YAMLMap,
} from 'yaml';
import { excerpt } from './excerpt.ts';
import { createKeyLedger, describeDuplicate } from './key-ledger.ts';
import { MAX_ALIASES, MAX_DEPTH, MAX_KEYS, MAX_VALUES } from './limits.ts';
import type { Parsed, Position, Problem } from './problem.ts';
import type { ObjectEntry, TreeNode } from './tree.ts';

export type YamlDocument = ReturnType<typeof parseDocument>;

/** What one walk counts, and the first thing it could not accept. */
interface Walk {
  readonly path: string;
  readonly document: YamlDocument;
  readonly lines: LineCounter;
  depth: number;
  keys: number;
  values: number;
  aliases: number;
  problem: Problem | undefined;
}

/** The tree of a YAML document that the library read without an error or warning. */
export function treeOfYaml(path: string, document: YamlDocument, lines: LineCounter): Parsed<TreeNode> {
  const walk: Walk = { path, document, lines, depth: 0, keys: 0, values: 0, aliases: 0, problem: undefined };
  const value = readNode(walk, document.contents, { line: 1, column: 1 });
  if (value !== undefined) return { value, warnings: [] };
  return { problems: [walk.problem].filter((problem) => problem !== undefined) };
}

function refuse(walk: Walk, at: Position, message: string, expected: string): undefined {
  walk.problem ??= { path: walk.path, ...at, message, expected };
  return undefined;
}

/** Nodes that were parsed always have a range. */
function positionOf(walk: Walk, node: Node): Position {
  const { line, col } = walk.lines.linePos(Number(node.range?.[0]));
  return { line, column: col };
}

/** What stands in a collection is a node or, where nothing is written, null. */
function nodeOf(item: unknown): Node | null {
  return isNode(item) ? item : null;
}

/** `parentAt` places a value that is not written at all, as in `key:`. */
function readNode(walk: Walk, node: Node | null, parentAt: Position): TreeNode | undefined {
  walk.values += 1;
  if (walk.values > MAX_VALUES)
    return refuse(walk, parentAt, 'The document is too large', `at most ${MAX_VALUES} values`);
  if (node === null) return { kind: 'null', at: parentAt };
  if (isAlias(node)) {
    const at = positionOf(walk, node);
    walk.aliases += 1;
    if (walk.aliases > MAX_ALIASES)
      return refuse(walk, at, 'The document has too many aliases', `at most ${MAX_ALIASES}`);
    const target = node.resolve(walk.document);
    return target === undefined
      ? refuse(walk, at, 'An alias has no anchor', `&${excerpt(node.source)} before it`)
      : readNested(walk, target, at);
  }
  return readNested(walk, node, positionOf(walk, node));
}

function readNested(walk: Walk, node: Exclude<Node, Alias>, at: Position): TreeNode | undefined {
  if (isScalar(node)) return nodeOfScalar(node, at);
  walk.depth += 1;
  if (walk.depth > MAX_DEPTH)
    return refuse(walk, at, 'The document is nested too deeply', `at most ${MAX_DEPTH} levels`);
  const read = isMap(node) ? readMap(walk, node, at) : readItems(walk, node.items, at);
  walk.depth -= 1;
  return read;
}

function readItems(walk: Walk, nodes: readonly unknown[], at: Position): TreeNode | undefined {
  const items: TreeNode[] = [];
  for (const node of nodes) {
    const item = readNode(walk, nodeOf(node), at);
    if (item === undefined) return undefined;
    items.push(item);
  }
  return { kind: 'array', at, items };
}

function readMap(walk: Walk, map: YAMLMap, at: Position): TreeNode | undefined {
  const entries: ObjectEntry[] = [];
  const ledger = createKeyLedger();
  for (const pair of map.items) {
    walk.keys += 1;
    if (walk.keys > MAX_KEYS) return refuse(walk, at, 'The document has too many keys', `at most ${MAX_KEYS} keys`);
    const named = readKey(walk, pair.key, at);
    if (named === undefined) return undefined;
    const first = ledger.note(named);
    if (first !== undefined) {
      walk.problem ??= describeDuplicate(walk.path, named, first);
      return undefined;
    }
    const value = readNode(walk, nodeOf(pair.value), named.keyAt);
    if (value === undefined) return undefined;
    entries.push({ ...named, value });
  }
  return { kind: 'object', at, entries };
}

/** Numbers and booleans as keys stand for their text as written: class labels `0` and `1` are common. */
function readKey(walk: Walk, key: unknown, mapAt: Position): { key: string; keyAt: Position } | undefined {
  const expected = 'a plain word, a number or a quoted string as key';
  if (!isScalar(key)) return refuse(walk, mapAt, 'A key is not a scalar', expected);
  const keyAt = positionOf(walk, key);
  if (key.value === null && key.source === '') return refuse(walk, keyAt, 'A key is empty', expected);
  return { key: typeof key.value === 'string' ? key.value : String(key.source), keyAt };
}

function nodeOfScalar(scalar: Scalar, at: Position): TreeNode {
  const { value } = scalar;
  if (typeof value === 'number') {
    const lexeme = String(scalar.source);
    return Number.isFinite(value) ? { kind: 'number', at, lexeme, value } : { kind: 'not-finite', at, lexeme };
  }
  if (typeof value === 'boolean') return { kind: 'boolean', at, value };
  return typeof value === 'string' ? { kind: 'string', at, value } : { kind: 'null', at };
}
