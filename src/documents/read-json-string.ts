import { type JsonCursor, refuse } from './json-cursor.ts';

const ESCAPES: Readonly<Record<string, string>> = {
  '"': '"',
  '\\': '\\',
  '/': '/',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
};

const HEX4 = /^[0-9a-fA-F]{4}$/;

/** Reads the string whose opening quote is at the cursor, and stands behind its closing quote afterwards. */
export function readJsonString(cursor: JsonCursor): string | undefined {
  const { text } = cursor;
  const parts: string[] = [];
  cursor.offset += 1;
  let start = cursor.offset;
  for (;;) {
    const code = text.charCodeAt(cursor.offset);
    if (code === 0x22) break;
    if (code === 0x5c) {
      parts.push(text.slice(start, cursor.offset));
      const decoded = readEscape(cursor);
      if (decoded === undefined) return undefined;
      parts.push(decoded);
      start = cursor.offset;
    } else if (code >= 0x20) {
      cursor.offset += 1;
    } else {
      return refuseEnd(cursor, code);
    }
  }
  const last = text.slice(start, cursor.offset);
  cursor.offset += 1;
  return parts.length === 0 ? last : parts.join('') + last;
}

/** `code` is NaN at the end of the text. */
function refuseEnd(cursor: JsonCursor, code: number): undefined {
  if (Number.isNaN(code) || code === 0x0a || code === 0x0d) {
    return refuse(cursor, 'A string is not closed', 'a closing "');
  }
  return refuse(cursor, 'A string holds a raw control character', `\\u${code.toString(16).padStart(4, '0')}`);
}

function readEscape(cursor: JsonCursor): string | undefined {
  const { text, offset } = cursor;
  const letter = text.charAt(offset + 1);
  if (letter === 'u') {
    const digits = text.slice(offset + 2, offset + 6);
    if (!HEX4.test(digits)) return refuse(cursor, 'An escape is incomplete', '\\u and four hexadecimal digits');
    cursor.offset += 6;
    return String.fromCharCode(Number.parseInt(digits, 16));
  }
  const decoded = Object.hasOwn(ESCAPES, letter) ? ESCAPES[letter] : undefined;
  if (decoded === undefined)
    return refuse(cursor, 'JSON has no such escape', 'one of \\" \\\\ \\/ \\b \\f \\n \\r \\t \\u');
  cursor.offset += 2;
  return decoded;
}
