import type { Position } from '../problem.ts';

/** A cell of a classification report: what stands there, and its number if it is one. */
export interface ReportCell {
  readonly text: string;
  readonly at: Position;
  readonly value: number | null;
}

export interface ReportRow {
  readonly label: string;
  readonly at: Position;
  readonly cells: ReadonlyMap<string, ReportCell>;
}

export interface Contradiction {
  readonly message: string;
  readonly cell: ReportCell;
  readonly expected: string;
}

const RATES = ['precision', 'recall', 'f1-score'] as const;

/** Half of the last digit that a number is written with: what rounding may have taken. */
function roundingOf({ text }: ReportCell): number {
  const [mantissa = '', exponent = '0'] = text.toLowerCase().split('e');
  const digits = mantissa.split('.')[1]?.length ?? 0;
  return 0.5 * 10 ** (Number(exponent) - digits);
}

/** Floating point noise of a sum of some thousand rates. */
const NOISE = 1e-9;

function numberOf(row: ReportRow, name: string): number | undefined {
  return row.cells.get(name)?.value ?? undefined;
}

/** The largest rounding of one column: a mean is off by no more. */
function roundingIn(rows: readonly ReportRow[], name: string): number {
  let largest = 0;
  for (const row of rows) {
    const cell = row.cells.get(name);
    if (cell !== undefined) largest = Math.max(largest, roundingOf(cell));
  }
  return largest;
}

function meanOf(classes: readonly ReportRow[], name: string, weigh: (row: ReportRow) => number | undefined) {
  let sum = 0;
  let weights = 0;
  for (const row of classes) {
    const value = numberOf(row, name);
    const weight = weigh(row);
    if (value === undefined || weight === undefined) return undefined;
    sum += value * weight;
    weights += weight;
  }
  return weights === 0 ? undefined : sum / weights;
}

function supportOf(row: ReportRow): number | undefined {
  return numberOf(row, 'support');
}

function compare(what: string, cell: ReportCell | undefined, expected: number | undefined, slack: number) {
  if (cell?.value === undefined || cell.value === null || expected === undefined) return [];
  if (Math.abs(cell.value - expected) <= slack + roundingOf(cell) + NOISE) return [];
  return [{ message: `${what} does not follow from the other numbers`, cell, expected: expected.toPrecision(6) }];
}

/** The harmonic mean moves by at most the sum of what precision and recall may have lost by rounding, each twice. */
function checkF1(row: ReportRow): readonly Contradiction[] {
  const precision = numberOf(row, 'precision');
  const recall = numberOf(row, 'recall');
  if (precision === undefined || recall === undefined) return [];
  const sum = precision + recall;
  const slack = 2 * (roundingIn([row], 'precision') + roundingIn([row], 'recall'));
  const f1 = sum === 0 ? 0 : (2 * precision * recall) / sum;
  return compare(`the f1-score of "${row.label.slice(0, 80)}"`, row.cells.get('f1-score'), f1, slack);
}

/**
 * Where a report contradicts itself: an f1-score that is not that of its precision and recall, averages that are not
 * those of the classes, an accuracy other than the recall of all examples (which it is by definition, as every example
 * has one label).
 */
export function findContradictions(
  classes: readonly ReportRow[],
  averages: readonly ReportRow[],
  accuracy: ReportRow | undefined,
): readonly Contradiction[] {
  const found: Contradiction[] = classes.flatMap(checkF1);
  const weights = { 'macro avg': () => 1, 'weighted avg': supportOf } as const;
  for (const row of averages) {
    const weigh = row.label === 'macro avg' || row.label === 'weighted avg' ? weights[row.label] : undefined;
    if (weigh === undefined) continue;
    for (const name of RATES)
      found.push(
        ...compare(
          `${name} of "${row.label}"`,
          row.cells.get(name),
          meanOf(classes, name, weigh),
          roundingIn(classes, name),
        ),
      );
  }
  const recall = meanOf(classes, 'recall', supportOf);
  for (const name of RATES)
    found.push(...compare('the accuracy', accuracy?.cells.get(name), recall, roundingIn(classes, 'recall')));
  return found;
}
