import { mkdirSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { gitCommitSource, openGitCommit } from '../../src/sources/git-commit.ts';
import { RefNotFound, SourceUnreachable } from '../../src/sources/source.ts';
import { temporaryFolder, temporaryRepository, textOf } from './temporary-repository.ts';

const CAP = 1_000_000;

describe('openGitCommit', () => {
  test('reads a file as it is at the commit, not as it is on disk', async () => {
    const repository = temporaryRepository();
    const commit = repository.commit({ 'models/churn/metrics.json': '{"auc": 0.9}' });
    repository.write({ 'models/churn/metrics.json': '{"auc": 0.1}' });

    const source = await openGitCommit({ cwd: repository.root, ref: 'main' });
    const read = await source.read('models/churn/metrics.json', CAP);

    expect(textOf(read)).toBe('{"auc": 0.9}');
    expect(await source.commit()).toBe(commit);
    expect(source.ref).toBe('main');
    expect(read).toMatchObject({
      entry: { mode: '100644', bytes: 12, blob: repository.git('rev-parse', 'main:models/churn/metrics.json') },
    });
  });

  test('lists every file sorted by path, with modes, blob ids and sizes', async () => {
    const repository = temporaryRepository();
    repository.write({ 'b.sh': 'echo', 'a/z.json': '{}', B: 'x' });
    repository.git('add', '--all');
    repository.git('update-index', '--chmod=+x', 'b.sh');
    repository.git('commit', '--quiet', '--message', 'files');

    const source = await openGitCommit({ cwd: repository.root, ref: 'HEAD' });

    expect(await source.list()).toEqual([
      { path: 'B', mode: '100644', blob: repository.git('rev-parse', 'HEAD:B'), bytes: 1 },
      { path: 'a/z.json', mode: '100644', blob: repository.git('rev-parse', 'HEAD:a/z.json'), bytes: 2 },
      { path: 'b.sh', mode: '100755', blob: repository.git('rev-parse', 'HEAD:b.sh'), bytes: 4 },
    ]);
  });

  test('reads from a sub-directory with paths from the root', async () => {
    const repository = temporaryRepository();
    repository.commit({ 'models/churn/metrics.json': '1', 'README.md': 'root' });

    const source = await openGitCommit({ cwd: join(repository.root, 'models'), ref: 'main' });

    expect(textOf(await source.read('README.md', CAP))).toBe('root');
    expect((await source.list()).map((entry) => entry.path)).toEqual(['README.md', 'models/churn/metrics.json']);
  });

  test('reads from a bare repository', async () => {
    const repository = temporaryRepository();
    repository.commit({ 'a.json': '{}' });
    const bare = join(temporaryFolder(), 'bare.git');
    repository.git('clone', '--quiet', '--bare', '.', bare);

    const source = await openGitCommit({ cwd: bare, ref: 'main' });

    expect(textOf(await source.read('a.json', CAP))).toBe('{}');
  });

  test.each([
    'with space.json',
    'tab\there.json',
    'line\nbreak.json',
    '"quoted".json',
    'é-ß-模型.json',
    '-dash.json',
    ':(glob)*.json',
    'back\\slash.json',
  ])('reads a path of unusual characters: %j', async (path) => {
    const repository = temporaryRepository();
    repository.commit({ [`models/${path}`]: path, 'models/other.json': 'other' });

    const source = await openGitCommit({ cwd: repository.root, ref: 'main' });

    expect(textOf(await source.read(`models/${path}`, CAP))).toBe(path);
    expect((await source.list()).map((entry) => entry.path)).toContain(`models/${path}`);
  });

  test.each(['missing.json', 'a', 'a/../a/b.json', '/a/b.json', './a/b.json', ''])(
    'says absent for %j, which is no path of the tree',
    async (path) => {
      const repository = temporaryRepository();
      repository.commit({ 'a/b.json': '{}' });

      const source = await openGitCommit({ cwd: repository.root, ref: 'main' });

      expect(await source.read(path, CAP)).toEqual({ state: 'absent' });
    },
  );

  test('refuses a symbolic link, even one to a file of the same tree', async () => {
    const repository = temporaryRepository();
    repository.write({ 'real.json': '{}' });
    symlinkSync('real.json', join(repository.root, 'link.json'));
    repository.commit({});

    const source = await openGitCommit({ cwd: repository.root, ref: 'main' });

    expect(await source.read('link.json', CAP)).toMatchObject({
      state: 'refused',
      entry: { mode: '120000' },
      reason: 'is a symbolic link, which is never followed',
    });
  });

  test('refuses a file below a folder that is a symbolic link', async () => {
    const repository = temporaryRepository();
    repository.write({ 'real/metrics.json': '{}' });
    symlinkSync('real', join(repository.root, 'linked'));
    repository.commit({});

    const source = await openGitCommit({ cwd: repository.root, ref: 'main' });

    expect(await source.read('linked/metrics.json', CAP)).toMatchObject({
      state: 'refused',
      reason: 'lies below linked, which is a symbolic link and is never followed',
    });
  });

  test('refuses a submodule and what lies in it', async () => {
    const inner = temporaryRepository();
    const pinned = inner.commit({ 'metrics.json': '{}' });
    const repository = temporaryRepository();
    repository.commit({ 'a.json': '{}' });
    repository.git('update-index', '--add', '--cacheinfo', `160000,${pinned},vendored`);
    repository.git('commit', '--quiet', '--message', 'pin');

    const source = await openGitCommit({ cwd: repository.root, ref: 'main' });

    expect(await source.read('vendored', CAP)).toMatchObject({ state: 'refused', entry: { mode: '160000' } });
    expect(await source.read('vendored/metrics.json', CAP)).toMatchObject({
      state: 'refused',
      reason: 'lies in vendored, which is a submodule',
    });
  });

  test('refuses a file one byte over the cap and reads one at the cap', async () => {
    const repository = temporaryRepository();
    repository.commit({ 'eleven.json': '12345678901', 'ten.json': '1234567890' });

    const source = await openGitCommit({ cwd: repository.root, ref: 'main' });

    expect(await source.read('eleven.json', 10)).toMatchObject({
      state: 'refused',
      reason: 'is 11 bytes; at most 10 bytes are read',
    });
    expect(textOf(await source.read('ten.json', 10))).toBe('1234567890');
  });

  test('reads many files in parallel, each with its own bytes', async () => {
    const repository = temporaryRepository();
    const paths = Array.from({ length: 40 }, (_, index) => `models/m${index}.json`);
    repository.commit(Object.fromEntries(paths.map((path) => [path, `{"path": "${path}"}`])));

    const source = await openGitCommit({ cwd: repository.root, ref: 'main' });
    const reads = await Promise.all(paths.map((path) => source.read(path, CAP)));

    expect(reads.map(textOf)).toEqual(paths.map((path) => `{"path": "${path}"}`));
  });

  test('keeps to the commit that the branch had when it was opened', async () => {
    const repository = temporaryRepository();
    const first = repository.commit({ 'a.json': 'first' });
    const source = await openGitCommit({ cwd: repository.root, ref: 'main' });
    repository.commit({ 'a.json': 'second' });

    expect(await source.commit()).toBe(first);
    expect(textOf(await source.read('a.json', CAP))).toBe('first');
  });

  test('shows the bytes of the commit where a replacement object stands for them', async () => {
    const repository = temporaryRepository();
    repository.commit({ 'a.json': 'true', 'b.json': 'forged' });
    repository.git('replace', repository.git('rev-parse', 'HEAD:a.json'), repository.git('rev-parse', 'HEAD:b.json'));

    const source = await openGitCommit({ cwd: repository.root, ref: 'main' });

    expect(textOf(await source.read('a.json', CAP))).toBe('true');
  });

  test('says unreachable, not absent, when the object store has lost a blob', async () => {
    const repository = temporaryRepository();
    repository.commit({ 'a.json': 'lost', 'b.json': 'kept' });
    const blob = repository.git('rev-parse', 'HEAD:a.json');
    const source = await openGitCommit({ cwd: repository.root, ref: 'main' });
    await source.list();
    rmSync(join(repository.root, '.git/objects', blob.slice(0, 2), blob.slice(2)));

    expect((await source.read('a.json', CAP)).state).toBe('unreachable');
    expect(textOf(await source.read('b.json', CAP))).toBe('kept');
  });

  test.each(['nope', 'v9.9', '0123456789012345678901234567890123456789', 'HEAD:a.json', 'main..main'])(
    'rejects with RefNotFound for %j',
    async (ref) => {
      const repository = temporaryRepository();
      repository.commit({ 'a.json': '{}' });

      await expect(openGitCommit({ cwd: repository.root, ref })).rejects.toBeInstanceOf(RefNotFound);
    },
  );

  test.each(['--upload-pack=touch', '-n', '', 'a\nb', 'a\0b'])('never hands %j to git', async (ref) => {
    const repository = temporaryRepository();
    repository.commit({ 'a.json': '{}' });

    await expect(openGitCommit({ cwd: repository.root, ref })).rejects.toThrow('is not the name of a commit');
  });

  test('resolves an annotated tag to its commit', async () => {
    const repository = temporaryRepository();
    const commit = repository.commit({ 'a.json': '{}' });
    repository.git('tag', '--annotate', '--message', 'release', 'v1');

    const source = await openGitCommit({ cwd: repository.root, ref: 'v1' });

    expect(await source.commit()).toBe(commit);
  });

  test('can be named before it is known whether it exists', async () => {
    const repository = temporaryRepository();
    const commit = repository.commit({ 'a.json': '{}' });
    const source = gitCommitSource({ cwd: repository.root, ref: 'main' });
    const missing = gitCommitSource({ cwd: repository.root, ref: 'gone' });

    expect(textOf(await source.read('a.json', CAP))).toBe('{}');
    expect(await source.commit()).toBe(commit);
    await expect(missing.commit()).rejects.toBeInstanceOf(RefNotFound);
    await expect(missing.read('a.json', CAP)).rejects.toBeInstanceOf(RefNotFound);
  });

  test('says so outside of a repository and where there is no folder', async () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, 'plain'));
    const outside = openGitCommit({ cwd: join(folder, 'plain'), ref: 'main' });

    await expect(outside).rejects.toThrow('is not inside a git repository. Run modelgate in a clone');
    await expect(outside).rejects.toBeInstanceOf(SourceUnreachable);
    const nowhere = openGitCommit({ cwd: join(folder, 'gone'), ref: 'main' });
    await expect(nowhere).rejects.toThrow('gone is not a folder.');
  });
});
