import { describe, expect, test } from 'vitest';
import { parse, read, recordsOf, valuesOf, warningsOf } from './reading.ts';

const REPORT = `,precision,recall,f1-score,support
0,0.75,0.6,0.6666666666666665,5.0
1,0.6,0.75,0.6666666666666665,4.0
accuracy,0.6666666666666666,0.6666666666666666,0.6666666666666666,0.6666666666666666
macro avg,0.675,0.675,0.6666666666666665,9.0
weighted avg,0.6833333333333333,0.6666666666666666,0.6666666666666665,9.0
`;

/** As `DataFrame(report).to_csv()` writes it. */
const TRANSPOSED = `,0,1,accuracy,macro avg,weighted avg
precision,0.75,0.6,0.6667,0.675,0.6833
recall,0.6,0.75,0.6667,0.675,0.6667
f1-score,0.6667,0.6667,0.6667,0.6667,0.6667
support,5,4,0.6667,9,9
`;

describe('sklearn-report-csv', () => {
  test('reads classes as slices with their support as n, and averages', () => {
    const document = read(REPORT, 'report.csv');
    expect(document).toMatchObject({ format: 'sklearn-report-csv', producer: { tool: 'scikit-learn' } });
    const records = recordsOf(document);
    expect(records['precision [class=0]']).toMatchObject({ value: 0.75, n: 5, at: { line: 2 } });
    expect(records['macro avg.recall']).toMatchObject({ value: 0.675, n: 9 });
    expect(document.records).toHaveLength(13);
    expect(warningsOf(document)).toEqual([]);
  });

  test('does not take the support of the accuracy row for one', () => {
    expect(recordsOf(read(REPORT, 'report.csv')).accuracy).toMatchObject({ value: 0.6666666666666666, n: 9 });
    const sparse = REPORT.replace(/accuracy.*/, 'accuracy,,,0.67,9');
    expect(recordsOf(read(sparse, 'report.csv')).accuracy).toMatchObject({ value: 0.67, n: 9 });
    expect(recordsOf(read(REPORT.replace(/accuracy.*/, 'accuracy,,,,'), 'report.csv'))).not.toHaveProperty('accuracy');
  });

  test('reads a transposed and rounded report', () => {
    const document = read(TRANSPOSED, 'report.csv');
    expect(document.format).toBe('sklearn-report-csv');
    expect(valuesOf(document)).toMatchObject({
      'recall [class=1]': 0.75,
      accuracy: 0.6667,
      'weighted avg.precision': 0.6833,
    });
    expect(recordsOf(document)['recall [class=1]']).toMatchObject({ n: 4 });
    expect(warningsOf(document)).toEqual([]);
  });

  test.each([
    ['an f1-score', '0.75,0.6,0.6666666666666665', '0.75,0.6,0.9', 'f1-score [class=0]'],
    ['an average', '0.675,0.675', '0.9,0.675', 'macro avg.precision'],
    ['a weighted average', '0.6833333333333333', '0.9', 'weighted avg.precision'],
    ['an accuracy', /accuracy.*/, 'accuracy,0.9,0.9,0.9,0.9', 'accuracy'],
  ])('contradicts %s that does not follow from the other numbers', (_, from, to, path) => {
    const document = read(REPORT.replace(from, to), 'report.csv');
    expect(recordsOf(document)[path]).toMatchObject({ value: null, unusable: 'conflict' });
    expect(warningsOf(document).join()).toMatch(/^contradiction: .* does not follow from the other numbers/);
  });

  test('reads averages that it cannot work out, and a class that was never predicted', () => {
    const text = `,precision,recall,f1-score,support
a,0.0,0.0,0.0,4
b,1.0,,0.5,4
micro avg,0.5,0.5,0.5,8
samples avg,0.5,0.5,0.5,8
macro avg,0.5,0.5,0.25,8
`;
    const document = read(text, 'report.csv');
    expect(valuesOf(document)).toMatchObject({
      'micro avg.recall': 0.5,
      'f1-score [class=a]': 0,
      'recall [class=b]': null,
    });
    expect(warningsOf(document)).toEqual([]);
  });

  test('gives nothing of a class or a report without examples', () => {
    const one = REPORT.replace('0.6,0.75,0.6666666666666665,4.0', '0.0,0.0,0.0,0');
    expect(valuesOf(read(one, 'report.csv'))).not.toHaveProperty(['recall [class=1]']);
    expect(warningsOf(read(one, 'report.csv')).join()).toMatch(/Nothing was evaluated of "1"/);
    const none = read(',precision,recall,f1-score,support\n0,0,0,0,0\nmacro avg,0,0,0,0\n', 'report.csv');
    expect(none.records).toEqual([]);
    expect(warningsOf(none)[0]).toMatch(/the report has no example/);
  });

  test('keeps nan unusable, and a class named like another in conflict', () => {
    expect(recordsOf(read(REPORT.replace('0.75,0.6,', 'nan,0.6,'), 'r.csv'))['precision [class=0]']?.unusable).toBe(
      'not-finite',
    );
    const twice = ',precision,recall,f1-score,support\na,0.5,0.5,0.5,3\na,0.6,0.6,0.6,3\n';
    expect(recordsOf(read(twice, 'r.csv'))['recall [class=a]']?.unusable).toBe('conflict');
  });

  test('reads a report without averages or supports', () => {
    const text = 'label,precision,recall,f1-score,support\na,0.5,0.5,0.5,\naccuracy,0.5,0.5,0.5,0.5\n';
    expect(valuesOf(read(text, 'r.csv'))).toEqual({
      'precision [class=a]': 0.5,
      'recall [class=a]': 0.5,
      'f1-score [class=a]': 0.5,
      accuracy: 0.5,
    });
    expect(recordsOf(read(text, 'r.csv')).accuracy).not.toHaveProperty('n');
  });

  test('leaves other tables alone, and refuses ragged rows', () => {
    expect(parse(',precision,recall\na,0.5,0.5\nb,1,1\n', 'r.csv')).toHaveProperty('problems');
    expect(parse(REPORT.slice(0, -40), 'r.csv')).toHaveProperty('problems');
  });
});
