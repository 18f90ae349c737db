import { describe, expect, test } from 'vitest';
import { GithubLimitExceeded, GithubNotFound, GithubRefused, GithubUnavailable } from '../../src/github/errors.ts';
import type { TreeEntry } from '../../src/github/types.ts';
import { gitBlobId } from '../../src/sources/digest.ts';
import type { GitHubCommitOptions } from '../../src/sources/github-commit.ts';
import { openGitHubCommit } from '../../src/sources/github-commit.ts';
import { RefNotFound, SourceUnreachable } from '../../src/sources/source.ts';
import { textOf } from './temporary-repository.ts';

const CAP = 1_000_000;
const COMMIT = 'c0ffee'.padEnd(40, '0');
const TREE = 'feed'.padEnd(40, '0');
const FILES: Readonly<Record<string, string>> = { 'b.json': '{}', 'a/metrics.json': '{"auc": 0.9}' };

type Reader = GitHubCommitOptions['reader'];

function bytesOf(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

function blobOf(path: string): string {
  return gitBlobId(bytesOf(FILES[path] ?? ''));
}

function treeOf(sha: string, extra: readonly TreeEntry[] = []) {
  const files = Object.keys(FILES).map(
    (path) => ({ path, mode: '100644', type: 'blob', sha: blobOf(path), size: null }) satisfies TreeEntry,
  );
  const folder = { path: 'a', mode: '040000', type: 'tree', sha: 'aa', size: null } satisfies TreeEntry;
  return { sha, entries: [folder, ...files, ...extra] };
}

/** GitHub's side in a few lines, with the calls that were made. */
function fakeReader(change: Partial<Reader> = {}): Reader & { readonly calls: string[] } {
  const calls: string[] = [];
  const blobs = new Map(Object.values(FILES).map((text) => [gitBlobId(bytesOf(text)), text]));
  const answers: Reader = {
    findBranchHead: async (branch) => (branch === 'main' ? { commit: COMMIT, tree: TREE } : undefined),
    findCommit: async (ref) => (ref === 'v1' ? { commit: COMMIT, tree: TREE } : undefined),
    getTree: async (name) => treeOf(name === 'main' ? TREE : name),
    getBlob: async (sha) => bytesOf(blobs.get(sha) ?? ''),
    findContent: async (path) => ({ type: 'file', sha: blobOf(path), bytes: bytesOf(FILES[path] ?? '') }),
    ...change,
  };
  return {
    calls,
    findBranchHead: (branch) => (calls.push(`head ${branch}`), answers.findBranchHead(branch)),
    findCommit: (ref) => (calls.push(`commit ${ref}`), answers.findCommit(ref)),
    getTree: (name) => (calls.push(`tree ${name}`), answers.getTree(name)),
    getBlob: (sha) => (calls.push(`blob ${sha}`), answers.getBlob(sha)),
    findContent: (path, ref) => (calls.push(`content ${path}`), answers.findContent(path, ref)),
  };
}

const FAULTS = [
  new GithubUnavailable('GitHub refused it with 403 (no permission).', { status: 403 }),
  new GithubUnavailable('GitHub refused it with 500.', { status: 500 }),
  new GithubUnavailable('GitHub did not answer: the request timed out.', { status: null }),
  new GithubNotFound('GitHub knows no such thing (404).'),
  new GithubRefused('GitHub refused it with 422.', { status: 422 }),
  new GithubLimitExceeded('The tree is too large.'),
];

describe('openGitHubCommit', () => {
  test('reads by tree entry and blob id, and asks for each once', async () => {
    const reader = fakeReader();
    const source = openGitHubCommit({ at: { commit: COMMIT }, reader });

    const [first, second, other] = await Promise.all([
      source.read('b.json', CAP),
      source.read('b.json', CAP),
      source.read('a/metrics.json', CAP),
    ]);

    expect([first, second, other].map(textOf)).toEqual(['{}', '{}', '{"auc": 0.9}']);
    expect(reader.calls).toEqual([`tree ${COMMIT}`, `blob ${blobOf('b.json')}`, `blob ${blobOf('a/metrics.json')}`]);
    expect(await source.commit()).toBe(COMMIT);
  });

  test('lists files and no folders, sorted by path', async () => {
    const source = openGitHubCommit({ at: { branch: 'main' }, reader: fakeReader() });

    expect(await source.list()).toEqual([
      { path: 'a/metrics.json', mode: '100644', blob: blobOf('a/metrics.json'), bytes: null },
      { path: 'b.json', mode: '100644', blob: blobOf('b.json'), bytes: null },
    ]);
  });

  test('asks for nothing before it is needed', () => {
    const reader = fakeReader();
    openGitHubCommit({ at: { branch: 'main' }, reader, expected: ['b.json'] });
    expect(reader.calls).toEqual([]);
  });

  test('asks for the head of a branch, its tree and what is expected in one round trip', async () => {
    const reader = fakeReader();
    const source = openGitHubCommit({ at: { branch: 'main' }, reader, expected: ['b.json'] });

    const reading = source.read('b.json', CAP);
    expect(reader.calls.toSorted()).toEqual(['content b.json', 'head main', 'tree main']);
    expect(textOf(await reading)).toBe('{}');
    expect(await source.commit()).toBe(COMMIT);
    expect(reader.calls).toHaveLength(3);
  });

  test('fetches the tree by id where the branch moved between two requests', async () => {
    const getTree = async (name: string) => treeOf(name === 'main' ? 'other' : name);
    const reader = fakeReader({ getTree });
    const source = openGitHubCommit({ at: { branch: 'main' }, reader });

    expect(textOf(await source.read('b.json', CAP))).toBe('{}');
    expect(reader.calls).toContain(`tree ${TREE}`);
  });

  test('takes the sure way where a guess fails', async () => {
    const reader = fakeReader({
      getTree: async (name) => {
        if (name === 'main') throw new GithubNotFound('no tree of that name');
        return treeOf(name);
      },
      findContent: async () => {
        throw new GithubUnavailable('503', { status: 503 });
      },
    });
    const source = openGitHubCommit({ at: { branch: 'main' }, reader, expected: ['b.json'] });

    expect(textOf(await source.read('b.json', CAP))).toBe('{}');
  });

  test('believes no early content whose blob is not the one of the tree', async () => {
    const reader = fakeReader({
      findContent: async () => ({ type: 'file', sha: 'other', bytes: bytesOf('{"forged": 1}') }),
    });
    const source = openGitHubCommit({ at: { branch: 'main' }, reader, expected: ['b.json'] });

    expect(textOf(await source.read('b.json', CAP))).toBe('{}');
  });

  test('says absent only of what a complete tree does not name', async () => {
    const source = openGitHubCommit({ at: { branch: 'main' }, reader: fakeReader(), expected: ['gone.json'] });
    expect(await source.read('gone.json', CAP)).toEqual({ state: 'absent' });
  });

  test.each(FAULTS)('maps a fault of a blob to unreachable: %s', async (fault) => {
    const source = openGitHubCommit({
      at: { commit: COMMIT },
      reader: fakeReader({ getBlob: () => Promise.reject(fault) }),
    });

    expect(await source.read('b.json', CAP)).toEqual({ state: 'unreachable', reason: fault.message });
  });

  test.each(FAULTS)('maps a fault of the tree to unreachable, never to absent: %s', async (fault) => {
    const source = openGitHubCommit({
      at: { branch: 'main' },
      reader: fakeReader({ getTree: () => Promise.reject(fault) }),
    });

    expect(await source.read('gone.json', CAP)).toEqual({ state: 'unreachable', reason: fault.message });
    await expect(source.list()).rejects.toBeInstanceOf(SourceUnreachable);
  });

  test('one file that cannot be fetched hides no other', async () => {
    const whole = fakeReader();
    const fault = new GithubUnavailable('503', { status: 503 });
    const reader = fakeReader({
      getBlob: (sha) => (sha === blobOf('b.json') ? Promise.reject(fault) : whole.getBlob(sha)),
    });
    const source = openGitHubCommit({ at: { commit: COMMIT }, reader });

    const [first, second] = await Promise.all([source.read('b.json', CAP), source.read('a/metrics.json', CAP)]);

    expect(first.state).toBe('unreachable');
    expect(textOf(second)).toBe('{"auc": 0.9}');
  });

  test('tells a branch that does not exist from one that cannot be reached', async () => {
    const fault = new GithubUnavailable('503', { status: 503 });
    const missing = openGitHubCommit({
      at: { branch: 'gone' },
      reader: fakeReader({ findBranchHead: async () => undefined }),
    });
    const broken = openGitHubCommit({
      at: { branch: 'main' },
      reader: fakeReader({ findBranchHead: () => Promise.reject(fault) }),
    });

    await expect(missing.commit()).rejects.toBeInstanceOf(RefNotFound);
    await expect(missing.read('b.json', CAP)).rejects.toBeInstanceOf(RefNotFound);
    await expect(missing.list()).rejects.toBeInstanceOf(RefNotFound);
    await expect(broken.commit()).rejects.toBeInstanceOf(SourceUnreachable);
    expect((await broken.read('b.json', CAP)).state).toBe('unreachable');
  });

  test.each([
    ['main', COMMIT],
    ['v1', COMMIT],
    [COMMIT, COMMIT],
  ])('finds a branch, a tag and a commit by name: %s', async (name, commit) => {
    const source = openGitHubCommit({ at: { name }, reader: fakeReader() });

    expect(await source.commit()).toBe(commit);
    expect(textOf(await source.read('b.json', CAP))).toBe('{}');
    expect(source.ref).toBe(name);
  });

  test('takes no tag for a branch, and knows a name that nothing has', async () => {
    const tag = openGitHubCommit({ at: { branch: 'v1' }, reader: fakeReader() });
    const nothing = openGitHubCommit({ at: { name: 'v2' }, reader: fakeReader() });

    await expect(tag.commit()).rejects.toThrow('There is no branch v1.');
    await expect(nothing.commit()).rejects.toThrow('There is no branch and no tag v2.');
    await expect(nothing.commit()).rejects.toBeInstanceOf(RefNotFound);
  });

  test('refuses symbolic links, submodules and files over the cap without fetching them', async () => {
    const extra: readonly TreeEntry[] = [
      { path: 'link', mode: '120000', type: 'blob', sha: 'aa', size: 6 },
      { path: 'sub', mode: '160000', type: 'commit', sha: 'bb', size: null },
      { path: 'large.json', mode: '100644', type: 'blob', sha: 'cc', size: CAP + 1 },
    ];
    const reader = fakeReader({ getTree: async (name) => treeOf(name, extra) });
    const source = openGitHubCommit({ at: { commit: COMMIT }, reader });

    for (const path of ['link', 'link/a.json', 'sub', 'sub/a.json', 'large.json']) {
      expect((await source.read(path, CAP)).state).toBe('refused');
    }
    expect(reader.calls).toEqual([`tree ${COMMIT}`]);
  });

  test('refuses bytes over the cap where the tree told no size', async () => {
    const source = openGitHubCommit({ at: { commit: COMMIT }, reader: fakeReader() });
    expect(await source.read('a/metrics.json', 5)).toMatchObject({ state: 'refused', entry: { bytes: 12 } });
  });

  test('hides no mistake of ours behind an unreachable file', async () => {
    const mistake = new TypeError('not a function');
    const source = openGitHubCommit({
      at: { commit: COMMIT },
      reader: fakeReader({ getBlob: () => Promise.reject(mistake) }),
    });

    await expect(source.read('b.json', CAP)).rejects.toBe(mistake);
  });
});
