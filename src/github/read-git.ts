import { call } from './call.ts';
import type { GithubClient } from './client.ts';
import { GithubLimitExceeded, GithubNotFound, GithubRefused, GithubUnavailable, mayTryOtherwise } from './errors.ts';
import { BLOB_MAX_BYTES } from './limits.ts';
import { blobId, costOf, decodeBlob, toTreeEntry } from './git-objects.ts';
import type { ObjectCache } from './object-cache.ts';
import type { BranchHead, Comparison, Content, Tree } from './types.ts';

/** A commit, a tree and its files, by name or by id. Every function is one request, unless its first answer is 404. */
export interface GitReader {
  /** One request. `undefined`: there is no such branch in a repository that we may see. */
  findBranchHead(branch: string): Promise<BranchHead | undefined>;
  /** The tree of a commit; the commit need not be on a branch of this repository (heads of forks are not). */
  getCommitHead(commit: string): Promise<BranchHead>;
  /** By any name: a branch, a tag, an id. `undefined`: nothing that we may see has that name. */
  findCommit(ref: string): Promise<BranchHead | undefined>;
  /**
   * All entries below a tree, given by the id of the tree or of a commit, or by the name of a branch. An answer by name
   * is a guess made early: compare its `sha` with the branch's head, and ask again by id when it differs or is not
   * found, for some servers take no names. Ids are remembered, names are not.
   * Rejects with `GithubLimitExceeded` when GitHub truncates, with `GithubNotFound` when it knows no such object.
   */
  getTree(shaOrBranch: string): Promise<Tree>;
  /** The bytes of a blob, remembered. Rejects with `GithubLimitExceeded` beyond 100 MB. */
  getBlob(sha: string): Promise<Uint8Array>;
  /**
   * A speculative read, before the tree is known. `undefined`: nothing at that path. Never remembered. Believe it only
   * when the tree has a regular file there with the same id.
   */
  findContent(path: string, ref: string): Promise<Content | undefined>;
  compare(base: string, head: string): Promise<Comparison>;
}

interface Place {
  readonly owner: string;
  readonly repo: string;
}

const OBJECT_ID = /^[0-9a-f]{40}([0-9a-f]{24})?$/;

export function createGitReader(client: GithubClient, place: Place, cache: ObjectCache): GitReader {
  const key = (kind: string, sha: string): string => `${place.owner}/${place.repo}/${kind}/${sha}`.toLowerCase();

  async function findBranchHead(branch: string): Promise<BranchHead | undefined> {
    const what = `branch ${branch}`;
    try {
      const { data } = await call(
        what,
        client.request('GET /repos/{owner}/{repo}/branches/{branch}', { ...place, branch }),
      );
      const tree = data.commit.commit?.tree?.sha;
      return tree === undefined ? await getCommitHead(data.commit.sha) : { commit: data.commit.sha, tree };
    } catch (fault) {
      if (!mayTryOtherwise(fault)) throw fault;
    }
    try {
      const { data } = await call(
        what,
        client.request('GET /repos/{owner}/{repo}/git/ref/{ref}', { ...place, ref: `heads/${branch}` }),
      );
      return await getCommitHead(data.object.sha);
    } catch (fault) {
      if (!(fault instanceof GithubNotFound)) throw fault;
    }
    await assertVisible();
    return undefined;
  }

  /** GitHub answers 404 for everything in a repository that a token may not see: that is not the same as absent. */
  async function assertVisible(): Promise<void> {
    const what = `repository ${place.owner}/${place.repo}`;
    try {
      await call(what, client.request('GET /repos/{owner}/{repo}', { ...place }));
    } catch (fault) {
      if (!(fault instanceof GithubNotFound)) throw fault;
      throw new GithubUnavailable(`GitHub shows us no ${what}.`, { status: 404, cause: fault });
    }
  }

  async function getCommitHead(commit: string): Promise<BranchHead> {
    const known = cache.find(key('commit', commit));
    if (known?.kind === 'commit') return known.head;
    const { data } = await call(
      `commit ${commit}`,
      client.request('GET /repos/{owner}/{repo}/git/commits/{commit_sha}', { ...place, commit_sha: commit }),
    );
    const head = { commit: data.sha, tree: data.tree.sha };
    cache.keep(key('commit', commit), { kind: 'commit', head }, 200);
    return head;
  }

  async function findCommit(ref: string): Promise<BranchHead | undefined> {
    try {
      const { data } = await call(
        `commit ${ref}`,
        client.request('GET /repos/{owner}/{repo}/commits/{ref}', { ...place, ref }),
      );
      return { commit: data.sha, tree: data.commit.tree.sha };
    } catch (fault) {
      // For a name that nothing has GitHub answers 404 or 422.
      if (!(fault instanceof GithubNotFound) && !(fault instanceof GithubRefused)) throw fault;
    }
    await assertVisible();
    return undefined;
  }

  async function fetchTree(shaOrBranch: string): Promise<Tree> {
    const { data } = await call(
      `the tree of ${shaOrBranch}`,
      client.request('GET /repos/{owner}/{repo}/git/trees/{tree_sha}', {
        ...place,
        tree_sha: shaOrBranch,
        recursive: '1',
      }),
    );
    if (data.truncated) {
      throw new GithubLimitExceeded(
        `The tree of ${shaOrBranch} is too large: GitHub lists at most 100,000 entries or 7 MB, and cut it off.`,
      );
    }
    return { sha: data.sha, entries: data.tree.map(toTreeEntry) };
  }

  async function getTree(shaOrBranch: string): Promise<Tree> {
    const isId = OBJECT_ID.test(shaOrBranch);
    const known = isId ? cache.find(key('tree', shaOrBranch)) : undefined;
    if (known?.kind === 'tree') return known.tree;
    if (!isId) return fetchTree(shaOrBranch);
    const tree = await fetchTree(shaOrBranch).catch((fault: unknown) => fetchTreeOfCommit(shaOrBranch, fault));
    cache.keep(key('tree', shaOrBranch), { kind: 'tree', tree }, costOf(tree));
    return tree;
  }

  /** For servers that take nothing but a tree's own id. Rejects with the first fault when it is no commit either. */
  async function fetchTreeOfCommit(commit: string, first: unknown): Promise<Tree> {
    if (!mayTryOtherwise(first)) throw first;
    let head: BranchHead;
    try {
      head = await getCommitHead(commit);
    } catch (fault) {
      throw mayTryOtherwise(fault) ? first : fault;
    }
    return fetchTree(head.tree);
  }

  async function getBlob(sha: string): Promise<Uint8Array> {
    const known = cache.find(key('blob', sha));
    if (known?.kind === 'blob') return known.bytes;
    const { data } = await call(
      `blob ${sha}`,
      client.request('GET /repos/{owner}/{repo}/git/blobs/{file_sha}', { ...place, file_sha: sha }),
    );
    if ((data.size ?? 0) > BLOB_MAX_BYTES) {
      throw new GithubLimitExceeded(`Blob ${sha} is larger than the 100 MB that GitHub's API serves.`);
    }
    const bytes = decodeBlob(data.content, data.encoding);
    if (bytes === null || (typeof data.size === 'number' && data.size !== bytes.length)) {
      throw new GithubUnavailable(`GitHub's answer for blob ${sha} is not the whole blob.`, { status: 200 });
    }
    cache.keep(key('blob', sha), { kind: 'blob', bytes }, bytes.length + 100);
    return bytes;
  }

  async function findContent(path: string, ref: string): Promise<Content | undefined> {
    try {
      const { data } = await call(
        `${path} at ${ref}`,
        client.request('GET /repos/{owner}/{repo}/contents/{path}', { ...place, path, ref }),
      );
      if (Array.isArray(data)) return { type: 'dir', sha: '', bytes: null };
      if (data.type !== 'file') return { type: data.type, sha: data.sha, bytes: null };
      const bytes = 'content' in data ? decodeBlob(data.content, data.encoding) : null;
      // Over 1 MB the content is an empty string with the encoding "none", which is not an empty file; and of a symlink
      // the bytes are its target's. Either way they are not those of the blob that the answer names.
      return { type: 'file', sha: data.sha, bytes: bytes !== null && blobId(bytes) === data.sha ? bytes : null };
    } catch (fault) {
      if (fault instanceof GithubNotFound) return undefined;
      throw fault;
    }
  }

  async function compare(base: string, head: string): Promise<Comparison> {
    const { data } = await call(
      `the comparison of ${base} and ${head}`,
      client.request('GET /repos/{owner}/{repo}/compare/{basehead}', {
        ...place,
        basehead: `${base}...${head}`,
        per_page: 1,
      }),
    );
    const mergeBase: string | undefined = (data.merge_base_commit as { readonly sha?: string } | undefined)?.sha;
    if (mergeBase === undefined) throw new GithubNotFound(`GitHub names no merge base of ${base} and ${head}.`);
    return {
      mergeBase,
      status: data.status,
      aheadBy: data.ahead_by,
      behindBy: data.behind_by,
    };
  }

  return { findBranchHead, getCommitHead, findCommit, getTree, getBlob, findContent, compare };
}
