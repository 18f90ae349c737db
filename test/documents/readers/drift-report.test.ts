import { describe, expect, test } from 'vitest';
import { read, valuesOf, warningsOf } from './reading.ts';
import { twinObject } from './twins.ts';

describe('drift-report', () => {
  test('reads a list of features, and the largest statistic', () => {
    const document = read(twinObject('drift-report'));
    expect(document.format).toBe('drift-report');
    expect(valuesOf(document)).toEqual({
      'psi [feature=age]': 11.1996,
      'psi [feature=sex]': 0.0031,
      'psi.max': 11.1996,
      threshold: 0.2,
    });
  });

  test('takes the smallest p-value, one object further down', () => {
    const rows = [
      { column: 'a', ks_p_value: 0.5, note: 'x', mean: 3 },
      { column: 'b', ks_p_value: 0.01 },
    ];
    expect(valuesOf(read({ data: { rows } }))).toMatchObject({ 'ks_p_value.min': 0.01, 'mean [feature=a]': 3 });
  });

  test('has no worst feature where one is NaN', () => {
    const document = read('{"rows": [{"feature": "a", "psi": NaN}, {"feature": "b", "psi": 0.1}]}');
    expect(valuesOf(document)).toEqual({ 'psi [feature=a]': null, 'psi [feature=b]': 0.1 });
    expect(warningsOf(document)[0]).toMatch(/the worst is not known/);
  });

  test.each([
    [{ backend: 'fallback', error: 'secret', columns: [{ column: 'a', mean_delta: 0.1 }], drift_share: 0.0 }],
    [{ engine: 'fallback_relative_mean_shift', drift_detected: false, drift_share: 0.0 }],
  ])('takes nothing from the fallback %o', (content) => {
    const document = read(content);
    expect(document).toMatchObject({ format: 'drift-report', records: [], facts: [{ name: 'backend' }] });
    expect(warningsOf(document)[0]).toMatch(/a fallback took its place/);
    expect(JSON.stringify(document)).not.toContain('secret');
  });

  test.each([
    [{ dataset_drift: false, drift_share: 0.0, report: { metrics: [{ result: { drift_by_columns: {} } }, {}] } }],
    [{ dataset_drift: false, drift_share: 0.0, drift_by_columns: {} }],
    [{ drift_share: 0.0, metrics: [{ result: { drift_by_columns: {} } }] }],
  ])('takes nothing from a report that compared no column: %o', (content) => {
    const document = read(content);
    expect(document).toMatchObject({ format: 'drift-report', records: [] });
    expect(warningsOf(document)[0]).toMatch(/no column was compared/);
  });

  test('says that there is nothing where the policy calls something else a drift report', () => {
    const document = read('{"drift_share": NaN, "s": "x"}', 'd.json', { format: 'drift-report' });
    expect(valuesOf(document)).toEqual({ drift_share: null });
    expect(warningsOf(document)[0]).toMatch(/names no feature/);
  });

  test.each([
    [{ drift_share: 0.5, rows: [{ feature: 'a', mean: 1 }] }],
    [{ drift_share: 0.5, rows: [] }],
    [{ backend: 'fallback', accuracy: 0.9 }],
    [{ drift_by_columns: { a: { psi: 0.1 } } }],
  ])('leaves %o to others', (content) => {
    expect(read(content).format).toBe('metric-tree');
  });
});
