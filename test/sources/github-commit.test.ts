import { describe, expect, test } from 'vitest';
import { gitBlobId } from '../../src/sources/digest.ts';
import type { CommitReader } from '../../src/sources/github-commit.ts';
import { openGitHubCommit } from '../../src/sources/github-commit.ts';
import { RefNotFound, SourceUnreachable } from '../../src/sources/source.ts';
import { textOf } from './temporary-repository.ts';

const CAP = 1_000_000;
const FILES: Readonly<Record<string, string>> = { 'b.json': '{}', 'a/metrics.json': '{"auc": 0.9}' };

/** GitHub's side in a few lines: `fail` makes a call reject like Octokit, with a status and an address. */
function fakeReader(
  change: Partial<CommitReader> = {},
): CommitReader & { readonly calls: string[]; readonly blobOf: (path: string) => string } {
  const calls: string[] = [];
  const blobs = new Map(Object.values(FILES).map((text) => [gitBlobId(new TextEncoder().encode(text)), text]));
  const blobOf = (path: string) => gitBlobId(new TextEncoder().encode(FILES[path] ?? ''));
  return {
    calls,
    blobOf,
    commit: async () => 'c0ffee',
    tree: async () => {
      calls.push('tree');
      const entries = Object.keys(FILES).map((path) => ({ path, mode: '100644', blob: blobOf(path), bytes: null }));
      return { truncated: false, entries };
    },
    blob: async (blob) => {
      calls.push(`blob ${blob}`);
      return new TextEncoder().encode(blobs.get(blob));
    },
    ...change,
  };
}

function answering(status: number): () => Promise<never> {
  return async () => {
    throw Object.assign(new Error('https://api.example.com/?token=ghs_secret'), { status });
  };
}

describe('openGitHubCommit', () => {
  test('reads by tree entry and blob id, and asks for each once', async () => {
    const reader = fakeReader();
    const source = openGitHubCommit({ ref: 'main', reader });

    const [first, second, other] = await Promise.all([
      source.read('b.json', CAP),
      source.read('b.json', CAP),
      source.read('a/metrics.json', CAP),
    ]);

    expect([first, second, other].map(textOf)).toEqual(['{}', '{}', '{"auc": 0.9}']);
    expect(reader.calls).toEqual([
      'tree',
      `blob ${reader.blobOf('b.json')}`,
      `blob ${reader.blobOf('a/metrics.json')}`,
    ]);
    expect((await source.list()).map((entry) => entry.path)).toEqual(['a/metrics.json', 'b.json']);
    expect(await source.commit()).toBe('c0ffee');
  });

  test('asks for nothing before it is needed', () => {
    const reader = fakeReader();
    openGitHubCommit({ ref: 'main', reader });
    expect(reader.calls).toEqual([]);
  });

  test('says absent only of what a complete tree does not name', async () => {
    const source = openGitHubCommit({ ref: 'main', reader: fakeReader() });
    expect(await source.read('gone.json', CAP)).toEqual({ state: 'absent' });
  });

  test('says unreachable of what a truncated tree does not name, and still reads what it names', async () => {
    const entry = { path: 'b.json', mode: '100644', blob: fakeReader().blobOf('b.json'), bytes: 2 };
    const reader = fakeReader({ tree: async () => ({ truncated: true, entries: [entry] }) });
    const source = openGitHubCommit({ ref: 'main', reader });

    expect(textOf(await source.read('b.json', CAP))).toBe('{}');
    expect(await source.read('a/metrics.json', CAP)).toMatchObject({ state: 'unreachable' });
    await expect(source.list()).rejects.toThrow('lists only a part of the tree of main');
  });

  test.each([401, 403, 404, 429, 500, 502, 503])('maps status %i of a blob to unreachable', async (status) => {
    const source = openGitHubCommit({ ref: 'main', reader: fakeReader({ blob: answering(status) }) });

    expect(await source.read('b.json', CAP)).toEqual({
      state: 'unreachable',
      reason: `GitHub answered with status ${status}.`,
    });
  });

  test.each([403, 404, 500])('maps status %i of the tree to unreachable, never to absent', async (status) => {
    const source = openGitHubCommit({ ref: 'main', reader: fakeReader({ tree: answering(status) }) });

    expect((await source.read('b.json', CAP)).state).toBe('unreachable');
    await expect(source.list()).rejects.toBeInstanceOf(SourceUnreachable);
  });

  test('maps a timeout to unreachable and repeats nothing of the error text', async () => {
    const blob = async () => {
      throw new Error('timeout at https://api.example.com/?token=ghs_secret');
    };
    const source = openGitHubCommit({ ref: 'main', reader: fakeReader({ blob }) });

    expect(await source.read('b.json', CAP)).toEqual({
      state: 'unreachable',
      reason: 'GitHub did not answer in time.',
    });
  });

  test('one file that cannot be fetched hides no other', async () => {
    const reader = fakeReader();
    const broken = reader.blobOf('b.json');
    const blob = (id: string) => (id === broken ? answering(503)() : reader.blob(id));
    const source = openGitHubCommit({ ref: 'main', reader: { ...reader, blob } });

    const [first, second] = await Promise.all([source.read('b.json', CAP), source.read('a/metrics.json', CAP)]);

    expect(first.state).toBe('unreachable');
    expect(textOf(second)).toBe('{"auc": 0.9}');
  });

  test('tells a ref that does not exist from one that cannot be reached', async () => {
    const gone = async () => {
      throw new RefNotFound('There is no branch gone.');
    };
    const missing = openGitHubCommit({ ref: 'gone', reader: fakeReader({ commit: gone, tree: gone }) });
    const broken = openGitHubCommit({ ref: 'main', reader: fakeReader({ commit: answering(500) }) });

    await expect(missing.commit()).rejects.toBeInstanceOf(RefNotFound);
    await expect(missing.read('b.json', CAP)).rejects.toBeInstanceOf(RefNotFound);
    await expect(broken.commit()).rejects.toBeInstanceOf(SourceUnreachable);
  });

  test('refuses symbolic links and submodules without fetching them', async () => {
    const entries = [
      { path: 'link', mode: '120000', blob: 'aa', bytes: 6 },
      { path: 'sub', mode: '160000', blob: 'bb', bytes: null },
      { path: 'large.json', mode: '100644', blob: 'cc', bytes: CAP + 1 },
    ];
    const reader = fakeReader({ tree: async () => ({ truncated: false, entries }) });
    const source = openGitHubCommit({ ref: 'main', reader });

    for (const path of ['link', 'link/a.json', 'sub', 'sub/a.json', 'large.json']) {
      expect((await source.read(path, CAP)).state).toBe('refused');
    }
    expect(reader.calls).toEqual([]);
  });

  test('refuses bytes over the cap where the tree told no size', async () => {
    const source = openGitHubCommit({ ref: 'main', reader: fakeReader() });
    expect(await source.read('a/metrics.json', 5)).toMatchObject({ state: 'refused', entry: { bytes: 12 } });
  });
});
