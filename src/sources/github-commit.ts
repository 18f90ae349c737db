import type { FileEntry, FileRead, FileSource } from './source.ts';
import { RefNotFound, SourceUnreachable } from './source.ts';
import { foundWithin, lookUp, toTree } from './tree.ts';
import type { Tree } from './tree.ts';

/** What this source needs of GitHub. Every call may reject with an error that carries the HTTP `status`. */
export interface CommitReader {
  /** The commit that the ref resolves to. Rejects with `RefNotFound` where GitHub knows no such ref. */
  commit(): Promise<string>;
  /** The recursive tree of that commit; `truncated` when GitHub did not list all of it (100,000 entries or 7 MB). */
  tree(): Promise<{ readonly truncated: boolean; readonly entries: readonly FileEntry[] }>;
  blob(blob: string): Promise<Uint8Array>;
}

interface KnownTree {
  readonly truncated: boolean;
  readonly tree: Tree;
}

/**
 * The files of a commit on GitHub, found by tree entry and read by blob id: a path never decides what is followed.
 * Only the absence from a complete tree is "absent". Everything else that GitHub does not give (403, 404 on something
 * the tree names, which is how GitHub hides what a token may not see, 5xx, a timeout) is `unreachable`.
 */
export function openGitHubCommit({ ref, reader }: { readonly ref: string; readonly reader: CommitReader }): FileSource {
  const blobs = new Map<string, Promise<Uint8Array>>();
  let commit: Promise<string> | undefined;
  let known: Promise<KnownTree> | undefined;

  function getCommit(): Promise<string> {
    commit ??= reader.commit().catch(throwFault);
    return commit;
  }

  function getTree(): Promise<KnownTree> {
    known ??= reader
      .tree()
      .then(({ truncated, entries }) => ({ truncated, tree: toTree(entries) }))
      .catch(throwFault);
    return known;
  }

  function getBlob(blob: string): Promise<Uint8Array> {
    const asked = blobs.get(blob);
    if (asked !== undefined) return asked;
    const fetched = reader.blob(blob).catch(throwFault);
    blobs.set(blob, fetched);
    return fetched;
  }

  async function list(): Promise<readonly FileEntry[]> {
    const { truncated, tree } = await getTree();
    if (truncated) throw new SourceUnreachable(truncation(ref));
    return [...tree.values()];
  }

  async function read(path: string, maxBytes: number): Promise<FileRead> {
    try {
      const { truncated, tree } = await getTree();
      const found = lookUp(tree, path, maxBytes);
      if (found.state === 'absent' && truncated) return { state: 'unreachable', reason: truncation(ref) };
      if (found.state !== 'readable') return found;
      if (found.entry.blob === null) return { state: 'unreachable', reason: `GitHub gave no blob id for ${path}.` };
      return foundWithin(found.entry, await getBlob(found.entry.blob), maxBytes);
    } catch (error) {
      if (error instanceof SourceUnreachable) return { state: 'unreachable', reason: error.message };
      throw error;
    }
  }

  return { ref, commit: getCommit, list, read };
}

function truncation(ref: string): string {
  return `GitHub lists only a part of the tree of ${ref}: it has more than 100,000 files or 7 MB of names.`;
}

/** Only the status is told on: the text of an error may carry an address with a token in it. */
function throwFault(error: unknown): never {
  if (error instanceof RefNotFound || error instanceof SourceUnreachable) throw error;
  const status = statusOf(error);
  if (status === undefined) throw new SourceUnreachable('GitHub did not answer in time.', { cause: error });
  throw new SourceUnreachable(`GitHub answered with status ${status}.`, { cause: error });
}

function statusOf(error: unknown): number | undefined {
  if (typeof error !== 'object' || error === null || !('status' in error)) return undefined;
  return typeof error.status === 'number' ? error.status : undefined;
}
