/** Breaks a sentence between words into lines of at most `width` columns; longer words (paths) stay whole. */
export function wrap(sentence: string, width: number, indent: string): readonly string[] {
  const lines: string[] = [];
  let line = indent;
  for (const word of sentence.split(' ')) {
    const isEmpty = line.length <= indent.length;
    if (!isEmpty && line.length + 1 + word.length > width) {
      lines.push(line);
      line = `${indent}  ${word}`;
      continue;
    }
    line = isEmpty ? `${indent}${word}` : `${line} ${word}`;
  }
  return [...lines, line];
}

/** One column of a table: its cells from top to bottom, title first. */
export interface Column {
  readonly align: 'left' | 'right';
  readonly cells: readonly string[];
}

/** Columns side by side, two spaces apart, as lines. */
export function besideEachOther(columns: readonly Column[]): readonly string[] {
  let lines: readonly string[] = [];
  for (const { align, cells } of columns) {
    const width = Math.max(...cells.map(lengthOf));
    const padded = cells.map((cell) => {
      const gap = ' '.repeat(width - lengthOf(cell));
      return align === 'right' ? gap + cell : cell + gap;
    });
    lines = lines.length === 0 ? padded : padded.map((cell, row) => `${lines[row]}  ${cell}`);
  }
  return lines.map((line) => line.trimEnd());
}

/** Rows in columns, two spaces apart; a row may be shorter than the others. */
export function columns(
  rows: readonly (readonly string[])[],
  alignments: readonly Column['align'][],
): readonly string[] {
  return besideEachOther(alignments.map((align, column) => ({ align, cells: rows.map((row) => row[column] ?? '') })));
}

function lengthOf(text: string): number {
  return Array.from(text).length;
}
