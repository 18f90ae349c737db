import type { Position } from '../problem.ts';

/** Where a key stands, and the number behind it as written. */
export interface TomlPlace {
  readonly at: Position;
  /** Absent where no plain number stands alone behind the key. */
  readonly lexeme: string | undefined;
}

const LONGEST_LINE = 1_000;
const TABLE_LINE = /^\[(\[?)([^[\]]{1,400})\]\]?\s*(?:#.*)?$/;
const KEY_LINE = /^([\w."'-][\w."' -]{0,400}?) ?= ?(.*)$/;
const NUMBER = /^([-+]?[\d_]{1,100}(?:\.[\d_]{1,400})?(?:e[-+]?\d{1,10})?) ?(?:#.*)?$/i;

function withoutQuotes(path: string): string {
  return path.replaceAll(/["' ]/g, '');
}

/** Blanks in a row count as one, so that no line takes longer to look at than it is long. */
function outlineOf(line: string): string {
  return line.slice(0, LONGEST_LINE).trim().replaceAll(/\s+/g, ' ');
}

/** The quotes that a text of several lines opens on this line, which then ends on another. */
function opensText(line: string): string | undefined {
  return ['"""', "'''"].find((quotes) => line.split(quotes, 4).length === 2);
}

/**
 * Places of keys by their dotted path: the library gives values without places. Elements of an array of tables have
 * their number behind the name, `runs#1.acc`. Inline tables share their line.
 */
export function indexPlaces(text: string): ReadonlyMap<string, TomlPlace> {
  const places = new Map<string, TomlPlace>();
  const counts = new Map<string, number>();
  let table = '';
  let closing: string | undefined;

  /** A header names the array; what is meant is its last element so far. */
  function resolve(header: string): string {
    let path = '';
    for (const part of header.split('.')) {
      path = path === '' ? part : `${path}.${part}`;
      const count = counts.get(path);
      if (count !== undefined) path = `${path}#${count - 1}`;
    }
    return path;
  }

  function openTable(header: string, isElement: boolean): string {
    if (!isElement) return resolve(header);
    const cut = header.lastIndexOf('.');
    const parent = cut === -1 ? '' : `${resolve(header.slice(0, cut))}.`;
    const name = `${parent}${header.slice(cut + 1)}`;
    const count = counts.get(name) ?? 0;
    counts.set(name, count + 1);
    return `${name}#${count}`;
  }

  for (const [index, line] of text.split(/\r?\n/).entries()) {
    if (closing !== undefined) {
      if (line.includes(closing)) closing = undefined;
      continue;
    }
    closing = opensText(line);
    const outline = outlineOf(line);
    const at = { line: index + 1, column: line.length - line.trimStart().length + 1 };
    const [, bracket, header] = TABLE_LINE.exec(outline) ?? [];
    const [, key, value = ''] = KEY_LINE.exec(outline) ?? [];
    let path: string | undefined;
    if (header !== undefined) path = table = openTable(withoutQuotes(header), bracket === '[');
    else if (key !== undefined) path = `${table}${table === '' ? '' : '.'}${withoutQuotes(key)}`;
    if (path !== undefined && !places.has(path)) places.set(path, { at, lexeme: NUMBER.exec(value)?.[1] });
  }
  return places;
}
