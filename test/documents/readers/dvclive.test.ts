import { describe, expect, test } from 'vitest';
import { parse, read, recordsOf, valuesOf } from './reading.ts';

describe('dvclive', () => {
  test('reads the value of the last step', () => {
    const document = read('step\tacc\n0\t0.5\n2\t0.9\n1\t0.7\n', 'dvclive/plots/metrics/acc.tsv');
    expect(document).toMatchObject({ format: 'dvclive', producer: { tool: 'DVCLive' } });
    expect(recordsOf(document)).toMatchObject({ acc: { value: 0.9, at: { line: 3 } } });
    expect(document.facts?.map(({ name, value }) => `${name}=${value}`)).toContain('step=2');
  });

  test('reads a history with times, under the name that folders and file make', () => {
    const text = 'timestamp\tstep\tf1\n1700000000000\t0\t0.5\n1700000000000\t0\t0.6\n';
    expect(valuesOf(read(text, 'plots/metrics/val/f1.tsv'))).toEqual({ 'val.f1': 0.6 });
    expect(valuesOf(read(text, 'elsewhere/f1.tsv'))).toEqual({ f1: 0.6 });
    expect(valuesOf(read(text, 'plots/metrics/val/other.tsv'))).toEqual({ f1: 0.6 });
  });

  test('keeps nan as unusable', () => {
    expect(recordsOf(read('step\tloss\n0\t0.5\n1\tnan\n', 'loss.tsv')).loss).toMatchObject({
      value: null,
      unusable: 'not-finite',
    });
  });

  test('refuses a step that is no number, and a table of other columns', () => {
    expect(parse('step\tloss\n0\t0.5\nx\t0.4\n', 'loss.tsv')).toMatchObject({
      problems: [{ message: 'A step is no number', line: 3 }],
    });
    expect(parse('a\tb\n0\t0.5\n', 'loss.tsv', { format: 'dvclive' })).toMatchObject({
      problems: [{ message: 'This is no history of DVCLive' }],
    });
    expect(parse('step\tloss\nx\ty\n', 'loss.tsv', { format: 'dvclive' })).toHaveProperty('problems');
  });

  test('leaves logs of several columns and with commas alone', () => {
    expect(read('step\ta\tb\n0\t1\t2\n', 'x.tsv').format).toBe('csv-logger');
    expect(read('step,a\n0,1\n', 'x.csv').format).toBe('csv-logger');
  });
});
