import { describe, expect, it } from 'vitest';
import { parseYamlTree } from '../../src/documents/read-yaml.ts';
import { toPlain } from '../../src/documents/tree.ts';
import { fileOf, problemsOf, valueOf } from './parsing.ts';

function plainOf(text: string): unknown {
  return toPlain(valueOf(parseYamlTree(fileOf(text, 'm.yaml'))));
}

function refusalOf(text: string): string {
  const [problem] = problemsOf(parseYamlTree(fileOf(text, 'm.yaml')));
  return `${problem?.line}:${problem?.column} ${problem?.message} | ${problem?.expected}`;
}

describe('the YAML reader', () => {
  it('reads the core schema with positions and lexemes', () => {
    expect(valueOf(parseYamlTree(fileOf('auc: 0.950\nn: 12\nlist:\n  - yes\n  - true\nnone: ~\nempty:\n')))).toEqual({
      kind: 'object',
      at: { line: 1, column: 1 },
      entries: [
        {
          key: 'auc',
          keyAt: { line: 1, column: 1 },
          value: { kind: 'number', at: { line: 1, column: 6 }, lexeme: '0.950', value: 0.95 },
        },
        {
          key: 'n',
          keyAt: { line: 2, column: 1 },
          value: { kind: 'number', at: { line: 2, column: 4 }, lexeme: '12', value: 12 },
        },
        {
          key: 'list',
          keyAt: { line: 3, column: 1 },
          value: {
            kind: 'array',
            at: { line: 4, column: 3 },
            items: [
              { kind: 'string', at: { line: 4, column: 5 }, value: 'yes' },
              { kind: 'boolean', at: { line: 5, column: 5 }, value: true },
            ],
          },
        },
        { key: 'none', keyAt: { line: 6, column: 1 }, value: { kind: 'null', at: { line: 6, column: 7 } } },
        { key: 'empty', keyAt: { line: 7, column: 1 }, value: { kind: 'null', at: expect.anything() } },
      ],
    });
  });

  it.each(['.nan', '.NaN', '.inf', '-.inf', '1e999'])('reads %s as not finite', (token) => {
    expect(valueOf(parseYamlTree(fileOf(`auc: ${token}`)))).toMatchObject({
      entries: [{ value: { kind: 'not-finite', lexeme: token } }],
    });
  });

  it('keeps what only YAML 1.1 reads otherwise', () => {
    expect(plainOf('n: 1\nno: off\nt: 12:30:45\nu: 1_000\nz: 010\nd: 2024-01-01')).toEqual({
      n: 1,
      no: 'off',
      t: '12:30:45',
      u: '1_000',
      z: 10,
      d: '2024-01-01',
    });
  });

  it('takes numbers and booleans as keys for their text', () => {
    expect(plainOf('0: a\n1.0: b\ntrue: c\n"2": d')).toEqual({ '0': 'a', '1.0': 'b', true: 'c', '2': 'd' });
    expect(refusalOf('0: a\n"0": b')).toContain(
      'Duplicate key "0": first at line 1, column 1, again at line 2, column 1',
    );
  });

  it('follows aliases, and leaves merge keys unapplied', () => {
    expect(plainOf('a: &x {b: 1}\nc: *x\nd: {<<: *x}')).toEqual({ a: { b: 1 }, c: { b: 1 }, d: { '<<': { b: 1 } } });
  });

  it.each([
    [
      'a: 1\nb: 2\na: 3',
      '3:1 Duplicate key "a": first at line 1, column 1, again at line 3, column 1 | every key once per object',
    ],
    [
      'a: !!python/object:x 1',
      '1:4 Not plain YAML: Unresolved tag: tag:yaml.org,2002:python/object:x | plain maps, lists, strings and numbers',
    ],
    [
      'a: !!binary aGk=',
      '1:4 Not plain YAML: Unresolved tag: tag:yaml.org,2002:binary | plain maps, lists, strings and numbers',
    ],
    ['---\na: 1\n---\nb: 2', '3:1 The file holds several YAML documents | one document and no further ---'],
    ['%YAML 1.1\n---\nn: 1', '1:1 The file asks for another YAML version | 1.2'],
    ['a: *nowhere', '1:4 An alias has no anchor | &nowhere before it'],
    ['? [a]\n: 1', '1:1 A key is not a scalar | a plain word, a number or a quoted string as key'],
    [': 1', '1:1 A key is empty | a plain word, a number or a quoted string as key'],
  ])('refuses %j', (text, expected) => {
    expect(refusalOf(text)).toBe(expected);
  });

  it('accepts a directive that asks for 1.2', () => {
    expect(plainOf('%YAML 1.2\n---\nn: 1')).toEqual({ n: 1 });
  });

  it('refuses a syntax error with its line', () => {
    expect(refusalOf('a: 1\nb: [1, 2\nc: 3')).toMatch(/^\d+:\d+ Not valid YAML: /);
    expect(problemsOf(parseYamlTree(fileOf('}'.repeat(100)))).length).toBeLessThanOrEqual(5);
  });

  it('bounds depth, keys, aliases and size', () => {
    expect(refusalOf('['.repeat(65) + ']'.repeat(65))).toContain('nested too deeply | at most 64 levels');
    expect(refusalOf('['.repeat(100_000))).toContain('nested too deeply');
    expect(refusalOf('a: &a [*a]')).toContain('nested too deeply');
    const keys = (count: number): string => Array.from({ length: count }, (_, index) => `k${index}:`).join('\n');
    const map = `big: &a {${Array.from({ length: 600 }, (_, index) => `k${index}`).join(',')}}`;
    expect(refusalOf(`${map}\n${Array.from({ length: 99 }, (_, index) => `a${index}: *a`).join('\n')}`)).toContain(
      'too many keys',
    );
    expect(refusalOf(`a: &a 1\n${Array.from({ length: 101 }, (_, index) => `k${index}: *a`).join('\n')}`)).toContain(
      'too many aliases',
    );
    expect(refusalOf(keys(60_000))).toContain('The file is too large | at most 262144 bytes');
  });

  it('bounds the values that aliases expand to', () => {
    const list = `a: &a [${'1,'.repeat(12_000)}1]`;
    expect(refusalOf(`${list}\n${Array.from({ length: 99 }, (_, index) => `k${index}: *a`).join('\n')}`)).toContain(
      'at most 1000000 values',
    );
  });

  it('refuses what is no text at all', () => {
    expect(refusalOf('')).toContain('The file is empty');
  });
});
