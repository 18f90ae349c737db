import { describe, expect, it } from 'vitest';
import { decodeText } from '../../src/documents/decode-text.ts';
import { parseTree } from '../../src/documents/read-tree.ts';
import { parseJsonTree } from '../../src/documents/read-json.ts';
import { parseYamlTree } from '../../src/documents/read-yaml.ts';
import { toPlain } from '../../src/documents/tree.ts';
import { fileOf, problemOf, valueOf } from './parsing.ts';

const POINTER = `version https://git-lfs.github.com/spec/v1\noid sha256:${'a1'.repeat(32)}\nsize 12345\n`;

function bytesFile(...bytes: number[]) {
  return { path: 'metrics.json', bytes: Uint8Array.from(bytes) };
}

describe('a file that is no text document', () => {
  it('says that an empty file is empty', () => {
    expect(problemOf(parseTree(fileOf('')))).toMatchObject({ message: 'The file is empty', line: 1, column: 1 });
    expect(problemOf(parseTree(fileOf(' \n\n')))).toMatchObject({ message: 'The file is empty' });
  });

  it('says that a Git LFS pointer is one, how large its file is, and how to mend it', () => {
    for (const parse of [parseTree, parseJsonTree, parseYamlTree]) {
      expect(problemOf(parse(fileOf(POINTER)))).toEqual({
        path: 'metrics.json',
        line: 1,
        column: 1,
        message: 'The file is a Git LFS pointer, not the document itself',
        expected: 'the text of the document, committed to git directly',
        received: 'a pointer to 12345 bytes',
        example: 'git lfs untrack "metrics.json" && git add --renormalize "metrics.json"',
      });
    }
  });

  it.each([
    ['with a little-endian mark', [0xff, 0xfe, 0x7b, 0x00]],
    ['with a big-endian mark', [0xfe, 0xff, 0x00, 0x7b]],
    ['little-endian without a mark', [0x7b, 0x00, 0x7d, 0x00]],
    ['big-endian without a mark', [0x00, 0x7b, 0x00, 0x7d]],
  ])('refuses UTF-16 %s', (_, bytes) => {
    expect(problemOf(parseTree(bytesFile(...bytes)))).toMatchObject({
      message: 'The file is UTF-16',
      expected: 'UTF-8',
    });
  });

  it('refuses a binary file', () => {
    expect(problemOf(parseTree(bytesFile(0x7b, 0x22, 0x00, 0x22, 0x7d)))).toMatchObject({
      message: 'The file is binary',
      received: 'a NUL byte at offset 2',
    });
  });

  it('refuses broken UTF-8 at its line and column', () => {
    expect(problemOf(parseTree(bytesFile(0x7b, 0x0a, 0xc3, 0xa9, 0x20, 0xff, 0x7d)))).toMatchObject({
      message: 'The file is not valid UTF-8',
      line: 2,
      column: 3,
      received: 'byte 0xff',
    });
    expect(problemOf(parseTree(bytesFile(0x7b, 0x7d, 0xc3)))).toMatchObject({
      line: 1,
      column: 3,
      received: 'byte 0xc3',
    });
  });

  it('refuses what is over the cap', () => {
    expect(problemOf(decodeText(fileOf('12345'), 4))).toMatchObject({
      expected: 'at most 4 bytes',
      received: '5 bytes',
    });
    expect(valueOf(decodeText(fileOf('1234'), 4))).toBe('1234');
  });
});

describe('the content decides between JSON and YAML', () => {
  it('reads what starts with a brace or bracket as JSON, whatever the name', () => {
    expect(valueOf(parseTree(fileOf('\n {"a": NaN}', 'metrics.txt')))).toMatchObject({
      entries: [{ value: { kind: 'not-finite' } }],
    });
    expect(problemOf(parseTree(fileOf('{a: 1}', 'metrics.txt')))).toMatchObject({ message: 'This is not JSON' });
    expect(problemOf(parseTree(fileOf('// note\n{}')))).toMatchObject({ message: 'JSON has no comments' });
  });

  it('reads other text as YAML, whatever the name', () => {
    expect(toPlain(valueOf(parseTree(fileOf('auc: 0.9'))))).toEqual({ auc: 0.9 });
  });

  it('holds YAML to its own, lower cap', () => {
    expect(problemOf(parseTree(fileOf(`a: ${'x'.repeat(262_144)}`)))).toMatchObject({
      expected: 'at most 262144 bytes',
    });
  });

  it('reads a YAML flow map in a file named so, and JSON there as JSON', () => {
    expect(toPlain(valueOf(parseTree(fileOf('{auc: 0.9}', 'm.yaml'))))).toEqual({ auc: 0.9 });
    expect(valueOf(parseTree(fileOf('{"auc": NaN}', 'm.yml')))).toMatchObject({
      entries: [{ value: { kind: 'not-finite' } }],
    });
    expect(problemOf(parseTree(fileOf('{auc: 1, auc: 2}', 'm.YML'))).message).toContain('Duplicate key "auc"');
  });
});
