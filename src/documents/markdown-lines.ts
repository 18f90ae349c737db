import type { Position } from './problem.ts';

/** One line of a Markdown text, as far as a model card needs to understand it. */
export interface MarkdownLine {
  readonly at: Position;
  readonly kind: 'heading' | 'text' | 'code' | 'blank';
  /** 1 to 6 for a heading, else 0. */
  readonly level: number;
  /** The heading's title, or the line without HTML comments. */
  readonly text: string;
}

const ATX = /^ {0,3}(#{1,6})(?:[ \t]|$)/;
const FENCE = /^ {0,3}(`{3,}|~{3,})/;
const UNDERLINE = /^ {0,3}(?:={1,200}|-{2,200})[ \t]{0,20}$/;
/** A line that cannot be the text of an underlined heading: list item, quote, table row, rule. */
const NO_TITLE = /^\s{0,3}(?:[-*+>|]|\d{1,9}[.)]\s)|\|/;

interface Scan {
  fence: string | undefined;
  inComment: boolean;
}

/**
 * Lines from `firstLine` on (counted from 1): ATX and underlined headings, text, code. Headings inside code are code,
 * HTML comments are nothing. Each line is looked at once.
 */
export function scanMarkdown(lines: readonly string[], firstLine: number): readonly MarkdownLine[] {
  const scan: Scan = { fence: undefined, inComment: false };
  const scanned: MarkdownLine[] = [];
  for (const [index, raw] of lines.entries()) {
    if (index + 1 < firstLine) continue;
    const line = scanLine(scan, raw, { line: index + 1, column: 1 });
    const title = UNDERLINE.test(raw) && line.kind === 'text' ? underlined(scanned) : undefined;
    if (title === undefined) scanned.push(line);
    else
      scanned.splice(-1, 1, { ...title, kind: 'heading', level: raw.includes('=') ? 1 : 2, text: title.text.trim() });
  }
  return scanned;
}

/** The line that an underline makes a heading: a paragraph of one line. */
function underlined(scanned: readonly MarkdownLine[]): MarkdownLine | undefined {
  const title = scanned.at(-1);
  const before = scanned.at(-2);
  if (title?.kind !== 'text' || NO_TITLE.test(title.text) || before?.kind === 'text') return undefined;
  return title;
}

function scanLine(scan: Scan, raw: string, at: Position): MarkdownLine {
  const fence = scan.inComment ? undefined : FENCE.exec(raw)?.[1];
  if (scan.fence !== undefined) {
    if (fence !== undefined && closes(scan.fence, fence, raw)) scan.fence = undefined;
    return { at, kind: 'code', level: 0, text: fence === undefined ? raw : '' };
  }
  if (fence !== undefined) {
    scan.fence = fence;
    return { at, kind: 'code', level: 0, text: '' };
  }
  const text = withoutComments(scan, raw);
  if (text.trim() === '') return { at, kind: 'blank', level: 0, text: '' };
  const marks = ATX.exec(text)?.[1];
  if (marks === undefined) return { at, kind: 'text', level: 0, text };
  return { at, kind: 'heading', level: marks.length, text: titleOf(text, marks) };
}

/** A closing fence is of the same sign, at least as long, and alone on its line. */
function closes(opened: string, fence: string, raw: string): boolean {
  return fence.startsWith(opened) && raw.trim() === fence;
}

function titleOf(line: string, marks: string): string {
  const title = line.trim().slice(marks.length).trim();
  const bare = trimEnd(title, '#');
  return bare === '' || bare.endsWith(' ') || bare.endsWith('\t') ? bare.trim() : title;
}

function trimEnd(text: string, sign: string): string {
  let end = text.length;
  while (end > 0 && text.charAt(end - 1) === sign) end -= 1;
  return text.slice(0, end);
}

function withoutComments(scan: Scan, raw: string): string {
  let text = '';
  let offset = 0;
  while (offset < raw.length) {
    const next = raw.indexOf(scan.inComment ? '-->' : '<!--', offset);
    const end = next === -1 ? raw.length : next;
    if (!scan.inComment) text += raw.slice(offset, end);
    if (next === -1) break;
    offset = next + (scan.inComment ? 3 : 4);
    scan.inComment = !scan.inComment;
  }
  return text;
}
