import { isoTime } from '../state.ts';
import type { CheckRunRecord, RepositoryRecord, Schemas, SuiteRecord, World } from '../state.ts';
import { appBody, nodeId } from './account.ts';
import { simpleCommitBody } from './git.ts';
import { minimalPullBody } from './pull.ts';
import { repositoryBody, repositoryPage, repositoryUrl } from './repository.ts';

export function checkRunBody(world: World, repository: RepositoryRecord, run: CheckRunRecord) {
  const url = `${repositoryUrl(world, repository)}/check-runs/${run.id}`;
  return {
    id: run.id,
    name: run.name,
    node_id: nodeId('CR', run.id),
    head_sha: run.headSha,
    // GitHub gives an empty text where none was set.
    external_id: run.externalId ?? '',
    url,
    html_url: `${repositoryPage(world, repository)}/runs/${run.id}`,
    details_url: run.detailsUrl ?? `${repositoryPage(world, repository)}/runs/${run.id}`,
    status: run.status,
    conclusion: run.conclusion,
    started_at: run.startedAt,
    completed_at: run.completedAt,
    output: {
      ...run.output,
      annotations_count: run.annotations.length,
      annotations_url: `${url}/annotations`,
    },
    check_suite: { id: run.suite.id },
    app: appBody(world, run.app),
    pull_requests: pullsAt(world, repository, run.headSha),
  } satisfies Schemas['check-run'];
}

export function checkSuiteBody(world: World, repository: RepositoryRecord, suite: SuiteRecord) {
  const commit = repository.objects.findCommit(suite.headSha);
  const runs = repository.checkRuns.filter((run) => run.suite === suite);
  const completed = runs.length > 0 && runs.every((run) => run.status === 'completed');
  const worst = runs.find((run) => run.conclusion === 'failure') ?? runs.at(-1);
  const url = `${repositoryUrl(world, repository)}/check-suites/${suite.id}`;
  return {
    id: suite.id,
    node_id: nodeId('CS', suite.id),
    head_branch: branchAt(repository, suite.headSha),
    head_sha: suite.headSha,
    status: completed ? ('completed' as const) : ('queued' as const),
    conclusion: completed ? (worst?.conclusion ?? null) : null,
    url,
    before: commit?.parents[0] ?? null,
    after: suite.headSha,
    pull_requests: pullsAt(world, repository, suite.headSha),
    app: appBody(world, suite.app),
    repository: repositoryBody(world, repository),
    created_at: isoTime(suite.createdAt),
    updated_at: isoTime(suite.createdAt),
    head_commit: simpleCommitBody(
      commit ?? { sha: suite.headSha, tree: '', parents: [], author: { name: '', email: '' }, time: 0, message: '' },
    ),
    latest_check_runs_count: runs.length,
    check_runs_url: `${url}/check-runs`,
    rerequestable: true,
    runs_rerequestable: true,
  };
}

/** GitHub knows here only of pull requests from the same repository. */
function pullsAt(world: World, repository: RepositoryRecord, sha: string) {
  return repository.pulls
    .filter((pull) => pull.state === 'open' && pull.headSha === sha && pull.headRepository === repository)
    .map((pull) => minimalPullBody(world, pull));
}

function branchAt(repository: RepositoryRecord, sha: string): string | null {
  for (const [branch, commit] of repository.branches) if (commit === sha) return branch;
  return null;
}
