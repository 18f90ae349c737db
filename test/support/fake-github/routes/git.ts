import { commitBody, diffEntryBody, gitCommitBody } from '../bodies/git.ts';
import { repositoryPage, repositoryUrl } from '../bodies/repository.ts';
import type { Commit, TreeItem } from '../git-objects.ts';
import { changesBetween, commitsBetween, mergeBase } from '../history.ts';
import { notFound, paged, param, Refusal } from '../http.ts';
import type { RequestContext, Routes } from '../http.ts';
import { resolveRef } from '../operations.ts';
import { repositoryFor } from '../permissions.ts';
import type { RepositoryRecord, Schemas } from '../state.ts';
import { nodeId } from '../bodies/account.ts';

const TREE_ENTRIES_MAX = 100_000;
const BLOB_MAX_BYTES = 100_000_000;
const COMPARE_FILES_MAX = 300;

/** Branches, commits, trees, blobs and comparisons. All need `contents: read`. */
export const gitRoutes: Routes = {
  'GET /repos/{owner}/{repo}/branches': (context) => {
    const repository = repositoryFor(context, 'read', 'contents');
    return paged(context, [...repository.branches], (page) =>
      page.map(([name, sha]) => ({
        name,
        commit: { sha, url: `${repositoryUrl(context.world, repository)}/commits/${sha}` },
        protected: repository.requiredChecks.has(name),
      })),
    );
  },

  'GET /repos/{owner}/{repo}/branches/{branch+}': (context) => {
    const repository = repositoryFor(context, 'read', 'contents');
    const name = param(context, 'branch');
    const commit = repository.objects.findCommit(repository.branches.get(name) ?? '');
    if (commit === undefined) throw new Refusal(404, 'Branch not found');
    const url = `${repositoryUrl(context.world, repository)}/branches/${encodeURIComponent(name)}`;
    const body = {
      name,
      commit: commitBody(context.world, repository, commit),
      _links: { self: url, html: `${repositoryPage(context.world, repository)}/tree/${name}` },
      protected: repository.requiredChecks.has(name),
      protection: { enabled: false },
      protection_url: `${url}/protection`,
    } satisfies Schemas['branch-with-protection'];
    return { status: 200, body };
  },

  'GET /repos/{owner}/{repo}/git/commits/{sha}': (context) => {
    const repository = repositoryFor(context, 'read', 'contents');
    const commit = repository.objects.findCommit(param(context, 'sha'));
    if (commit === undefined) throw notFound();
    return { status: 200, body: gitCommitBody(context.world, repository, commit) };
  },

  'GET /repos/{owner}/{repo}/git/trees/{tree+}': (context) => {
    const repository = repositoryFor(context, 'read', 'contents');
    return { status: 200, body: treeBody(context, repository) };
  },

  'GET /repos/{owner}/{repo}/git/blobs/{sha}': (context) => {
    const repository = repositoryFor(context, 'read', 'contents');
    const sha = param(context, 'sha');
    const bytes = repository.objects.findBlob(sha);
    if (bytes === undefined) throw notFound();
    if (bytes.length > BLOB_MAX_BYTES) {
      const error = { resource: 'Blob', field: 'data', code: 'too_large' };
      throw new Refusal(403, 'This API returns blobs up to 100 MB in size.', { errors: [error] });
    }
    if (/\braw\b/.test(context.headers.accept ?? '')) return { status: 200, body: bytes };
    const body = {
      sha,
      node_id: nodeId('B', sha),
      size: bytes.length,
      url: `${repositoryUrl(context.world, repository)}/git/blobs/${sha}`,
      content: base64Lines(bytes),
      encoding: 'base64',
    } satisfies Schemas['blob'];
    return { status: 200, body };
  },

  'GET /repos/{owner}/{repo}/commits': (context) => {
    const repository = repositoryFor(context, 'read', 'contents');
    const tip = resolveRef(repository, context.query.get('sha') ?? repository.defaultBranch);
    if (tip === undefined) throw notFound();
    const commits: Commit[] = [];
    for (let next = repository.objects.findCommit(tip); next !== undefined;) {
      commits.push(next);
      next = repository.objects.findCommit(next.parents[0] ?? '');
    }
    return paged(context, commits, (page) => page.map((commit) => commitBody(context.world, repository, commit)));
  },

  'GET /repos/{owner}/{repo}/commits/{ref+}': (context) => {
    const repository = repositoryFor(context, 'read', 'contents');
    const ref = param(context, 'ref');
    const commit = repository.objects.findCommit(resolveRef(repository, ref) ?? '');
    if (commit === undefined) throw new Refusal(422, `No commit found for SHA: ${ref}`);
    const parent = repository.objects.findCommit(commit.parents[0] ?? '');
    const files = changesBetween(repository.objects, parent?.tree ?? '', commit.tree)
      .slice(0, COMPARE_FILES_MAX)
      .map((change) => diffEntryBody(context.world, repository, commit.sha, change));
    return { status: 200, body: { ...commitBody(context.world, repository, commit), files } };
  },

  'GET /repos/{owner}/{repo}/compare/{basehead+}': (context) => {
    const repository = repositoryFor(context, 'read', 'contents');
    return { status: 200, body: comparisonBody(context, repository) };
  },
};

function treeBody(context: RequestContext, repository: RepositoryRecord) {
  const asked = param(context, 'tree');
  const { objects } = repository;
  const commit = objects.findCommit(resolveRef(repository, asked) ?? '');
  const root = commit?.tree ?? asked;
  const direct = objects.findTree(root);
  if (direct === undefined) throw notFound();
  const all = context.query.has('recursive') ? objects.listRecursive(root) : direct;
  const truncated = context.query.has('recursive') && (repository.truncateTrees || all.length > TREE_ENTRIES_MAX);
  const shown = repository.truncateTrees && truncated ? all.slice(0, Math.ceil(all.length / 2)) : all;
  const url = repositoryUrl(context.world, repository);
  const sha = repository.treeAnswersWith === 'commit' ? (commit?.sha ?? root) : root;
  return {
    sha,
    url: `${url}/git/trees/${sha}`,
    tree: shown.slice(0, TREE_ENTRIES_MAX).map((item) => ({ ...item, ...entryUrl(url, item) })),
    truncated,
  } satisfies Schemas['git-tree'];
}

function entryUrl(url: string, item: TreeItem): { url?: string } {
  // A submodule's commit is in another repository and has no address here.
  if (item.type === 'commit') return {};
  return { url: `${url}/git/${item.type}s/${item.sha}` };
}

function comparisonBody(context: RequestContext, repository: RepositoryRecord) {
  const [baseRef = '', headRef = ''] = param(context, 'basehead').split('...');
  const base = commitAt(repository, baseRef);
  const head = commitAt(repository, headRef);
  const { objects } = repository;
  const ancestor = objects.findCommit(mergeBase(objects, base.sha, head.sha) ?? '');
  if (ancestor === undefined) throw new Refusal(404, `No common ancestor between ${baseRef} and ${headRef}.`);
  const ahead = commitsBetween(objects, base.sha, head.sha);
  const behind = commitsBetween(objects, head.sha, base.sha);
  const page = `${repositoryPage(context.world, repository)}/compare/${baseRef}...${headRef}`;
  const firstPage = Number(context.query.get('page') ?? 1) <= 1;
  const size = Number(context.query.get('per_page') ?? 250) || 250;
  return {
    url: `${repositoryUrl(context.world, repository)}/compare/${baseRef}...${headRef}`,
    html_url: page,
    permalink_url: page,
    diff_url: `${page}.diff`,
    patch_url: `${page}.patch`,
    base_commit: commitBody(context.world, repository, base),
    merge_base_commit: commitBody(context.world, repository, ancestor),
    status: statusOf(ahead.length, behind.length),
    ahead_by: ahead.length,
    behind_by: behind.length,
    total_commits: ahead.length,
    commits: ahead.slice(0, size).map((sha) => commitBody(context.world, repository, commitAt(repository, sha))),
    // Files come with the first page only, and never more than 300.
    files: (firstPage ? changesBetween(objects, ancestor.tree, head.tree) : [])
      .slice(0, COMPARE_FILES_MAX)
      .map((change) => diffEntryBody(context.world, repository, head.sha, change)),
  } satisfies Schemas['commit-comparison'];
}

function statusOf(ahead: number, behind: number): 'ahead' | 'behind' | 'diverged' | 'identical' {
  if (ahead > 0) return behind > 0 ? 'diverged' : 'ahead';
  return behind > 0 ? 'behind' : 'identical';
}

function commitAt(repository: RepositoryRecord, ref: string): Commit {
  const commit = repository.objects.findCommit(resolveRef(repository, ref.replace(/^[^:]+:/, '')) ?? '');
  if (commit === undefined) throw notFound();
  return commit;
}

/** GitHub breaks its base64 after 60 characters. */
export function base64Lines(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64').replace(/.{60}/g, '$&\n');
}
