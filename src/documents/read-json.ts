import { decodeText } from './decode-text.ts';
import { createJsonCursor, type JsonCursor, positionOf, refuse, skipSpace } from './json-cursor.ts';
import { readJsonString } from './read-json-string.ts';
import { MAX_DEPTH, MAX_JSON_BYTES, MAX_KEYS, MAX_VALUES } from './limits.ts';
import type { Parsed, Position, SourceText } from './problem.ts';
import type { ObjectEntry, TreeNode } from './tree.ts';
import { createKeyLedger, describeDuplicate } from './key-ledger.ts';

const NUMBER = /-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?/y;
const WORD = /[-+.]?[A-Za-z0-9_$][-+.A-Za-z0-9_$]*/y;

/**
 * Reads JSON (RFC 8259) strictly: no comments, no trailing commas, no duplicate keys, one value per file. The one
 * liberty is Python's: `NaN`, `Infinity`, `-Infinity` and numbers too large for a double become not-finite nodes.
 */
export function parseJsonTree(source: SourceText): Parsed<TreeNode> {
  const text = decodeText(source, MAX_JSON_BYTES);
  if ('problems' in text) return text;
  return parseJsonText(source.path, text.value);
}

/** As `parseJsonTree`, for a text that is decoded and within its cap. */
export function parseJsonText(path: string, text: string): Parsed<TreeNode> {
  const cursor = createJsonCursor(path, text);
  skipSpace(cursor);
  const value = readValue(cursor);
  skipSpace(cursor);
  if (value !== undefined && cursor.offset < text.length) {
    refuse(cursor, 'Something follows the end of the JSON value', 'one JSON value and nothing after it');
  }
  if (value === undefined || cursor.problem !== undefined) {
    return { problems: [cursor.problem].filter((problem) => problem !== undefined) };
  }
  return { value, warnings: [] };
}

function readValue(cursor: JsonCursor): TreeNode | undefined {
  cursor.values += 1;
  if (cursor.values > MAX_VALUES) return refuse(cursor, 'The document is too large', `at most ${MAX_VALUES} values`);
  const at = positionOf(cursor);
  switch (cursor.text.charCodeAt(cursor.offset)) {
    case 0x7b:
      return readObject(cursor, at);
    case 0x5b:
      return readArray(cursor, at);
    case 0x22: {
      const value = readJsonString(cursor);
      return value === undefined ? undefined : { kind: 'string', at, value };
    }
    default:
      return readNumber(cursor, at) ?? readWord(cursor, at);
  }
}

function readObject(cursor: JsonCursor, at: Position): TreeNode | undefined {
  if (!enter(cursor)) return undefined;
  const entries: ObjectEntry[] = [];
  const ledger = createKeyLedger();
  skipSpace(cursor);
  if (!closes(cursor, 0x7d)) {
    for (;;) {
      const entry = readEntry(cursor);
      if (entry === undefined) return undefined;
      const first = ledger.note(entry);
      if (first !== undefined) {
        cursor.problem = describeDuplicate(cursor.path, entry, first);
        return undefined;
      }
      entries.push(entry);
      skipSpace(cursor);
      if (closes(cursor, 0x7d)) break;
      if (!readComma(cursor, '}')) return undefined;
    }
  }
  cursor.depth -= 1;
  return { kind: 'object', at, entries };
}

function readEntry(cursor: JsonCursor): ObjectEntry | undefined {
  const keyAt = positionOf(cursor);
  if (cursor.text.charCodeAt(cursor.offset) !== 0x22)
    return refuse(cursor, ...complaintAbout(cursor, 'a key in double quotes'));
  cursor.keys += 1;
  if (cursor.keys > MAX_KEYS) return refuse(cursor, 'The document has too many keys', `at most ${MAX_KEYS} keys`);
  const key = readJsonString(cursor);
  if (key === undefined) return undefined;
  skipSpace(cursor);
  if (cursor.text.charCodeAt(cursor.offset) !== 0x3a) return refuse(cursor, 'A key has no value', '":" after the key');
  cursor.offset += 1;
  skipSpace(cursor);
  const value = readValue(cursor);
  return value === undefined ? undefined : { key, keyAt, value };
}

function readArray(cursor: JsonCursor, at: Position): TreeNode | undefined {
  if (!enter(cursor)) return undefined;
  const items: TreeNode[] = [];
  skipSpace(cursor);
  if (!closes(cursor, 0x5d)) {
    for (;;) {
      const item = readValue(cursor);
      if (item === undefined) return undefined;
      items.push(item);
      skipSpace(cursor);
      if (closes(cursor, 0x5d)) break;
      if (!readComma(cursor, ']')) return undefined;
    }
  }
  cursor.depth -= 1;
  return { kind: 'array', at, items };
}

function enter(cursor: JsonCursor): boolean {
  cursor.depth += 1;
  if (cursor.depth > MAX_DEPTH) {
    refuse(cursor, 'The document is nested too deeply', `at most ${MAX_DEPTH} levels`);
    return false;
  }
  cursor.offset += 1;
  return true;
}

function closes(cursor: JsonCursor, bracket: number): boolean {
  if (cursor.text.charCodeAt(cursor.offset) !== bracket) return false;
  cursor.offset += 1;
  return true;
}

function readComma(cursor: JsonCursor, bracket: string): boolean {
  if (cursor.text.charCodeAt(cursor.offset) !== 0x2c) {
    refuse(cursor, ...complaintAbout(cursor, `"," or "${bracket}"`));
    return false;
  }
  const commaAt = positionOf(cursor);
  cursor.offset += 1;
  skipSpace(cursor);
  if (cursor.text.charAt(cursor.offset) !== bracket) return true;
  refuse(cursor, 'JSON has no trailing commas', `no comma before "${bracket}"`, commaAt);
  return false;
}

function readNumber(cursor: JsonCursor, at: Position): TreeNode | undefined {
  const lexeme = match(NUMBER, cursor);
  if (lexeme === undefined || match(WORD, cursor) !== lexeme) return undefined;
  cursor.offset += lexeme.length;
  const value = Number(lexeme);
  return Number.isFinite(value) ? { kind: 'number', at, lexeme, value } : { kind: 'not-finite', at, lexeme };
}

function readWord(cursor: JsonCursor, at: Position): TreeNode | undefined {
  const lexeme = match(WORD, cursor);
  const node = lexeme === undefined ? undefined : nodeOfWord(lexeme, at);
  if (lexeme === undefined || node === undefined) return refuse(cursor, ...complaintAbout(cursor, 'a JSON value'));
  cursor.offset += lexeme.length;
  return node;
}

function nodeOfWord(lexeme: string, at: Position): TreeNode | undefined {
  switch (lexeme) {
    case 'true':
    case 'false':
      return { kind: 'boolean', at, value: lexeme === 'true' };
    case 'null':
      return { kind: 'null', at };
    case 'NaN':
    case 'Infinity':
    case '-Infinity':
      return { kind: 'not-finite', at, lexeme };
    default:
      return undefined;
  }
}

function match(pattern: RegExp, cursor: JsonCursor): string | undefined {
  pattern.lastIndex = cursor.offset;
  return pattern.exec(cursor.text)?.[0];
}

/** Message and expectation for what people commonly write instead of JSON. */
function complaintAbout(cursor: JsonCursor, expected: string): [message: string, expected: string] {
  const { text, offset } = cursor;
  if (offset >= text.length) return ['The file ends in the middle of a value', expected];
  const letter = text.charAt(offset);
  if (letter === '/' || letter === '#') return ['JSON has no comments', expected];
  if (letter === "'") return ['JSON has no single-quoted strings', expected];
  if (/[-+.0-9]/.test(letter)) return ['This is not a number as JSON writes it', `${expected}, such as 0.5 or 1e-05`];
  return ['This is not JSON', expected];
}
