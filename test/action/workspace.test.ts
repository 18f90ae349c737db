import { createHash } from 'node:crypto';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { differencesOf } from '../../src/action/changed-paths.ts';
import { isAsCommitted, openWorkspace } from '../../src/action/workspace.ts';
import { gitBlobId } from '../../src/sources/digest.ts';
import { memorySource } from '../../src/sources/memory.ts';
import type { FileEntry } from '../../src/sources/source.ts';
import { temporaryFolder, textOf } from '../sources/temporary-repository.ts';

function workspaceOf(files: Readonly<Record<string, string>>): string {
  const root = temporaryFolder();
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(join(root, path, '..'), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  return root;
}

describe('the workspace', () => {
  test('lists files below folders, ignored ones too, and nothing of git', async () => {
    const root = workspaceOf({
      'a/b/c': '',
      'a/.gitignore': 'd\n',
      'a/d': '',
      '.git/HEAD': '',
      'sub/.git/HEAD': '',
      e: '',
    });
    const workspace = await openWorkspace(root, 'sha1');
    expect(await workspace.listBelow(['a'])).toEqual(['a/.gitignore', 'a/b/c', 'a/d']);
    expect(await workspace.listBelow(['a/b', 'a', 'nowhere'])).toEqual(['a/.gitignore', 'a/b/c', 'a/d']);
    expect((await workspace.source.list()).map(({ path }) => path)).toEqual(['a/.gitignore', 'a/b/c', 'a/d', 'e']);
    expect(textOf(await workspace.source.read('a/d', 10))).toBe('');
  });

  test('enters no symbolic link, and reads through none', async () => {
    const outside = workspaceOf({ 'metrics.json': '{}' });
    const root = workspaceOf({ 'README.md': '' });
    symlinkSync(outside, join(root, 'models'));
    const workspace = await openWorkspace(root, 'sha1');
    expect(await workspace.listBelow([''])).toEqual(['README.md', 'models']);
    expect(await workspace.listBelow(['models'])).toEqual([]);
    expect((await workspace.source.read('models/metrics.json', 10)).state).toBe('refused');
  });

  test('that is empty or not there is refused with the step that is missing', async () => {
    await expect(openWorkspace(temporaryFolder(), 'sha1')).rejects.toThrow('actions/checkout');
    await expect(openWorkspace('/no/such/folder', 'sha1')).rejects.toThrow('actions/checkout');
  });
});

describe('a file on disk is as committed', () => {
  function entryOf(text: string, more: Partial<FileEntry> = {}): FileEntry {
    const bytes = Buffer.from(text);
    return { path: 'f', mode: '100644', blob: gitBlobId(bytes), bytes: bytes.byteLength, ...more };
  }

  async function isSame(onDisk: string, committed: string, more: Partial<FileEntry> = {}): Promise<boolean> {
    const root = workspaceOf({ f: onDisk });
    const place = { root, path: 'f', format: 'sha1' as const };
    return isAsCommitted(place, entryOf(committed, more), async () => Buffer.from(committed));
  }

  test.each([
    ['the same bytes', 'a\nb\n', 'a\nb\n', true],
    ['other bytes of the same length', 'a\nc\n', 'a\nb\n', false],
    ['CR LF on disk, LF in the commit', 'a\r\nb\r\n', 'a\nb\n', true],
    ['LF on disk, CR LF in the commit', 'a\nb\n', 'a\r\nb\r\n', false],
    ['bytes that are no UTF-8', 'a\u00ff\r\n', 'a\u00ff\n', true],
  ])('%s', async (_name, onDisk, committed, expected) => {
    expect(await isSame(onDisk, committed)).toBe(expected);
  });

  test('where the size in the tree is not known', async () => {
    expect(await isSame('a', 'a', { bytes: null })).toBe(true);
    expect(await isSame('b', 'a', { bytes: null })).toBe(false);
  });

  test('as the content that a Git LFS pointer names, by size and digest', async () => {
    const oid = createHash('sha256').update('weights').digest('hex');
    const pointer = `version https://git-lfs.github.com/spec/v1\noid sha256:${oid}\nsize 7\n`;
    expect(await isSame('weights', pointer)).toBe(true);
    expect(await isSame('weighty', pointer)).toBe(false);
    expect(await isSame('weights+', pointer)).toBe(false);
  });

  test('as a link with the same target, never as what the link leads to', async () => {
    const root = workspaceOf({ target: 'x' });
    symlinkSync('target', join(root, 'f'));
    const place = { root, path: 'f', format: 'sha1' as const };
    const none = async () => undefined;
    expect(await isAsCommitted(place, entryOf('target', { mode: '120000' }), none)).toBe(true);
    expect(await isAsCommitted(place, entryOf('other', { mode: '120000' }), none)).toBe(false);
    expect(await isAsCommitted(place, entryOf('x'), none)).toBe(false);
  });

  test('not where it is gone, or has become a folder', async () => {
    const root = workspaceOf({ 'f/g': 'x' });
    const none = async () => undefined;
    expect(await isAsCommitted({ root, path: 'f', format: 'sha1' }, entryOf('x'), none)).toBe(false);
    expect(await isAsCommitted({ root, path: 'h', format: 'sha1' }, entryOf('x'), none)).toBe(false);
  });
});

test('commits differ in files that came, went, changed or changed their mode', async () => {
  const before = memorySource({ ref: 'a', commit: 'a', files: { same: '1', went: '2', changed: '3', mode: '4' } });
  const after = memorySource({
    ref: 'b',
    commit: 'b',
    files: { same: '1', came: '2', changed: '5', mode: { content: '4', mode: '100755' } },
  });
  expect(await differencesOf(before, after)).toEqual(['came', 'changed', 'mode', 'went']);
});
