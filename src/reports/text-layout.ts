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

/** Cells in columns, two spaces apart. */
export function columns(rows: readonly (readonly string[])[], alignments: readonly string[]): readonly string[] {
  const widths = alignments.map((_alignment, column) => Math.max(...rows.map((row) => lengthOf(row[column] ?? ''))));
  return rows.map((row) =>
    row
      .map((cell, column) => {
        const gap = ' '.repeat(Math.max(0, (widths[column] ?? 0) - lengthOf(cell)));
        return alignments[column] === 'right' ? gap + cell : cell + gap;
      })
      .join('  ')
      .trimEnd(),
  );
}

function lengthOf(text: string): number {
  return Array.from(text).length;
}
