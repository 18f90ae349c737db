import { parse, TomlError } from 'smol-toml';
import { excerpt } from '../excerpt.ts';
import { MAX_DEPTH, MAX_KEYS } from '../limits.ts';
import type { Parsed, Position } from '../problem.ts';
import type { ObjectEntry, TreeNode } from '../tree.ts';
import { START } from './reader.ts';

const TABLE_LINE = /^\s*\[\[?([^\]]{1,400})\]\]?\s*(?:#.*)?$/;
const KEY_LINE = /^\s*([\w."' -]{1,400}?)\s*=/;

function withoutQuotes(path: string): string {
  return path.replaceAll(/["' ]/g, '');
}

/** Lines of keys by their dotted path: the library gives values without places. Inline tables share their line. */
function indexLines(text: string): ReadonlyMap<string, Position> {
  const places = new Map<string, Position>();
  let table = '';
  for (const [index, line] of text.split(/\r?\n/).entries()) {
    const opened = TABLE_LINE.exec(line)?.[1];
    const key = KEY_LINE.exec(line)?.[1];
    if (opened !== undefined) table = withoutQuotes(opened);
    const path =
      opened === undefined && key !== undefined ? [table, withoutQuotes(key)].filter(Boolean).join('.') : table;
    const at = { line: index + 1, column: line.length - line.trimStart().length + 1 };
    if ((opened !== undefined || key !== undefined) && !places.has(path)) places.set(path, at);
  }
  return places;
}

interface Walk {
  readonly places: ReadonlyMap<string, Position>;
  keys: number;
}

function toNode(walk: Walk, value: unknown, path: string, above: Position, depth: number): TreeNode {
  const at = walk.places.get(path) ?? above;
  if (depth > MAX_DEPTH || walk.keys > MAX_KEYS) throw new RangeError('The document is nested too deeply or too large');
  if (typeof value === 'bigint') return { kind: 'number', at, lexeme: String(value), value: Number(value) };
  if (typeof value === 'number')
    return Number.isFinite(value)
      ? { kind: 'number', at, lexeme: String(value), value }
      : { kind: 'not-finite', at, lexeme: String(value) };
  if (typeof value === 'string') return { kind: 'string', at, value };
  if (typeof value === 'boolean') return { kind: 'boolean', at, value };
  if (value instanceof Date) return { kind: 'string', at, value: value.toISOString() };
  if (Array.isArray(value))
    return { kind: 'array', at, items: value.map((item) => toNode(walk, item, path, at, depth + 1)) };
  const entries: ObjectEntry[] = [];
  for (const [key, item] of Object.entries(value ?? {})) {
    walk.keys += 1;
    const node = toNode(walk, item, path === '' ? key : `${path}.${key}`, at, depth + 1);
    entries.push({ key, keyAt: node.at, value: node });
  }
  return { kind: 'object', at, entries };
}

/** Reads TOML 1.0. Values carry the line of their key. */
export function parseTomlText(path: string, text: string): Parsed<TreeNode> {
  try {
    const value: unknown = parse(text, { integersAsBigInt: true });
    return { value: toNode({ places: indexLines(text), keys: 0 }, value, '', START, 0), warnings: [] };
  } catch (error) {
    const at = error instanceof TomlError ? { line: error.line, column: error.column } : START;
    const reason = error instanceof Error ? excerpt(error.message, 120) : 'unknown';
    return { problems: [{ path, ...at, message: `This is not TOML: ${reason}` }] };
  }
}
