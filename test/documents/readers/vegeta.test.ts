import { describe, expect, test } from 'vitest';
import { read, recordsOf, valuesOf, warningsOf } from './reading.ts';

function report(parts: Record<string, unknown> = {}) {
  return {
    latencies: { total: 9e9, mean: 90_000_000, '50th': 80_000_000, '95th': 150_500_000, max: 2e8, min: 1e6 },
    bytes_in: { total: 100, mean: 1 },
    earliest: '2026-01-02T03:04:05.6Z',
    duration: 30_000_000_000,
    wait: 1_000_000,
    requests: 100,
    rate: 3.3,
    throughput: 3.2,
    success: 0.97,
    status_codes: { 0: 1, 200: 95, 302: 2, 500: 2 },
    errors: ['500 at http://internal'],
    ...parts,
  };
}

describe('vegeta', () => {
  test('turns nanoseconds into milliseconds', () => {
    const document = read(report());
    expect(document).toMatchObject({ format: 'vegeta', when: '2026-01-02T03:04:05.6Z' });
    expect(recordsOf(document)['latencies.95th']).toMatchObject({
      value: 150.5,
      n: 100,
      unit: 'ms',
      direction: 'lower',
    });
    expect(valuesOf(document)).toMatchObject({ requests: 100, rate: 3.3, throughput: 3.2, duration: 30_000, wait: 1 });
    expect(recordsOf(document)['success']).toMatchObject({
      value: 0.97,
      n: 100,
      unit: 'fraction',
      direction: 'higher',
    });
    expect(JSON.stringify(document)).not.toContain('internal');
    expect(read(report({ earliest: undefined }))).not.toHaveProperty('when');
  });

  test.each([
    [{ success: 1 }, 'conflict', /another success/],
    [{ status_codes: { 200: 97 } }, 'not-finite', /not as many as the requests/],
    [{ status_codes: { 200: 'x' } }, 'not-finite', /not as many as the requests/],
  ])('does not use a success that the codes contradict: %o', (parts, unusable, said) => {
    const document = read(report(parts));
    expect(recordsOf(document)['success']).toMatchObject({ value: null, unusable });
    expect(warningsOf(document).join()).toMatch(said);
  });

  test('takes no requests for no evidence', () => {
    for (const requests of [0, null]) {
      const document = read(report({ requests }));
      expect(document.records).toEqual([]);
      expect(warningsOf(document)).toEqual(['No requests were made, which is no evidence']);
    }
  });

  test('keeps NaN as a value that cannot be used', () => {
    const text = JSON.stringify(report({ errors: [] }))
      .replace('0.97', 'NaN')
      .replace('"mean":90000000', '"mean":NaN');
    const records = recordsOf(read(text));
    expect(records['success']).toMatchObject({ value: null, unusable: 'not-finite' });
    expect(records['latencies.mean']).toMatchObject({ value: null, unusable: 'not-finite' });
  });

  test('leaves look-alikes to others', () => {
    expect(read({ latencies: { p95: 3 }, status_codes: {}, success: 1 }).format).toBe('metric-tree');
    expect(read({ latencies: 3, status_codes: {}, success: 1 }).format).toBe('metric-tree');
  });
});
