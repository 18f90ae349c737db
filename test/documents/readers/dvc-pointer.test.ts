import { describe, expect, test } from 'vitest';
import { read, recordsOf, valuesOf, warningsOf } from './reading.ts';

const POINTER = 'outs:\n- md5: d751713988987e9331980363e24189ce\n  size: 37890\n  hash: md5\n  path: model.pkl\n';

function facts(text: string) {
  return Object.fromEntries((read(text, 'model.pkl.dvc').facts ?? []).map(({ name, value }) => [name, value]));
}

describe('dvc-pointer', () => {
  test('reads the size of the output and names its MD5', () => {
    const document = read(POINTER, 'model.pkl.dvc');
    expect(document.format).toBe('dvc-pointer');
    expect(recordsOf(document)['model.pkl.size']).toMatchObject({ value: 37890, unit: 'bytes', leaf: 'size' });
    expect(facts(POINTER)).toEqual({ 'model.pkl.md5': 'd751713988987e9331980363e24189ce' });
  });

  test('says where an import came from, without user names in addresses', () => {
    const text = `md5: 1e2f\nfrozen: true\ndeps:\n- path: data/set\n  repo:\n    url: https://me:secret@host.example/org/data.git\n    rev_lock: f31f5c4\n- size: 1\nouts:\n- md5: aa.dir\n  size: 10\n  nfiles: 3\n  path: set\n`;
    expect(facts(text)).toMatchObject({
      'source.path': 'data/set',
      'source.url': '…/data.git',
      'source.rev_lock': 'f31f5c4',
      frozen: 'true',
    });
    expect(valuesOf(read(text, 'set.dvc'))).toEqual({ 'set.size': 10, 'set.nfiles': 3 });
  });

  test('knows hashes of storage outside of the cache, and a pointer without a size', () => {
    const text = 'outs:\n- etag: ABC\n  path: s3://bucket/x.csv\n';
    expect(facts(text)).toEqual({ '…/x.csv.etag': 'abc' });
    expect(read(text, 'x.dvc').records).toEqual([]);
  });

  test('gives no record of an empty directory', () => {
    const document = read('outs:\n- md5: aa.dir\n  size: 0\n  nfiles: 0\n  path: set\n', 'set.dvc');
    expect(document.records).toEqual([]);
    expect(warningsOf(document)[0]).toMatch(/Nothing is in "set"/);
    expect(read('outs:\n- md5: aa.dir\n  nfiles: 0\n  path: set\n', 'set.dvc').records).toEqual([]);
  });

  test('leaves other trees with outs alone', () => {
    expect(read('outs:\n- a\nauc: 0.9\n', 'm.yaml').format).toBe('metric-tree');
    expect(read('outs:\n- path: a\n  md5: b\nauc: 0.9\n', 'm.yaml').format).toBe('metric-tree');
    expect(read('outs: []\n', 'm.dvc').format).toBe('metric-tree');
  });

  test('says that a pointer without outputs names none, and keeps NaN unusable', () => {
    const empty = read('outs: []\n', 'm.dvc', { format: 'dvc-pointer' });
    expect(warningsOf(empty)).toEqual(['The pointer names no output']);
    expect(recordsOf(read(POINTER.replace('37890', '.nan'), 'm.dvc'))['model.pkl.size']?.unusable).toBe('not-finite');
  });
});
