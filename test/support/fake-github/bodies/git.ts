import type { Commit } from '../git-objects.ts';
import type { FileChange } from '../history.ts';
import { isoTime } from '../state.ts';
import type { RepositoryRecord, Schemas, World } from '../state.ts';
import { nodeId } from './account.ts';
import { repositoryPage, repositoryUrl } from './repository.ts';

export function commitBody(world: World, repository: RepositoryRecord, commit: Commit) {
  const url = repositoryUrl(world, repository);
  const page = repositoryPage(world, repository);
  const person = { ...commit.author, date: isoTime(commit.time * 1000) };
  return {
    sha: commit.sha,
    node_id: nodeId('C', commit.sha),
    url: `${url}/commits/${commit.sha}`,
    html_url: `${page}/commit/${commit.sha}`,
    comments_url: `${url}/commits/${commit.sha}/comments`,
    commit: {
      url: `${url}/git/commits/${commit.sha}`,
      author: person,
      committer: person,
      message: commit.message,
      comment_count: 0,
      tree: { sha: commit.tree, url: `${url}/git/trees/${commit.tree}` },
      verification: UNSIGNED,
    },
    author: null,
    committer: null,
    parents: parentsBody(url, page, commit),
  } satisfies Schemas['commit'];
}

export function gitCommitBody(world: World, repository: RepositoryRecord, commit: Commit) {
  const url = repositoryUrl(world, repository);
  const page = repositoryPage(world, repository);
  const person = { ...commit.author, date: isoTime(commit.time * 1000) };
  return {
    sha: commit.sha,
    node_id: nodeId('C', commit.sha),
    url: `${url}/git/commits/${commit.sha}`,
    html_url: `${page}/commit/${commit.sha}`,
    author: person,
    committer: person,
    message: commit.message,
    tree: { sha: commit.tree, url: `${url}/git/trees/${commit.tree}` },
    parents: parentsBody(url, page, commit),
    verification: UNSIGNED,
  } satisfies Schemas['git-commit'];
}

export function simpleCommitBody(commit: Commit) {
  return {
    id: commit.sha,
    tree_id: commit.tree,
    message: commit.message,
    timestamp: isoTime(commit.time * 1000),
    author: { ...commit.author },
    committer: { ...commit.author },
  } satisfies Schemas['simple-commit'];
}

export function diffEntryBody(world: World, repository: RepositoryRecord, commit: string, change: FileChange) {
  const url = repositoryUrl(world, repository);
  const page = repositoryPage(world, repository);
  const path = change.path.split('/').map(encodeURIComponent).join('/');
  const { additions, deletions } = lineChanges(repository, change);
  return {
    sha: change.after ?? change.before ?? null,
    filename: change.path,
    status: change.status,
    additions,
    deletions,
    changes: additions + deletions,
    blob_url: `${page}/blob/${commit}/${path}`,
    raw_url: `${page}/raw/${commit}/${path}`,
    contents_url: `${url}/contents/${path}?ref=${commit}`,
    ...(change.previousPath === undefined ? {} : { previous_filename: change.previousPath }),
  } satisfies Schemas['diff-entry'];
}

const UNSIGNED = { verified: false, reason: 'unsigned', signature: null, payload: null, verified_at: null };

function parentsBody(url: string, page: string, commit: Commit) {
  return commit.parents.map((sha) => ({
    sha,
    url: `${url}/commits/${sha}`,
    html_url: `${page}/commit/${sha}`,
  }));
}

/** Lines that only one side has. Not git's diff, but the same for the changes that tests make. */
function lineChanges(repository: RepositoryRecord, change: FileChange): { additions: number; deletions: number } {
  const before = linesOf(repository, change.before);
  const after = linesOf(repository, change.after);
  const left = new Map<string, number>();
  for (const line of before) left.set(line, (left.get(line) ?? 0) + 1);
  let additions = 0;
  for (const line of after) {
    const count = left.get(line) ?? 0;
    if (count === 0) additions += 1;
    else left.set(line, count - 1);
  }
  return { additions, deletions: before.length - (after.length - additions) };
}

function linesOf(repository: RepositoryRecord, blob: string | undefined): readonly string[] {
  const bytes = blob === undefined ? undefined : repository.objects.findBlob(blob);
  if (bytes === undefined || bytes.length === 0) return [];
  return Buffer.from(bytes).toString().replace(/\n$/, '').split('\n');
}
