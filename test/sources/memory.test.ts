import { describe, expect, test } from 'vitest';
import { gitBlobId } from '../../src/sources/digest.ts';
import { memorySource } from '../../src/sources/memory.ts';
import { SourceUnreachable } from '../../src/sources/source.ts';
import { textOf } from './temporary-repository.ts';

const CAP = 1_000_000;

describe('memorySource', () => {
  test('reads and lists what it was given', async () => {
    const source = memorySource({ ref: 'main', commit: 'c0ffee', files: { 'b.json': '{}', 'a/é.json': 'é' } });

    expect(textOf(await source.read('b.json', CAP))).toBe('{}');
    expect(await source.list()).toEqual([
      { path: 'a/é.json', mode: '100644', blob: gitBlobId(new TextEncoder().encode('é')), bytes: 2 },
      { path: 'b.json', mode: '100644', blob: gitBlobId(new TextEncoder().encode('{}')), bytes: 2 },
    ]);
    expect(await source.commit()).toBe('c0ffee');
    expect(await source.read('c.json', CAP)).toEqual({ state: 'absent' });
  });

  test('refuses links, submodules and files over the cap like every other source', async () => {
    const files = {
      link: { content: 'b.json', mode: '120000' },
      sub: { content: '', mode: '160000' },
      'b.json': 'long',
    };
    const source = memorySource({ ref: 'main', commit: null, files });

    expect((await source.read('link', CAP)).state).toBe('refused');
    expect((await source.read('link/x', CAP)).state).toBe('refused');
    expect((await source.read('sub/x', CAP)).state).toBe('refused');
    expect((await source.read('b.json', 3)).state).toBe('refused');
  });

  test('plays a server that answers for some files only, or for none', async () => {
    const some = memorySource({ ref: 'main', commit: null, files: { a: { unreachable: '503' }, b: 'x' } });
    const none = memorySource({ ref: 'main', commit: null, files: { b: 'x' }, unreachable: '403' });

    expect(await some.read('a', CAP)).toEqual({ state: 'unreachable', reason: '503' });
    expect(textOf(await some.read('b', CAP))).toBe('x');
    expect(await none.read('b', CAP)).toEqual({ state: 'unreachable', reason: '403' });
    await expect(none.list()).rejects.toBeInstanceOf(SourceUnreachable);
  });
});
