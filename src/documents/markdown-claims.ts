import { claimName, parseClaimNumber, stripEmphasis } from './claim-number.ts';
import type { MarkdownLine } from './markdown-lines.ts';
import type { ModelCardClaim } from './model-card.ts';
import type { Position } from './problem.ts';

/** The numbers that the body of a card states in tables and in lines such as `- AUC: 0.91` and `**Recall** = 91.2%`. */
export function readMarkdownClaims(lines: readonly MarkdownLine[]): readonly ModelCardClaim[] {
  const claims: ModelCardClaim[] = [];
  let section: readonly string[] = [];
  let header: readonly Cell[] | undefined;
  for (const [index, line] of lines.entries()) {
    if (line.kind === 'heading') section = [stripEmphasis(line.text.slice(0, 200))];
    if (line.kind !== 'text') {
      header = undefined;
      continue;
    }
    const next = lines[index + 1];
    if (header === undefined && next?.kind === 'text' && isSeparator(next.text)) header = splitRow(line.text);
    else if (header !== undefined) addRowClaims(claims, header, line, section);
    else addLineClaim(claims, line, section);
  }
  return claims;
}

interface Cell {
  readonly text: string;
  readonly offset: number;
}

/** Cells of a table row; `\|` is no border. */
function splitRow(line: string): readonly Cell[] {
  const cells: Cell[] = [];
  let start = 0;
  for (let offset = 0; offset <= line.length; offset += 1) {
    const isEnd = offset === line.length;
    if (!isEnd && (line.charAt(offset) !== '|' || line.charAt(offset - 1) === '\\')) continue;
    cells.push({ text: line.slice(start, offset), offset: start });
    start = offset + 1;
  }
  if (cells.length > 1 && cells[0]?.text.trim() === '') cells.shift();
  if (cells.length > 1 && cells.at(-1)?.text.trim() === '') cells.pop();
  return cells;
}

function isSeparator(line: string): boolean {
  return line.includes('|') && splitRow(line).every(({ text }) => /^:?-+:?$/.test(text.trim()));
}

/**
 * Which of the two headings of a cell names the metric, the row's or the column's, only the metrics document can tell:
 * both are claims, each with the other as its context. A name that no metric has claims nothing.
 */
function addRowClaims(
  claims: ModelCardClaim[],
  header: readonly Cell[],
  line: MarkdownLine,
  section: readonly string[],
): void {
  const cells = splitRow(line.text);
  const row = headingOf(cells[0]);
  for (const [index, cell] of cells.entries()) {
    const number = parseClaimNumber(cell.text);
    if (number === undefined) continue;
    const { value, lexeme } = number;
    const column = headingOf(header[index]);
    const isRowHeading = index === 0;
    const percent = number.percent || column.percent || (!isRowHeading && row.percent);
    const claim = { value, lexeme, percent, from: 'table', at: positionOf(line, cell) } as const;
    const columnContext = isRowHeading ? section : [row.text, ...section];
    if (column.name !== undefined) claims.push({ name: column.name, ...claim, context: columnContext });
    if (row.name !== undefined && !isRowHeading)
      claims.push({ name: row.name, ...claim, context: [column.text, ...section] });
  }
}

interface CellHeading {
  readonly text: string;
  readonly name: string | undefined;
  readonly percent: boolean;
}

/** A heading is read once per cell that it heads: only its start counts. */
function headingOf(cell: Cell | undefined): CellHeading {
  const text = (cell?.text ?? '').slice(0, 200);
  return { text: stripEmphasis(text), name: claimName(text), percent: text.includes('%') };
}

function positionOf({ at, text }: MarkdownLine, cell: Cell): Position {
  const spaces = cell.text.length - cell.text.trimStart().length;
  return { line: at.line, column: Math.min(cell.offset + spaces, text.length) + 1 };
}

const MARKER = /^\s{0,20}(?:[-*+]|\d{1,9}[.)])\s+/;
/** A longer label is a sentence that happens to hold a colon. */
const LONGEST_LABEL = 60;

function addLineClaim(claims: ModelCardClaim[], line: MarkdownLine, section: readonly string[]): void {
  const label = readLabel(line);
  const number = label === undefined ? undefined : parseClaimNumber(label.value);
  if (label === undefined || number === undefined) return;
  const name = claimName(label.name);
  if (name === undefined) return;
  const { value, lexeme, after } = number;
  const percent = number.percent || label.name.includes('%');
  const context = after === '' ? section : [after, ...section];
  claims.push({ name, value, lexeme, percent, from: 'list-item', context, at: label.at });
}

/** `name: value` or `name = value`, in a list item or on a line of its own. `at` is where the value starts. */
export function readLabel({ at, text }: MarkdownLine): { name: string; value: string; at: Position } | undefined {
  const start = MARKER.exec(text)?.[0].length ?? 0;
  const separator = text.slice(start, start + LONGEST_LABEL).search(/[:=]/);
  if (separator === -1) return undefined;
  const end = start + separator + 1;
  const rest = text.slice(end);
  const lead = rest.length - rest.replace(/^[\s*_`]+/, '').length;
  const value = stripEmphasis(rest.slice(lead));
  return { name: text.slice(start, end - 1), value, at: { line: at.line, column: end + lead + 1 } };
}
