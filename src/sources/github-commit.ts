import type { GitReader } from '../github/read-git.ts';
import type { BranchHead, Tree as GithubTree, TreeEntry } from '../github/types.ts';
import { orUnreachable } from './github-fault.ts';
import { once } from './once.ts';
import type { FileEntry, FileRead, FileSource } from './source.ts';
import { RefNotFound, SourceUnreachable } from './source.ts';
import { foundWithin, lookUp, toTree } from './tree.ts';
import type { Tree } from './tree.ts';

const FULL_ID = /^[0-9a-f]{40}([0-9a-f]{24})?$/;

export interface GitHubCommitOptions {
  readonly reader: Pick<GitReader, 'findBranchHead' | 'findCommit' | 'getTree' | 'getBlob' | 'findContent'>;
  /**
   * A branch at its current head; a commit by its full id (the head of a pull request, of a fork too); or any name: a
   * full id, else a branch, else a tag.
   */
  readonly at: { readonly branch: string } | { readonly commit: string } | { readonly name: string };
  /**
   * Paths that will be read for certain, such as the policy: asked for at once, beside the tree instead of after it.
   * What comes is believed only where it is the very blob of the tree's entry.
   */
  readonly expected?: readonly string[];
}

/**
 * The files of a commit on GitHub, found by tree entry and read by blob id: a path never decides what is followed.
 * Only the absence from a complete tree is "absent". Everything else that GitHub does not give (403, 404 on something
 * the tree names, which is how GitHub hides what a token may not see, 5xx, a timeout, a limit) is `unreachable`.
 * A ref that does not exist makes every call reject with `RefNotFound`.
 */
export function openGitHubCommit({ reader, at, expected = [] }: GitHubCommitOptions): FileSource {
  const ref = 'branch' in at ? at.branch : 'commit' in at ? at.commit : at.name;
  const isCommit = 'commit' in at || ('name' in at && FULL_ID.test(at.name));
  const head = isCommit ? undefined : once(() => getHead(reader, ref, 'name' in at));
  const tree = once(async () => toFiles(await getTree()));
  const early = new Map(expected.map((path) => [path, once(() => guess(reader.findContent(path, ref)))]));
  const blobs = new Map<string, () => Promise<Uint8Array>>();

  /**
   * By name the tree is there one round trip sooner than by the head's id. Between two requests the branch may have
   * moved: then the tree does not belong to the head that is reported, and is fetched again by its id.
   */
  async function getTree(): Promise<GithubTree> {
    if (head === undefined) return reader.getTree(ref);
    const [known, sooner] = await Promise.all([head(), guess(reader.getTree(ref))]);
    if (sooner !== undefined && (sooner.sha === known.tree || sooner.sha === known.commit)) return sooner;
    return reader.getTree(known.tree);
  }

  async function getBytes(path: string, blob: string): Promise<Uint8Array> {
    const content = await early.get(path)?.();
    if (content?.type === 'file' && content.sha === blob && content.bytes !== null) return content.bytes;
    const asked = blobs.get(blob) ?? once(() => reader.getBlob(blob));
    blobs.set(blob, asked);
    return asked();
  }

  async function commit(): Promise<string> {
    return head === undefined ? ref : (await orUnreachable(head())).commit;
  }

  async function read(path: string, maxBytes: number): Promise<FileRead> {
    for (const start of early.values()) void start();
    try {
      const found = lookUp(await orUnreachable(tree()), path, maxBytes);
      if (found.state !== 'readable') return found;
      const { blob } = found.entry;
      if (blob === null) return { state: 'unreachable', reason: `GitHub gave no blob id for ${path}.` };
      return foundWithin(found.entry, await orUnreachable(getBytes(path, blob)), maxBytes);
    } catch (error) {
      if (error instanceof SourceUnreachable) return { state: 'unreachable', reason: error.message };
      throw error;
    }
  }

  return { ref, commit, list: async () => [...(await orUnreachable(tree())).values()], read };
}

async function getHead(reader: GitHubCommitOptions['reader'], ref: string, orTag: boolean): Promise<BranchHead> {
  const head = await reader.findBranchHead(ref);
  if (head !== undefined) return head;
  if (!orTag) throw new RefNotFound(`There is no branch ${ref}.`);
  const named = await reader.findCommit(ref);
  if (named !== undefined) return named;
  throw new RefNotFound(`There is no branch and no tag ${ref}.`);
}

function toFiles(tree: GithubTree): Tree {
  return toTree(tree.entries.filter((entry) => entry.type !== 'tree').map(toEntry));
}

function toEntry({ path, mode, sha, size }: TreeEntry): FileEntry {
  return { path, mode, blob: sha, bytes: size };
}

/** A guess that fails costs nothing: the sure way is taken instead, and its fault is the one that counts. */
async function guess<T>(asked: Promise<T>): Promise<T | undefined> {
  try {
    return await asked;
  } catch {
    return undefined;
  }
}
