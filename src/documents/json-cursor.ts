import { excerpt } from './excerpt.ts';
import type { Position, Problem } from './problem.ts';

/** Where the JSON reader stands. Line breaks occur only between tokens, so that lines are counted while skipping. */
export interface JsonCursor {
  readonly path: string;
  readonly text: string;
  offset: number;
  line: number;
  lineStart: number;
  depth: number;
  keys: number;
  values: number;
  /** Set once, by the first thing that is wrong: the readers then return undefined all the way up. */
  problem: Problem | undefined;
}

export function createJsonCursor(path: string, text: string): JsonCursor {
  return { path, text, offset: 0, line: 1, lineStart: 0, depth: 0, keys: 0, values: 0, problem: undefined };
}

export function skipSpace(cursor: JsonCursor): void {
  const { text } = cursor;
  for (;;) {
    const code = text.charCodeAt(cursor.offset);
    if (code === 0x20 || code === 0x09) cursor.offset += 1;
    else if (code === 0x0a || code === 0x0d) startLine(cursor, code);
    else return;
  }
}

/** CR LF counts as one line break, a CR alone as one too, as editors and GitHub count them. */
function startLine(cursor: JsonCursor, code: number): void {
  cursor.offset += 1;
  if (code === 0x0d && cursor.text.charCodeAt(cursor.offset) === 0x0a) cursor.offset += 1;
  cursor.line += 1;
  cursor.lineStart = cursor.offset;
}

export function positionOf(cursor: JsonCursor): Position {
  return { line: cursor.line, column: cursor.offset - cursor.lineStart + 1 };
}

/** What stands at the cursor, for a message. */
export function receivedAt(cursor: JsonCursor): string {
  if (cursor.offset >= cursor.text.length) return 'the end of the file';
  return excerpt(cursor.text.slice(cursor.offset, cursor.offset + 80), 24);
}

/** Records what is wrong at the cursor and returns undefined, for `return refuse(…)`. */
export function refuse(cursor: JsonCursor, message: string, expected: string, at = positionOf(cursor)): undefined {
  cursor.problem = { path: cursor.path, ...at, message, expected, received: receivedAt(cursor) };
  return undefined;
}
