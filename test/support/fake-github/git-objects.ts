import { createHash } from 'node:crypto';

/** Git's objects in memory, with the very ids that git gives them. */

export type FileMode = '100644' | '100755' | '120000' | '160000';

export interface TreeItem {
  readonly path: string;
  readonly mode: FileMode | '040000';
  readonly type: 'blob' | 'tree' | 'commit';
  readonly sha: string;
  /** Bytes; of blobs only. */
  readonly size?: number;
}

export interface Person {
  readonly name: string;
  readonly email: string;
}

export interface Commit {
  readonly sha: string;
  readonly tree: string;
  readonly parents: readonly string[];
  readonly author: Person;
  /** Seconds since the epoch. */
  readonly time: number;
  readonly message: string;
}

/** A file of a snapshot: its mode, and its blob (or, of a submodule, the foreign commit). */
export interface FileRef {
  readonly mode: FileMode;
  readonly sha: string;
}
export type Snapshot = ReadonlyMap<string, FileRef>;

export interface ObjectStore {
  putBlob(bytes: Uint8Array): string;
  /** Writes the tree of a whole snapshot, with its subtrees, and gives the root's id. */
  putSnapshot(files: Snapshot): string;
  putCommit(commit: Omit<Commit, 'sha'>): Commit;
  findBlob(sha: string): Uint8Array | undefined;
  findTree(sha: string): readonly TreeItem[] | undefined;
  findCommit(sha: string): Commit | undefined;
  /** All files below a tree, by their full paths. */
  snapshot(tree: string): Snapshot;
  /** All entries below a tree in git's order, subtrees included. */
  listRecursive(tree: string): readonly TreeItem[];
}

/** The id git gives an object: SHA-1 over `<type> <length>\0<content>`. */
export function objectId(type: 'blob' | 'tree' | 'commit', content: Uint8Array): string {
  return createHash('sha1').update(`${type} ${content.length}\0`).update(content).digest('hex');
}

export function createObjectStore(): ObjectStore {
  const blobs = new Map<string, Uint8Array>();
  const trees = new Map<string, readonly TreeItem[]>();
  const commits = new Map<string, Commit>();

  function putBlob(bytes: Uint8Array): string {
    const sha = objectId('blob', bytes);
    blobs.set(sha, bytes);
    return sha;
  }

  function putTree(items: readonly TreeItem[]): string {
    const sorted = items.toSorted(byGitOrder);
    const sha = objectId('tree', encodeTree(sorted));
    trees.set(sha, sorted);
    return sha;
  }

  function putSnapshot(files: Snapshot): string {
    const items: TreeItem[] = [];
    const folders = new Map<string, Map<string, FileRef>>();
    for (const [path, file] of files) {
      const slash = path.indexOf('/');
      if (slash === -1) {
        items.push(fileItem(path, file));
        continue;
      }
      const name = path.slice(0, slash);
      const inside = folders.get(name) ?? new Map<string, FileRef>();
      folders.set(name, inside.set(path.slice(slash + 1), file));
    }
    for (const [path, inside] of folders) {
      items.push({ path, mode: '040000', type: 'tree', sha: putSnapshot(inside) });
    }
    return putTree(items);
  }

  function fileItem(path: string, { mode, sha }: FileRef): TreeItem {
    if (mode === '160000') return { path, mode, type: 'commit', sha };
    return { path, mode, type: 'blob', sha, size: blobs.get(sha)?.length ?? 0 };
  }

  function putCommit(commit: Omit<Commit, 'sha'>): Commit {
    const stored = { ...commit, sha: objectId('commit', encodeCommit(commit)) };
    commits.set(stored.sha, stored);
    return stored;
  }

  function listRecursive(tree: string, below = ''): readonly TreeItem[] {
    const items: TreeItem[] = [];
    for (const item of trees.get(tree) ?? []) {
      const path = below + item.path;
      items.push({ ...item, path });
      if (item.type === 'tree') items.push(...listRecursive(item.sha, `${path}/`));
    }
    return items;
  }

  function snapshot(tree: string): Snapshot {
    const files = new Map<string, FileRef>();
    for (const { path, mode, sha } of listRecursive(tree)) {
      if (mode !== '040000') files.set(path, { mode, sha });
    }
    return files;
  }

  return {
    putBlob,
    putSnapshot,
    putCommit,
    findBlob: (sha) => blobs.get(sha),
    findTree: (sha) => trees.get(sha),
    findCommit: (sha) => commits.get(sha),
    snapshot,
    listRecursive,
  };
}

/** Git sorts entries by their bytes, a folder as if its name ended in a slash. */
function byGitOrder(left: TreeItem, right: TreeItem): number {
  const name = (item: TreeItem): Buffer => Buffer.from(item.type === 'tree' ? `${item.path}/` : item.path);
  return Buffer.compare(name(left), name(right));
}

function encodeTree(items: readonly TreeItem[]): Uint8Array {
  return Buffer.concat(
    items.flatMap((item) => [
      // Git writes 40000, the API 040000.
      Buffer.from(`${item.mode.replace(/^0/, '')} ${item.path}\0`),
      Buffer.from(item.sha, 'hex'),
    ]),
  );
}

function encodeCommit(commit: Omit<Commit, 'sha'>): Uint8Array {
  const stamp = `${commit.author.name} <${commit.author.email}> ${commit.time} +0000`;
  const lines = [
    `tree ${commit.tree}`,
    ...commit.parents.map((parent) => `parent ${parent}`),
    `author ${stamp}`,
    `committer ${stamp}`,
    '',
    commit.message,
  ];
  return Buffer.from(lines.join('\n'));
}
