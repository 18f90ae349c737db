import { describe, expect, it } from 'vitest';
import { parseJsonTree } from '../../src/documents/read-json.ts';
import { toPlain } from '../../src/documents/tree.ts';
import { fileOf, problemOf, valueOf } from './parsing.ts';

function plainOf(text: string): unknown {
  return toPlain(valueOf(parseJsonTree(fileOf(text))));
}

function refusalOf(text: string): string {
  const { line, column, message, expected, received } = problemOf(parseJsonTree(fileOf(text)));
  return `${line}:${column} ${message} | ${expected} | ${received}`;
}

describe('the JSON reader', () => {
  it('reads every kind of value with its position', () => {
    const text = '{\n  "a": [1, "x\\u00e9\\n\\"\\\\\\/\\b\\f\\r\\t", true],\r\n  "b": null\r}';
    expect(valueOf(parseJsonTree(fileOf(text)))).toEqual({
      kind: 'object',
      at: { line: 1, column: 1 },
      entries: [
        {
          key: 'a',
          keyAt: { line: 2, column: 3 },
          value: {
            kind: 'array',
            at: { line: 2, column: 8 },
            items: [
              { kind: 'number', at: { line: 2, column: 9 }, lexeme: '1', value: 1 },
              { kind: 'string', at: { line: 2, column: 12 }, value: 'xé\n"\\/\b\f\r\t' },
              { kind: 'boolean', at: { line: 2, column: 39 }, value: true },
            ],
          },
        },
        { key: 'b', keyAt: { line: 3, column: 3 }, value: { kind: 'null', at: { line: 3, column: 8 } } },
      ],
    });
  });

  it('gives plain data with null for what is not finite', () => {
    expect(plainOf('[NaN, null, 1, "a", false]')).toEqual([null, null, 1, 'a', false]);
  });

  it('keeps the lexeme of every number', () => {
    expect(valueOf(parseJsonTree(fileOf('[0.950, 1e-05, -0, 12345678901234567890]')))).toMatchObject({
      items: [
        { lexeme: '0.950', value: 0.95 },
        { lexeme: '1e-05', value: 0.00001 },
        { lexeme: '-0', value: -0 },
        { lexeme: '12345678901234567890', value: 12345678901234567000 },
      ],
    });
  });

  it.each(['NaN', 'Infinity', '-Infinity', '1e999', '-1e999'])('reads %s as not finite (cases 1 and 2)', (token) => {
    expect(valueOf(parseJsonTree(fileOf(`{"auc":\n ${token}}`)))).toMatchObject({
      entries: [{ key: 'auc', value: { kind: 'not-finite', lexeme: token, at: { line: 2, column: 2 } } }],
    });
  });

  it('refuses a duplicate key with both positions (case 3)', () => {
    const problem = problemOf(parseJsonTree(fileOf('{\n  "auc": 0.9,\n  "x": {"auc": 1},\n  "auc": 0.1\n}')));
    expect(problem).toEqual({
      path: 'metrics.json',
      line: 4,
      column: 3,
      message: 'Duplicate key "auc": first at line 2, column 3, again at line 4, column 3',
      expected: 'every key once per object',
      received: '"auc" twice',
    });
  });

  it('refuses a duplicate among many keys, and one that an escape hides', () => {
    const many = Array.from({ length: 30 }, (_, index) => `"k${index}":1`).join(',');
    expect(refusalOf(`{${many},"k29":2}`)).toContain('Duplicate key "k29"');
    expect(refusalOf(`{${many},"k2":2}`)).toContain('Duplicate key "k2"');
    expect(refusalOf('{"auc":1,"a\\u0075c":2}')).toContain('Duplicate key "auc"');
  });

  it('counts columns in UTF-16 code units', () => {
    expect(refusalOf('{"😀é":1,}')).toMatch(/^1:9 JSON has no trailing commas/);
  });

  it('accepts a byte order mark', () => {
    expect(plainOf('\uFEFF{"a":1}')).toEqual({ a: 1 });
  });

  it('takes keys such as __proto__ for plain data', () => {
    const plain = plainOf('{"__proto__":{"polluted":1},"constructor":2}');
    expect(Object.keys(plain as object)).toEqual(['__proto__', 'constructor']);
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });

  it.each([
    ['{"a":1,}', '1:7 JSON has no trailing commas | no comma before "}" | }'],
    ['[1,\n]', '1:3 JSON has no trailing commas | no comma before "]" | ]'],
    ['{"a":1 // x\n}', '1:8 JSON has no comments | "," or "}" | // x…'],
    ['# x\n{}', '1:1 JSON has no comments | a JSON value | # x…'],
    ["{'a':1}", "1:2 JSON has no single-quoted strings | a key in double quotes | 'a':1}"],
    ['{a:1}', '1:2 This is not JSON | a key in double quotes | a:1}'],
    ['{"a" 1}', '1:6 A key has no value | ":" after the key | 1}'],
    ['{"a":01}', '1:6 This is not a number as JSON writes it | a JSON value, such as 0.5 or 1e-05 | 01}'],
    ['{"a":.5}', '1:6 This is not a number as JSON writes it | a JSON value, such as 0.5 or 1e-05 | .5}'],
    ['[+1]', '1:2 This is not a number as JSON writes it | a JSON value, such as 0.5 or 1e-05 | +1]'],
    ['[1.]', '1:2 This is not a number as JSON writes it | a JSON value, such as 0.5 or 1e-05 | 1.]'],
    ['[0x1F]', '1:2 This is not a number as JSON writes it | a JSON value, such as 0.5 or 1e-05 | 0x1F]'],
    ['[1_000]', '1:2 This is not a number as JSON writes it | a JSON value, such as 0.5 or 1e-05 | 1_000]'],
    ['[nan]', '1:2 This is not JSON | a JSON value | nan]'],
    ['[True]', '1:2 This is not JSON | a JSON value | True]'],
    ['[1 2]', '1:4 This is not a number as JSON writes it | "," or "]", such as 0.5 or 1e-05 | 2]'],
    ['[1', '1:3 The file ends in the middle of a value | "," or "]" | the end of the file'],
    ['{"a":', '1:6 The file ends in the middle of a value | a JSON value | the end of the file'],
    [
      '{"a":1} {"a":2}',
      '1:9 Something follows the end of the JSON value | one JSON value and nothing after it | {"a":2}',
    ],
    ['["a\nb"]', '1:4 A string is not closed | a closing " | …'],
    ['["a', '1:4 A string is not closed | a closing " | the end of the file'],
    ['["a\tb"]', '1:4 A string holds a raw control character | \\u0009 | \tb"]'],
    ['["\\x"]', '1:3 JSON has no such escape | one of \\" \\\\ \\/ \\b \\f \\n \\r \\t \\u | \\x"]'],
    ['["\\u00g0"]', '1:3 An escape is incomplete | \\u and four hexadecimal digits | \\u00g0"]'],
    ['{"\\q":1}', '1:3 JSON has no such escape | one of \\" \\\\ \\/ \\b \\f \\n \\r \\t \\u | \\q":1}'],
  ])('refuses %j', (text, expected) => {
    expect(refusalOf(text)).toBe(expected);
  });

  it('reads 64 levels and refuses 65, for objects and arrays', () => {
    expect(plainOf('['.repeat(64) + ']'.repeat(64))).toBeInstanceOf(Array);
    expect(refusalOf('['.repeat(65) + ']'.repeat(65))).toContain('1:65 The document is nested too deeply');
    expect(refusalOf('{"a":'.repeat(65))).toContain('The document is nested too deeply');
    expect(refusalOf('['.repeat(1_000_000))).toContain('The document is nested too deeply');
  });

  it('refuses more than 50,000 keys and more than a million values', () => {
    const keys = (count: number): string =>
      `{${Array.from({ length: count }, (_, index) => `"${index}":1`).join(',')}}`;
    expect(Object.keys(plainOf(keys(50_000)) as object)).toHaveLength(50_000);
    expect(refusalOf(keys(50_001))).toContain('too many keys | at most 50000 keys');
    expect(refusalOf(`[${'0,'.repeat(1_000_000)}0]`)).toContain('at most 1000000 values');
  });

  it('refuses more than 5 MB before reading it', () => {
    expect(refusalOf(`["${'x'.repeat(5_000_000)}"]`)).toContain(
      'The file is too large | at most 5000000 bytes | 5000004 bytes',
    );
  });
});
