import { diffEntryBody } from '../bodies/git.ts';
import { pullBody, simplePullBody } from '../bodies/pull.ts';
import { changesBetween, mergeBase } from '../history.ts';
import { invalid, notFound, numberParam, paged, param, Refusal } from '../http.ts';
import type { RequestContext, Routes } from '../http.ts';
import { mergePull, openPull, retargetPull } from '../operations.ts';
import { repositoryFor, sender } from '../permissions.ts';
import type { PullRecord, RepositoryRecord, Schemas } from '../state.ts';

const FILES_MAX = 3000;

/** Pull requests: lists, files, merging. */
export const pullRoutes: Routes = {
  'GET /repos/{owner}/{repo}/pulls': (context) => {
    const repository = repositoryFor(context, 'read', 'pull_requests');
    return paged(context, selected(context, repository), (page) =>
      page.map((pull) => simplePullBody(context.world, pull) satisfies Schemas['pull-request-simple']),
    );
  },

  'POST /repos/{owner}/{repo}/pulls': (context) => {
    const repository = repositoryFor(context, 'write', 'pull_requests');
    const { title, head, base, body, draft } = context.body;
    if (typeof title !== 'string' || typeof head !== 'string' || typeof base !== 'string') {
      throw invalid('PullRequest', 'base', 'missing_field');
    }
    if (!repository.branches.has(base)) throw invalid('PullRequest', 'base', 'invalid');
    const [branch = '', owner] = head.split(':').toReversed();
    const from = owner === undefined ? repository : forkOf(context, repository, owner);
    if (from?.branches.has(branch) !== true) throw invalid('PullRequest', 'head', 'invalid');
    const plan = { title, head: branch, from, base, draft: draft === true };
    const pull = openPull(context, repository, typeof body === 'string' ? { ...plan, body } : plan, sender(context));
    return { status: 201, body: pullBody(context.world, pull) };
  },

  'GET /repos/{owner}/{repo}/pulls/{number}': (context) => {
    const repository = repositoryFor(context, 'read', 'pull_requests');
    const body = pullBody(context.world, pullOf(context, repository)) satisfies Schemas['pull-request'];
    return { status: 200, body };
  },

  'PATCH /repos/{owner}/{repo}/pulls/{number}': (context) => {
    const repository = repositoryFor(context, 'write', 'pull_requests');
    const pull = pullOf(context, repository);
    const { base, title } = context.body;
    if (typeof title === 'string') pull.title = title;
    if (typeof base === 'string') {
      if (!repository.branches.has(base)) throw invalid('PullRequest', 'base', 'invalid');
      retargetPull(context, pull, base, sender(context));
    }
    return { status: 200, body: pullBody(context.world, pull) };
  },

  'GET /repos/{owner}/{repo}/pulls/{number}/files': (context) => {
    const repository = repositoryFor(context, 'read', 'pull_requests');
    const pull = pullOf(context, repository);
    const { objects } = repository;
    const base = objects.findCommit(mergeBase(objects, pull.baseSha, pull.headSha) ?? '');
    const head = objects.findCommit(pull.headSha);
    const files = changesBetween(objects, base?.tree ?? '', head?.tree ?? '').slice(0, FILES_MAX);
    return paged(context, files, (page) =>
      page.map((change) => diffEntryBody(context.world, repository, pull.headSha, change)),
    );
  },

  'GET /repos/{owner}/{repo}/pulls/{number}/merge': (context) => {
    const repository = repositoryFor(context, 'read', 'contents');
    if (pullOf(context, repository).mergedAt === null) throw notFound();
    return { status: 204 };
  },

  'PUT /repos/{owner}/{repo}/pulls/{number}/merge': (context) => {
    const repository = repositoryFor(context, 'write', 'contents');
    const { merge_method: method, sha, commit_title: title } = context.body;
    const result = mergePull(
      context,
      pullOf(context, repository),
      {
        ...(typeof method === 'string' ? { method } : {}),
        ...(typeof sha === 'string' ? { expectedHead: sha } : {}),
        ...(typeof title === 'string' ? { title } : {}),
      },
      sender(context),
    );
    if (!result.merged) throw new Refusal(result.status, result.message);
    const body = { sha: result.sha, merged: true, message: 'Pull Request successfully merged' };
    return { status: 200, body: body satisfies Schemas['pull-request-merge-result'] };
  },

  'GET /repos/{owner}/{repo}/commits/{sha}/pulls': (context) => {
    const repository = repositoryFor(context, 'read', 'pull_requests', 'contents');
    const sha = param(context, 'sha');
    if (repository.objects.findCommit(sha) === undefined) {
      throw new Refusal(422, `No commit found for SHA: ${sha}`);
    }
    // Heads of forks are on no branch of this repository, and GitHub does not connect them here.
    const pulls = repository.pulls.filter(
      (pull) => pull.mergeCommit === sha || (pull.headSha === sha && pull.headRepository === repository),
    );
    return paged(context, pulls, (page) => page.map((pull) => simplePullBody(context.world, pull)));
  },
};

export function pullOf(context: RequestContext, repository: RepositoryRecord): PullRecord {
  const number = numberParam(context, 'number');
  const pull = repository.pulls.find((candidate) => candidate.number === number);
  if (pull === undefined) throw notFound();
  return pull;
}

function forkOf(context: RequestContext, repository: RepositoryRecord, owner: string): RepositoryRecord | undefined {
  if (owner === repository.owner.login) return repository;
  return [...context.world.repositories.values()].find(
    (candidate) => candidate.parent === repository && candidate.owner.login === owner,
  );
}

function selected(context: RequestContext, repository: RepositoryRecord): readonly PullRecord[] {
  const { query } = context;
  const state = query.get('state') ?? 'open';
  const base = query.get('base');
  const head = query.get('head');
  const by = query.get('sort') === 'updated' ? 'updatedAt' : 'createdAt';
  const pulls = repository.pulls
    .filter((pull) => state === 'all' || pull.state === state)
    .filter((pull) => base === null || pull.baseBranch === base)
    .filter((pull) => head === null || head === `${pull.headRepository?.owner.login}:${pull.headBranch}`)
    .toSorted((a, b) => a[by] - b[by] || a.number - b.number);
  const ascending = (query.get('direction') ?? (query.has('sort') ? 'asc' : 'desc')) === 'asc';
  return ascending ? pulls : pulls.toReversed();
}
