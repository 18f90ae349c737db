import { describe, expect, it } from 'vitest';
import { parseFairness } from '../../src/documents/fairness-table.ts';
import { fileOf, problemOf, problemsOf, valueOf } from './parsing.ts';

function attributesOf(text: string) {
  return valueOf(parseFairness(fileOf(text, 'fairness.json'))).attributes;
}

describe('a table of counts', () => {
  it('gives the counts of every group with their places', () => {
    const document = valueOf(
      parseFairness(fileOf('{"sex": {"groups": {"F": {"n": 10, "tp": 4, "fp": 3, "fn": 2, "tn": 1.0}}}}', 'f.json')),
    );
    expect(document).toEqual({
      kind: 'fairness',
      path: 'f.json',
      format: 'group-counts',
      attributes: [
        {
          attribute: 'sex',
          at: { line: 1, column: 2 },
          groups: [{ group: 'F', at: { line: 1, column: 21 }, n: 10, tp: 4, fp: 3, fn: 2, tn: 1, rates: {} }],
          stated: [],
        },
      ],
      warnings: [],
    });
  });

  it('adds up n where only the counts are there, and leaves it open otherwise', () => {
    const groups = attributesOf(
      '{"sex": {"groups": {"F": {"tp": 4, "fp": 3, "fn": 2, "tn": 1}, "M": {"tp": 4}, "X": {"n": 7, "tp": 4}}}}',
    )[0]?.groups;
    expect(groups?.map(({ n }) => n)).toEqual([10, null, 7]);
  });

  it('keeps the rates of a group, NaN as null', () => {
    const groups = attributesOf(
      '{"sex": {"groups": {"F": {"n": 9, "selection_rate": 0.25, "fpr": NaN, "tpr": null, "fnr": "nan", "note": "x", "o": {}}}}}',
    )[0]?.groups;
    expect(groups?.[0]?.rates).toEqual({
      selection_rate: { value: 0.25, lexeme: '0.25', at: { line: 1, column: 53 } },
      fpr: { value: null, lexeme: 'NaN', at: expect.anything() },
      tpr: { value: null, lexeme: 'null', at: expect.anything() },
      fnr: { value: null, lexeme: 'nan', at: expect.anything() },
    });
  });

  it.each([
    ['{"n": 11, "tp": 4, "fp": 3, "fn": 2, "tn": 1}', 'The counts of group "F" add up to 10, not to n', 'n: 10', '11'],
    ['{"n": 3, "tp": 4}', 'The counts of group "F" add up to 4, not to n', 'n of at least 4', '3'],
    ['{"tp": -1}', 'The count "tp" of group "F" cannot be used', 'a whole number, 0 or more', '-1'],
    ['{"tp": 1.5}', 'The count "tp" of group "F" cannot be used', 'a whole number, 0 or more', '1.5'],
    ['{"n": "10"}', 'The count "n" of group "F" cannot be used', 'a whole number, 0 or more', '"10"'],
    ['{"n": NaN}', 'The count "n" of group "F" cannot be used', 'a whole number, 0 or more', 'NaN'],
    ['0.3', 'The group "F" cannot be read', '{ n, tp, fp, fn, tn }', '0.3'],
  ])('refuses the group %s with its place', (group, message, expected, received) => {
    expect(problemOf(parseFairness(fileOf(`{"sex": {"groups": {"F": ${group}}}}`)))).toMatchObject({
      line: 1,
      message,
      expected,
      received,
    });
  });

  it('names every mistake of a file, fifty at most', () => {
    const groups = Array.from({ length: 60 }, (_, index) => `"g${index}": {"tp": -1}`).join(',');
    expect(problemsOf(parseFairness(fileOf(`{"sex": {"groups": {${groups}}}}`)))).toHaveLength(50);
  });
});

describe('a Fairlearn frame', () => {
  const text = `{"age": {
    "overall": {"selection_rate": 0.3, "count": 30.0},
    "by_group": {"selection_rate": {"<30": 0.5, "30+": NaN}, "count": {"<30": 10.0, "30+": 20}, "recall": {"<30": null}},
    "difference_overall": {"selection_rate": 0.4, "count": 10},
    "ratio": {"selection_rate": 0.2, "recall": "nan", "note": "x"},
    "demographic_parity_difference": 0.4,
    "demographic_parity_ratio": 0.20,
    "mean_ratio": {}
  }}`;

  it('gives rates and sizes by group', () => {
    const document = valueOf(parseFairness(fileOf(text)));
    expect(document.format).toBe('fairlearn');
    expect(document.attributes[0]?.groups).toMatchObject([
      { group: '<30', n: 10, rates: { selection_rate: { value: 0.5 }, recall: { value: null, lexeme: 'null' } } },
      { group: '30+', n: 20, rates: { selection_rate: { value: null, lexeme: 'NaN' } } },
    ]);
  });

  it('keeps the disparities that it states, the count left out', () => {
    expect(attributesOf(text)[0]?.stated.map(({ name, kind, value, lexeme }) => [name, kind, value, lexeme])).toEqual([
      ['selection_rate', 'difference', 0.4, '0.4'],
      ['selection_rate', 'ratio', 0.2, '0.2'],
      ['recall', 'ratio', null, 'nan'],
      ['demographic_parity_difference', 'difference', 0.4, '0.4'],
      ['demographic_parity_ratio', 'ratio', 0.2, '0.20'],
    ]);
  });

  it('leaves the size of a group open where it is not known', () => {
    const groups = attributesOf('{"a": {"by_group": {"count": {"x": NaN, "y": null}, "recall": {"z": 1}}}}')[0]?.groups;
    expect(groups?.map(({ group, n }) => [group, n])).toEqual([
      ['x', null],
      ['y', null],
      ['z', null],
    ]);
  });

  it.each([
    ['{"count": {"x": -1}}', 'The count of group "x" cannot be used'],
    ['{"count": {"x": "3"}}', 'The count of group "x" cannot be used'],
    ['{"recall": {"x": true}}', 'The rate "recall" of group "x" cannot be used'],
    ['{"recall": 0.5}', 'The rates "recall" cannot be read'],
    ['[1]', 'The table of groups cannot be read'],
  ])('refuses the table %s', (table, message) => {
    expect(problemOf(parseFairness(fileOf(`{"a": {"by_group": ${table}}}`)))).toMatchObject({ line: 1, message });
  });
});

describe('a fairness document', () => {
  it('without a table of groups has null, which is missing and not "no groups"', () => {
    for (const attribute of [
      '{}',
      '{"groups": {}}',
      '{"groups": null}',
      '{"by_group": {}}',
      '{"by_group": null}',
      '{"by_group": {"recall": {}}}',
    ]) {
      expect(attributesOf(`{"sex": ${attribute}}`)).toMatchObject([{ attribute: 'sex', groups: null }]);
    }
    expect(attributesOf('{}')).toEqual([]);
  });

  it('warns of what is no attribute', () => {
    expect(valueOf(parseFairness(fileOf('{"generated": "today", "sex": {}}')))).toMatchObject({
      attributes: [{ attribute: 'sex' }],
      warnings: [{ message: '"generated" is no attribute', received: '"today"', line: 1, column: 15 }],
    });
  });

  it('is refused with two tables, with a table that is none, and when it is no object', () => {
    expect(problemOf(parseFairness(fileOf('{"sex": {"groups": {}, "by_group": {}}}'))).message).toBe(
      '"sex" has two tables of groups',
    );
    expect(problemOf(parseFairness(fileOf('{"sex": {"groups": [1]}}')))).toMatchObject({
      expected: 'an object of groups',
      received: 'a list',
    });
    expect(problemOf(parseFairness(fileOf('[]')))).toMatchObject({
      message: 'There is no fairness table',
      received: 'a list',
    });
    expect(problemOf(parseFairness(fileOf('{')))).toMatchObject({ message: 'The file ends in the middle of a value' });
  });
});
