import { describe, expect, it } from 'vitest';
import { findDvcPointer } from '../../src/documents/dvc-pointer.ts';
import { findLfsPointer } from '../../src/documents/lfs-pointer.ts';
import { fileOf } from './parsing.ts';

const OID = 'a1'.repeat(32);
const VERSION = 'version https://git-lfs.github.com/spec/v1\n';

function lfs(text: string) {
  return findLfsPointer(new TextEncoder().encode(text));
}

describe('a Git LFS pointer', () => {
  it('gives the SHA-256 and the size of the file it stands for', () => {
    expect(lfs(`${VERSION}oid sha256:${OID}\nsize 12345\n`)).toEqual({ oid: OID, bytes: 12345 });
    expect(lfs(`version https://hawser.github.com/spec/v1\noid sha256:${OID}\nsize 0\n`)).toEqual({
      oid: OID,
      bytes: 0,
    });
    expect(lfs(`${VERSION}ext-0-zip sha256:${OID}\noid sha256:${OID}\nsize 7`)).toEqual({ oid: OID, bytes: 7 });
  });

  it.each([
    ['other text', '{"auc": 1}'],
    ['a size that is no count', `${VERSION}oid sha256:${OID}\nsize -1\n`],
    ['a size beyond exact numbers', `${VERSION}oid sha256:${OID}\nsize 9999999999999999\n`],
    ['an upper-case digest', `${VERSION}oid sha256:${OID.toUpperCase()}\nsize 1\n`],
    ['keys in another order', `${VERSION}size 1\noid sha256:${OID}\n`],
    ['something behind it', `${VERSION}oid sha256:${OID}\nsize 1\n{"auc": 1}`],
    ['a byte order mark', `\uFEFF${VERSION}oid sha256:${OID}\nsize 1\n`],
    ['1024 bytes', `${VERSION}ext-0-${'x'.repeat(900)} sha256:${OID}\noid sha256:${OID}\nsize 1\n`],
  ])('is not %s', (_, text) => {
    expect(lfs(text)).toBeUndefined();
  });
});

describe('a DVC pointer', () => {
  it('gives path, size and hash of its outputs', () => {
    const text = `outs:\n- md5: ${'0b'.repeat(16)}\n  size: 684858\n  hash: md5\n  path: model.pkl\n- path: data\n  md5: ${'12'.repeat(16)}.dir\n- path: digits\n  md5: ${'1'.repeat(32)}\n  size: 1.5\n- path: odd\n  md5: true\n`;
    expect(findDvcPointer(fileOf(text, 'model.pkl.dvc'))).toEqual({
      outputs: [
        { path: 'model.pkl', bytes: 684858, md5: '0b'.repeat(16) },
        { path: 'data', bytes: null, md5: `${'12'.repeat(16)}.dir` },
        { path: 'digits', bytes: null, md5: '1'.repeat(32) },
        { path: 'odd', bytes: null },
      ],
    });
  });

  it.each([
    'outs: [',
    '- a',
    'outs: 1',
    'outs: []',
    'outs: [x]',
    'outs: [{size: 1}]',
    'outs: [{path: ""}]',
    'stages: {}',
  ])('is not %j', (text) => {
    expect(findDvcPointer(fileOf(text, 'x.dvc'))).toBeUndefined();
  });
});
