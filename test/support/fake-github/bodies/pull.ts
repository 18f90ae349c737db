import { changesBetween, commitsBetween, mergeBase } from '../history.ts';
import { mergeability } from '../mergeability.ts';
import { isoTime } from '../state.ts';
import type { PullRecord, RepositoryRecord, Schemas, World } from '../state.ts';
import { accountBody, nodeId } from './account.ts';
import { repositoryBody, repositoryPage, repositoryUrl } from './repository.ts';

/** As in lists. */
export function simplePullBody(world: World, pull: PullRecord) {
  const { repository } = pull;
  const url = repositoryUrl(world, repository);
  const page = repositoryPage(world, repository);
  return {
    ...links(url, page, pull),
    id: pull.id,
    node_id: nodeId('PR', pull.id),
    number: pull.number,
    state: pull.state,
    locked: false,
    title: pull.title,
    user: accountBody(world, pull.author),
    body: pull.body,
    labels: [],
    milestone: null,
    active_lock_reason: null,
    created_at: isoTime(pull.createdAt),
    updated_at: isoTime(pull.updatedAt),
    closed_at: pull.state === 'closed' ? isoTime(pull.updatedAt) : null,
    merged_at: pull.mergedAt === null ? null : isoTime(pull.mergedAt),
    merge_commit_sha: pull.mergeCommit,
    assignee: null,
    assignees: [],
    requested_reviewers: [],
    requested_teams: [],
    head: sideBody(world, pull.headRepository, pull.headBranch, pull.headSha),
    base: sideBody(world, repository, pull.baseBranch, pull.baseSha),
    author_association: 'CONTRIBUTOR' as const,
    auto_merge: null,
    stack: stackBody(pull),
    draft: pull.draft,
  };
}

/** As asked for by its number, and in webhooks. */
export function pullBody(world: World, pull: PullRecord) {
  const { objects } = pull.repository;
  const base = mergeBase(objects, pull.baseSha, pull.headSha);
  const treeOf = (commit: string): string => objects.findCommit(commit)?.tree ?? '';
  const { mergeable, state } = mergeability(pull);
  return {
    ...simplePullBody(world, pull),
    merged: pull.mergedAt !== null,
    mergeable,
    rebaseable: mergeable,
    mergeable_state: state,
    merged_by: pull.mergedBy === null ? null : accountBody(world, pull.mergedBy),
    comments: pull.repository.comments.filter((comment) => comment.number === pull.number).length,
    review_comments: 0,
    maintainer_can_modify: false,
    commits: commitsBetween(objects, pull.baseSha, pull.headSha).length,
    additions: 0,
    deletions: 0,
    changed_files: base === undefined ? 0 : changesBetween(objects, treeOf(base), treeOf(pull.headSha)).length,
  };
}

/** As embedded in check runs; empty there for pull requests from forks, as on GitHub. */
export function minimalPullBody(world: World, pull: PullRecord) {
  const side = (repository: RepositoryRecord, ref: string, sha: string) => ({
    ref,
    sha,
    repo: { id: repository.id, name: repository.name, url: repositoryUrl(world, repository) },
  });
  return {
    id: pull.id,
    number: pull.number,
    url: `${repositoryUrl(world, pull.repository)}/pulls/${pull.number}`,
    head: side(pull.repository, pull.headBranch, pull.headSha),
    base: side(pull.repository, pull.baseBranch, pull.baseSha),
  } satisfies Schemas['pull-request-minimal'];
}

function sideBody(world: World, repository: RepositoryRecord | null, ref: string, sha: string) {
  // The schema knows no deleted fork; GitHub sends null then.
  const repo = (repository === null ? null : repositoryBody(world, repository)) as ReturnType<typeof repositoryBody>;
  const owner = repository?.owner ?? { id: 10_137, login: 'ghost', type: 'User' as const };
  return { label: `${owner.login}:${ref}`, ref, sha, user: accountBody(world, owner), repo };
}

function stackBody(pull: PullRecord) {
  if (pull.stackBase === null) return null;
  return {
    base: { ref: pull.stackBase, sha: pull.repository.branches.get(pull.stackBase) ?? '' },
    size: 2,
    position: 2,
  };
}

function links(url: string, page: string, pull: PullRecord) {
  const own = `${url}/pulls/${pull.number}`;
  const issue = `${url}/issues/${pull.number}`;
  const href = (target: string) => ({ href: target });
  return {
    url: own,
    html_url: `${page}/pull/${pull.number}`,
    diff_url: `${page}/pull/${pull.number}.diff`,
    patch_url: `${page}/pull/${pull.number}.patch`,
    issue_url: issue,
    commits_url: `${own}/commits`,
    review_comments_url: `${own}/comments`,
    review_comment_url: `${url}/pulls/comments{/number}`,
    comments_url: `${issue}/comments`,
    statuses_url: `${url}/statuses/${pull.headSha}`,
    _links: {
      self: href(own),
      html: href(`${page}/pull/${pull.number}`),
      issue: href(issue),
      comments: href(`${issue}/comments`),
      review_comments: href(`${own}/comments`),
      review_comment: href(`${url}/pulls/comments{/number}`),
      commits: href(`${own}/commits`),
      statuses: href(`${url}/statuses/${pull.headSha}`),
    },
  };
}
