import { type MetricsWalk, warn } from './metric-record.ts';
import type { MetricRecord } from './metrics.ts';
import { createSliceNumbers, sliceKey } from './slice-terms.ts';

/**
 * One record per path and slice. A document can state the same thing twice without repeating a key (`"a.b"` beside
 * `"a": { "b" }`, an intersection nested both ways): equal values are one record, different ones cannot be used.
 */
export function settleConflicts(walk: MetricsWalk): readonly MetricRecord[] {
  const numberOf = createSliceNumbers();
  const settled = new Map<string, MetricRecord>();
  for (const record of walk.records) {
    const id = `${numberOf(record)}:${record.path}`;
    const first = settled.get(id);
    if (first === undefined) settled.set(id, record);
    else if (!agree(first, record)) settled.set(id, conflictOf(walk, first, record));
  }
  return [...settled.values()];
}

function agree(a: MetricRecord, b: MetricRecord): boolean {
  return a.value !== null && a.value === b.value && a.n === b.n && a.stderr === b.stderr && sameInterval(a, b);
}

function sameInterval({ ci: a }: MetricRecord, { ci: b }: MetricRecord): boolean {
  return a?.lower === b?.lower && a?.upper === b?.upper && a?.level === b?.level;
}

function conflictOf(walk: MetricsWalk, first: MetricRecord, again: MetricRecord): MetricRecord {
  const { path, leaf, slice, lexeme, at } = first;
  const where = slice.length === 0 ? '' : ` of ${sliceKey(slice)}`;
  warn(walk, {
    ...again.at,
    message: `"${path}"${where} is stated twice, first at line ${at.line}, column ${at.column}`,
    expected: 'one value for one metric',
    received: `${lexeme} and ${again.lexeme}`,
  });
  return { path, leaf, slice, value: null, lexeme, unusable: 'conflict', at: again.at };
}
