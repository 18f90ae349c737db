import { columns } from '../reports/text-layout.ts';

/** Cells in columns, two spaces apart; the last column is not padded. */
export function inColumns(rows: readonly (readonly string[])[]): readonly string[] {
  const widest = Math.max(0, ...rows.map((row) => row.length));
  return columns(
    rows,
    Array.from({ length: widest }, () => 'left' as const),
  );
}
