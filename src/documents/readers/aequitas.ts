import { createDocument, type DocumentBuilder, readNumberText, type RecordDetails } from './builder.ts';
import { agrees } from './claim.ts';
import { defineReader, type TableInput, type TableRow } from './reader.ts';

const METRICS = [
  'accuracy',
  'tpr',
  'tnr',
  'for',
  'fdr',
  'fpr',
  'fnr',
  'npv',
  'precision',
  'ppr',
  'pprev',
  'prev',
] as const;

/** Cells of one row by the name of their column. */
export interface AequitasRow {
  readonly attribute: string;
  readonly group: string;
  readonly line: number;
  readonly text: (column: string) => string;
  readonly number: (column: string) => number | undefined;
}

export function isAequitas(header: readonly string[]): boolean {
  return (
    ['attribute_name', 'attribute_value'].every((name) => header.includes(name)) &&
    ['group_size', 'pprev', 'tpr', 'fpr', 'fnr'].some((name) => header.includes(name))
  );
}

export function listAequitasRows(header: readonly string[], rows: readonly TableRow[]): readonly AequitasRow[] {
  const columns = new Map(header.map((name, index) => [name, index]));
  return rows.map(({ line, cells }) => {
    const text = (column: string): string => cells[columns.get(column) ?? -1] ?? '';
    return {
      attribute: text('attribute_name'),
      group: text('attribute_value'),
      line,
      text,
      number: (column) => readNumberText(text(column)).value ?? undefined,
    };
  });
}

function divide(part: number | undefined, whole: number | undefined): number | undefined {
  return part === undefined || whole === undefined || whole === 0 ? undefined : part / whole;
}

function add(a: number | undefined, b: number | undefined): number | undefined {
  return a === undefined || b === undefined ? undefined : a + b;
}

/** A metric from the row's own counts. */
function recompute(metric: string, { number }: AequitasRow): number | undefined {
  const [tp, fp, fn, tn] = [number('tp'), number('fp'), number('fn'), number('tn')];
  switch (metric) {
    case 'tpr':
      return divide(tp, add(tp, fn));
    case 'fnr':
      return divide(fn, add(tp, fn));
    case 'fpr':
      return divide(fp, add(fp, tn));
    case 'tnr':
      return divide(tn, add(fp, tn));
    case 'precision':
      return divide(tp, add(tp, fp));
    case 'fdr':
      return divide(fp, add(tp, fp));
    case 'npv':
      return divide(tn, add(fn, tn));
    case 'for':
      return divide(fn, add(fn, tn));
    case 'pprev':
      return divide(add(tp, fp), number('group_size'));
    case 'prev':
      return divide(add(tp, fn), number('group_size'));
    case 'accuracy':
      return divide(add(tp, tn), number('group_size'));
    default:
      return undefined;
  }
}

function addCell(
  document: DocumentBuilder,
  row: AequitasRow,
  column: string,
  actual: number | undefined,
  details: RecordDetails,
): void {
  const text = row.text(column);
  // Not every metric is defined for every group: an empty cell is none.
  if (text === '') return;
  const at = { line: row.line, column: 1 };
  document.metric([column], { text, at }, details);
  const { value, lexeme } = readNumberText(text);
  if (value === null || actual === undefined || agrees({ value, lexeme }, actual)) return;
  document.warn(`contradiction: ${column} is stated as ${lexeme}, the counts of the table give ${actual}`, at);
  document.computed([column], actual, at, details);
}

function read({ path, header, rows }: TableInput) {
  const document = createDocument(path, 'aequitas');
  document.producer({ tool: 'aequitas' });
  const groups = listAequitasRows(header, rows);
  if (groups.length === 0) document.warn('Empty evidence: the table has no group');
  const models = new Set(groups.map(({ text }) => `${text('model_id')}\n${text('score_threshold')}`));
  const metrics = METRICS.filter((metric) => header.includes(metric));
  const disparities = METRICS.filter((metric) => header.includes(`${metric}_disparity`));
  const compared = disparities.length === 0 ? [] : groups;
  const byName = new Map(compared.map((row) => [keyOf(row, row.group), row]));
  for (const row of groups) {
    const n = row.number('group_size');
    if (n === 0) {
      document.warn('Empty evidence: a group has no entity', { line: row.line, column: 1 });
      continue;
    }
    const slice = [
      { attribute: row.attribute, group: row.group },
      ...(models.size > 1
        ? ['model_id', 'score_threshold'].map((attribute) => ({ attribute, group: row.text(attribute) }))
        : []),
    ];
    const details = { slice, ...(n === undefined ? {} : { n }), unit: 'fraction' };
    for (const metric of metrics) addCell(document, row, metric, recompute(metric, row), details);
    for (const metric of disparities) {
      const reference = byName.get(keyOf(row, row.text(`${metric}_ref_group_value`)));
      const ratio = divide(row.number(metric), reference?.number(metric));
      addCell(document, row, `${metric}_disparity`, ratio, { ...details, unit: 'ratio' });
    }
  }
  return document.finish();
}

function keyOf({ attribute, text }: AequitasRow, group: string): string {
  return [text('model_id'), text('score_threshold'), attribute, group].join('\n');
}

export const aequitas = defineReader({
  id: 'aequitas',
  title: 'Aequitas group and bias tables as CSV',
  versions: '0.42 and 1.0',
  takes: 'metrics and disparities by group, n = group_size, checked against the counts and the reference group',
  refuses: 'groups without an entity; parities, which are claims',
  shapes: ['table'],
  recognises: ({ header }) => isAequitas(header),
  read,
});
