import { execFileSync } from 'node:child_process';
import { appendFileSync, chmodSync, mkdirSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { SourceUnreachable } from '../../src/sources/source.ts';
import { openWorkTree } from '../../src/sources/work-tree.ts';
import { temporaryFolder, temporaryRepository, textOf } from './temporary-repository.ts';

const CAP = 1_000_000;

describe('openWorkTree', () => {
  test('refuses what lies in a submodule: a commit of this repository would not bring it', async () => {
    const repository = temporaryRepository();
    repository.write({ 'vendor/models/metrics.json': '{}' });
    execFileSync('git', ['init', '-q', join(repository.root, 'vendor')]);

    const source = await openWorkTree({ cwd: repository.root });

    expect(await source.read('vendor/models/metrics.json', CAP)).toMatchObject({
      state: 'refused',
      reason: expect.stringContaining('another repository, vendor'),
    });
  });

  test('reads committed, edited and untracked files as they are on disk', async () => {
    const repository = temporaryRepository();
    repository.commit({ 'kept.json': 'kept', 'edited.json': 'old' });
    repository.write({ 'edited.json': 'new', 'fresh/metrics.json': 'fresh' });

    const source = await openWorkTree({ cwd: repository.root });

    expect(textOf(await source.read('kept.json', CAP))).toBe('kept');
    expect(textOf(await source.read('edited.json', CAP))).toBe('new');
    expect(textOf(await source.read('fresh/metrics.json', CAP))).toBe('fresh');
    expect(await source.commit()).toBeNull();
    expect(source.ref).toBe('work tree');
  });

  test('gives the blob id that git would give', async () => {
    const repository = temporaryRepository();
    repository.write({ 'a.json': '{"auc": 0.9}\r\n' });

    const source = await openWorkTree({ cwd: repository.root });

    expect(await source.read('a.json', CAP)).toMatchObject({
      entry: { blob: repository.git('hash-object', '--no-filters', 'a.json'), bytes: 14, mode: '100644' },
    });
  });

  test('lists tracked and untracked files, without ignored and deleted ones', async () => {
    const repository = temporaryRepository();
    repository.commit({ '.gitignore': '*.log', 'gone.json': '1', 'kept.json': '2', 'dir/run.sh': 'x' });
    chmodSync(join(repository.root, 'dir/run.sh'), 0o755);
    rmSync(join(repository.root, 'gone.json'));
    repository.write({ 'new file.json': '3', 'train.log': 'noise' });

    const source = await openWorkTree({ cwd: repository.root });

    expect(await source.list()).toEqual([
      { path: '.gitignore', mode: '100644', blob: null, bytes: 5 },
      { path: 'dir/run.sh', mode: '100755', blob: null, bytes: 1 },
      { path: 'kept.json', mode: '100644', blob: null, bytes: 1 },
      { path: 'new file.json', mode: '100644', blob: null, bytes: 1 },
    ]);
    expect(await source.read('gone.json', CAP)).toEqual({ state: 'absent' });
  });

  test('reads a freshly written file that git ignores when the policy names it', async () => {
    const repository = temporaryRepository();
    repository.commit({ '.gitignore': 'out/' });
    repository.write({ 'out/metrics.json': '{}' });

    const source = await openWorkTree({ cwd: repository.root });

    expect(textOf(await source.read('out/metrics.json', CAP))).toBe('{}');
  });

  test('works before the first commit and from a sub-directory', async () => {
    const repository = temporaryRepository();
    repository.write({ 'models/a/metrics.json': '{}', 'README.md': 'root' });

    const source = await openWorkTree({ cwd: join(repository.root, 'models/a') });

    expect(textOf(await source.read('README.md', CAP))).toBe('root');
    expect((await source.list()).map((entry) => entry.path)).toEqual(['README.md', 'models/a/metrics.json']);
  });

  test('works in a repository that is itself reached through a symbolic link', async () => {
    const repository = temporaryRepository();
    repository.write({ 'a.json': '{}' });
    const link = join(temporaryFolder(), 'link');
    symlinkSync(repository.root, link);

    const source = await openWorkTree({ cwd: link });

    expect(textOf(await source.read('a.json', CAP))).toBe('{}');
  });

  test('refuses a symbolic link and reads nothing through it', async () => {
    const secret = join(temporaryFolder(), 'secret.json');
    const repository = temporaryRepository();
    repository.write({ 'real.json': '{}' });
    appendFileSync(secret, 'secret');
    symlinkSync(secret, join(repository.root, 'out.json'));
    symlinkSync('real.json', join(repository.root, 'in.json'));

    const source = await openWorkTree({ cwd: repository.root });

    for (const path of ['out.json', 'in.json']) {
      expect(await source.read(path, CAP)).toEqual({
        state: 'refused',
        entry: { path, mode: '120000', blob: null, bytes: null },
        reason: 'is a symbolic link, which is never followed',
      });
    }
    expect((await source.list()).map(({ path, mode }) => [path, mode])).toEqual([
      ['in.json', '120000'],
      ['out.json', '120000'],
      ['real.json', '100644'],
    ]);
  });

  test('refuses a file below a linked folder, and lists no tracked file through one', async () => {
    const repository = temporaryRepository();
    repository.commit({ 'models/a/metrics.json': 'committed' });
    const elsewhere = temporaryFolder();
    renameSync(join(repository.root, 'models'), join(elsewhere, 'models'));
    symlinkSync(join(elsewhere, 'models'), join(repository.root, 'models'));

    const source = await openWorkTree({ cwd: repository.root });

    expect(await source.read('models/a/metrics.json', CAP)).toMatchObject({
      state: 'refused',
      reason: 'lies below models, which is a symbolic link and is never followed',
    });
    expect((await source.list()).map(({ path, mode }) => [path, mode])).toEqual([['models', '120000']]);
  });

  test.each([
    '../outside.json',
    '/etc/hostname',
    'a/../a.json',
    './a.json',
    'a//b',
    '',
    '.git/config',
    '.GIT/config',
    'sub/.git/config',
    'a.json\0x',
    'a.json/b',
  ])('says absent for %j, which is no path of the repository', async (path) => {
    const parent = temporaryFolder();
    const repository = temporaryRepository(mkdir(join(parent, 'repository')));
    repository.write({ '../outside.json': 'secret', 'a.json': '{}', 'a/b': '1' });
    rmSync(join(repository.root, 'a'), { recursive: true });
    temporaryRepository(mkdir(join(repository.root, 'sub')));

    const source = await openWorkTree({ cwd: repository.root });

    expect(await source.read(path, CAP)).toEqual({ state: 'absent' });
  });

  test('refuses folders, nested repositories and pipes without waiting for them', async () => {
    const repository = temporaryRepository();
    repository.commit({ 'folder/a.json': '{}' });
    temporaryRepository(mkdir(join(repository.root, 'nested'))).commit({ 'a.json': '{}' });
    execFileSync('mkfifo', [join(repository.root, 'pipe')]);

    const source = await openWorkTree({ cwd: repository.root });

    expect(await source.read('folder', CAP)).toMatchObject({ state: 'refused', reason: 'is a folder, not a file' });
    expect(await source.read('pipe', CAP)).toMatchObject({ state: 'refused' });
    expect((await source.list()).map(({ path, mode }) => [path, mode])).toEqual([
      ['folder/a.json', '100644'],
      ['nested', '160000'],
    ]);
  });

  test('refuses a file one byte over the cap and reads one at the cap', async () => {
    const repository = temporaryRepository();
    repository.write({ 'eleven.json': '12345678901', 'ten.json': '1234567890' });

    const source = await openWorkTree({ cwd: repository.root });

    expect(await source.read('eleven.json', 10)).toMatchObject({
      state: 'refused',
      reason: 'is 11 bytes; at most 10 bytes are read',
    });
    expect(textOf(await source.read('ten.json', 10))).toBe('1234567890');
  });

  test('shows one state of a file, however often it is read', async () => {
    const repository = temporaryRepository();
    repository.write({ 'a.json': 'before' });

    const source = await openWorkTree({ cwd: repository.root });
    await source.read('a.json', CAP);
    repository.write({ 'a.json': 'after' });

    expect(textOf(await source.read('a.json', CAP))).toBe('before');
  });

  test('lists a path once while a merge conflict is open', async () => {
    const repository = temporaryRepository();
    repository.commit({ 'a.json': 'base' });
    repository.git('checkout', '--quiet', '-b', 'other');
    repository.commit({ 'a.json': 'theirs' });
    repository.git('checkout', '--quiet', 'main');
    repository.commit({ 'a.json': 'ours' });
    expect(() => repository.git('merge', 'other')).toThrow('git');

    const source = await openWorkTree({ cwd: repository.root });

    expect((await source.list()).map((entry) => entry.path)).toEqual(['a.json']);
  });

  test('says so outside of a repository', async () => {
    const opened = openWorkTree({ cwd: temporaryFolder() });

    await expect(opened).rejects.toBeInstanceOf(SourceUnreachable);
    await expect(opened).rejects.toThrow('is not inside a git repository');
  });
});

function mkdir(path: string): string {
  mkdirSync(path);
  return path;
}
