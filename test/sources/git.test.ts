import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, describe, expect, test, vi } from 'vitest';
import {
  changedPaths,
  currentBranch,
  findGitUser,
  findRepositoryRoot,
  mergeBase,
  remoteBranchHead,
  remoteUrl,
  repositoryNameOf,
  resolveRef,
} from '../../src/sources/git.ts';
import { SourceUnreachable } from '../../src/sources/source.ts';
import { temporaryFolder, temporaryRepository } from './temporary-repository.ts';

afterEach(() => {
  vi.unstubAllEnvs();
});

describe('mergeBase', () => {
  test('finds where two branches parted', async () => {
    const repository = temporaryRepository();
    const base = repository.commit({ 'a.json': '1' });
    repository.git('checkout', '--quiet', '-b', 'feature');
    repository.commit({ 'a.json': '2' });
    repository.git('checkout', '--quiet', 'main');
    repository.commit({ 'b.json': '1' });

    expect(await mergeBase({ cwd: repository.root, a: 'main', b: 'feature' })).toBe(base);
  });

  test('asks for fetch-depth: 0 where a shallow clone does not reach the common ancestor', async () => {
    const origin = temporaryRepository();
    origin.commit({ 'a.json': '1' });
    origin.git('checkout', '--quiet', '-b', 'feature');
    origin.commit({ 'a.json': '2' });
    origin.git('checkout', '--quiet', 'main');
    origin.commit({ 'b.json': '1' });
    const clone = temporaryRepository();
    clone.git('remote', 'add', 'origin', pathToFileURL(origin.root).href);
    clone.git('fetch', '--quiet', '--depth=1', 'origin', 'main', 'feature');
    clone.git('fetch', '--quiet', '--depth=1', 'origin');

    const found = mergeBase({ cwd: clone.root, a: 'origin/main', b: 'origin/feature' });

    await expect(found).rejects.toBeInstanceOf(SourceUnreachable);
    await expect(found).rejects.toThrow(/shallow.*fetch-depth: 0/);
  });

  test('says so where two histories have nothing in common', async () => {
    const repository = temporaryRepository();
    repository.commit({ 'a.json': '1' });
    repository.git('checkout', '--quiet', '--orphan', 'island');
    repository.commit({ 'b.json': '1' });

    await expect(mergeBase({ cwd: repository.root, a: 'main', b: 'island' })).rejects.toThrow(
      'main and island have no common ancestor.',
    );
  });
});

describe('changedPaths', () => {
  test('names both sides of a rename, additions, edits, deletions and changes of mode between two commits', async () => {
    const repository = temporaryRepository();
    const long = 'the same long text '.repeat(50);
    const from = repository.commit({
      'old name.json': long,
      'edited.json': '1',
      'gone.json': '1',
      'same.json': '1',
      'x.sh': '',
    });
    repository.git('mv', 'old name.json', 'new\tname.json');
    repository.git('rm', '--quiet', 'gone.json');
    repository.git('update-index', '--chmod=+x', 'x.sh');
    repository.git('config', 'core.fileMode', 'false');
    const to = repository.commit({ 'edited.json': '2', 'é.json': '1' });

    expect(await changedPaths({ cwd: repository.root, from, to })).toEqual([
      'edited.json',
      'gone.json',
      'new\tname.json',
      'old name.json',
      'x.sh',
      'é.json',
    ]);
  });

  test('counts staged, unstaged, deleted and untracked files of the work tree, from the root', async () => {
    const repository = temporaryRepository();
    repository.commit({
      '.gitignore': '*.log',
      'sub/staged.json': '1',
      'unstaged.json': '1',
      'gone.json': '1',
      same: '',
    });
    repository.git('config', 'diff.relative', 'true');
    repository.write({ 'sub/staged.json': '2' });
    repository.git('add', '--all');
    repository.write({ 'unstaged.json': '2', 'sub/new.json': '1', 'noise.log': '' });
    repository.git('rm', '--quiet', 'gone.json');

    expect(await changedPaths({ cwd: join(repository.root, 'sub'), from: 'HEAD' })).toEqual([
      'gone.json',
      'sub/new.json',
      'sub/staged.json',
      'unstaged.json',
    ]);
  });

  test('counts committed changes since the base together with those of the work tree', async () => {
    const repository = temporaryRepository();
    const from = repository.commit({ 'a.json': '1', 'b.json': '1' });
    repository.commit({ 'a.json': '2' });
    repository.write({ 'b.json': '2' });

    expect(await changedPaths({ cwd: repository.root, from })).toEqual(['a.json', 'b.json']);
  });
});

describe('branches and remotes', () => {
  test('currentBranch names the branch, also before the first commit, and is null on a detached head', async () => {
    const repository = temporaryRepository();
    expect(await currentBranch({ cwd: repository.root })).toBe('main');
    const commit = repository.commit({ 'a.json': '1' });
    repository.git('checkout', '--quiet', commit);
    expect(await currentBranch({ cwd: repository.root })).toBeNull();
  });

  test('remoteBranchHead takes origin before the local branch, and a branch before a tag of its name', async () => {
    const origin = temporaryRepository();
    const published = origin.commit({ 'a.json': '1' });
    const local = temporaryRepository();
    local.git('remote', 'add', 'origin', origin.root);
    local.git('fetch', '--quiet', 'origin');
    const own = local.commit({ 'b.json': '1' });
    local.git('branch', 'staging');
    local.git('tag', 'main');
    local.git('tag', 'staging', published);

    expect(await remoteBranchHead({ cwd: local.root, branch: 'main' })).toEqual({
      ref: 'refs/remotes/origin/main',
      commit: published,
    });
    expect(await remoteBranchHead({ cwd: local.root, branch: 'staging' })).toEqual({
      ref: 'refs/heads/staging',
      commit: own,
    });
    expect(await remoteBranchHead({ cwd: local.root, branch: 'nowhere' })).toBeNull();
  });

  test('remoteUrl leaves out a user name and a password', async () => {
    const repository = temporaryRepository();
    expect(await remoteUrl({ cwd: repository.root })).toBeNull();
    repository.git('remote', 'add', 'origin', 'https://user:ghs_secret@github.com/acme/models.git');
    expect(await remoteUrl({ cwd: repository.root })).toBe('https://github.com/acme/models.git');
  });

  test.each([
    ['git@github.com:acme/models.git', 'acme/models'],
    ['https://github.com/acme/models', 'acme/models'],
    ['ssh://git@host:2222/acme/models.git/', 'acme/models'],
    ['models', null],
  ])('repositoryNameOf(%j) is %j', (url, name) => {
    expect(repositoryNameOf(url)).toBe(name);
  });

  test('findGitUser gives the name that commits here would carry', async () => {
    const repository = temporaryRepository();
    repository.git('config', 'user.name', 'Ada');
    repository.git('config', 'user.email', 'ada@example.com');
    expect(await findGitUser({ cwd: repository.root })).toEqual({ name: 'Ada', email: 'ada@example.com' });
  });
});

describe('where git cannot help', () => {
  test('a missing git is named, with what to do', async () => {
    const cwd = temporaryFolder();
    vi.stubEnv('PATH', join(cwd, 'nothing-here'));

    await expect(resolveRef({ cwd, ref: 'main' })).rejects.toThrow('git was not found. Install git');
  });

  test('a folder outside of a repository is named', async () => {
    const cwd = temporaryFolder();

    await expect(findRepositoryRoot({ cwd })).rejects.toThrow(`${cwd} is not inside a git repository`);
  });

  test('the folder decides which repository is read, not what a git hook left in the environment', async () => {
    const hooked = temporaryRepository();
    hooked.commit({ 'a.json': 'hooked' });
    const repository = temporaryRepository();
    const commit = repository.commit({ 'a.json': 'mine' });
    vi.stubEnv('GIT_DIR', join(hooked.root, '.git'));
    vi.stubEnv('GIT_WORK_TREE', hooked.root);

    expect(await resolveRef({ cwd: repository.root, ref: 'main' })).toBe(commit);
    expect(await findRepositoryRoot({ cwd: repository.root })).toBe(repository.root);
  });
});
