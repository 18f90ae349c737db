import type { components } from '@octokit/openapi-webhooks-types';
import { accountBody, appBody, installationBody, nodeId } from './bodies/account.ts';
import { commentBody, reactionsBody } from './bodies/comment.ts';
import { simpleCommitBody } from './bodies/git.ts';
import { pullBody } from './bodies/pull.ts';
import { repositoryBody, repositoryPage } from './bodies/repository.ts';
import { changesBetween, commitsBetween } from './history.ts';
import { isoTime } from './state.ts';
import type { Account, AppRecord, CommentRecord, Installation, PullRecord, RepositoryRecord, World } from './state.ts';
import type { WebhookEvent } from './webhooks.ts';

/** The webhooks of pull requests, pushes, comments and installations, with payloads as GitHub publishes them. */

type Payloads = components['schemas'];

const ZERO = '0'.repeat(40);

/** What every event of a repository carries. */
export function common(world: World, repository: RepositoryRecord, sender: Account, installation: Installation | null) {
  return {
    repository: repositoryBody(world, repository),
    sender: accountBody(world, sender),
    ...(installation === null
      ? {}
      : { installation: { id: installation.id, node_id: nodeId('MDIzOkluc3RhbGxhdGlvbg', installation.id) } }),
  };
}

export type PullAction = 'opened' | 'reopened' | 'ready_for_review' | 'converted_to_draft' | 'closed';

export function pullEvent(world: World, pull: PullRecord, action: PullAction, sender: Account): WebhookEvent {
  return {
    name: 'pull_request',
    action,
    repository: pull.repository,
    payload: (installation) =>
      ({
        action,
        number: pull.number,
        pull_request: pullBody(world, pull),
        ...common(world, pull.repository, sender, installation),
      }) satisfies Omit<Payloads['webhook-pull-request-opened'], 'action'> & { readonly action: PullAction },
  };
}

export function synchronizeEvent(world: World, pull: PullRecord, before: string, sender: Account): WebhookEvent {
  return {
    name: 'pull_request',
    action: 'synchronize',
    repository: pull.repository,
    payload: (installation) =>
      ({
        action: 'synchronize' as const,
        number: pull.number,
        before,
        after: pull.headSha,
        pull_request: pullBody(world, pull),
        ...common(world, pull.repository, sender, installation),
      }) satisfies Payloads['webhook-pull-request-synchronize'],
  };
}

export function editedEvent(
  world: World,
  pull: PullRecord,
  changes: Payloads['webhook-pull-request-edited']['changes'],
  sender: Account,
): WebhookEvent {
  return {
    name: 'pull_request',
    action: 'edited',
    repository: pull.repository,
    payload: (installation) =>
      ({
        action: 'edited' as const,
        number: pull.number,
        changes,
        pull_request: pullBody(world, pull),
        ...common(world, pull.repository, sender, installation),
      }) satisfies Payloads['webhook-pull-request-edited'],
  };
}

export function pushEvent(
  world: World,
  repository: RepositoryRecord,
  push: { readonly branch: string; readonly before: string | undefined; readonly after: string },
  sender: Account,
): WebhookEvent {
  const before = push.before ?? ZERO;
  const { objects } = repository;
  const shas = push.before === undefined ? [push.after] : commitsBetween(objects, push.before, push.after);
  const commits = shas.map((sha) => pushedCommit(world, repository, sha));
  return {
    name: 'push',
    action: null,
    repository,
    payload: (installation) =>
      ({
        ref: `refs/heads/${push.branch}`,
        before,
        after: push.after,
        base_ref: null,
        compare: `${repositoryPage(world, repository)}/compare/${before.slice(0, 12)}...${push.after.slice(0, 12)}`,
        created: push.before === undefined,
        deleted: false,
        forced: false,
        commits: commits.slice(0, 20),
        head_commit: commits.at(-1) ?? null,
        pusher: { name: sender.login, email: `${sender.login}@users.example` },
        ...common(world, repository, sender, installation),
      }) satisfies Payloads['webhook-push'],
  };
}

function pushedCommit(world: World, repository: RepositoryRecord, sha: string) {
  const commit = repository.objects.findCommit(sha);
  if (commit === undefined) throw new Error(`No commit ${sha} in ${repository.fullName}.`);
  const parent = repository.objects.findCommit(commit.parents[0] ?? '');
  const changes = changesBetween(repository.objects, parent?.tree ?? '', commit.tree);
  const paths = (status: string): string[] =>
    changes.filter((change) => change.status === status).map(({ path }) => path);
  return {
    ...simpleCommitBody(commit),
    distinct: true,
    url: `${repositoryPage(world, repository)}/commit/${sha}`,
    timestamp: isoTime(commit.time * 1000),
    added: [...paths('added'), ...paths('renamed')],
    removed: paths('removed'),
    modified: paths('modified'),
  };
}

export function commentEvent(
  world: World,
  repository: RepositoryRecord,
  comment: CommentRecord,
  action: 'created' | 'edited' | 'deleted',
  sender: Account,
): WebhookEvent {
  const pull = repository.pulls.find((candidate) => candidate.number === comment.number);
  if (pull === undefined) throw new Error(`${repository.fullName} has no pull request ${comment.number}.`);
  return {
    name: 'issue_comment',
    action,
    repository,
    payload: (installation) =>
      ({
        action,
        comment: commentBody(world, repository, comment),
        issue: issueBody(world, pull),
        ...common(world, repository, sender, installation),
      }) satisfies Omit<Payloads['webhook-issue-comment-created'], 'action'> & { readonly action: string },
  };
}

/** A pull request seen as an issue: what tells it from one is the key `pull_request`. */
function issueBody(world: World, pull: PullRecord) {
  const { issue_url, html_url, url, diff_url, patch_url, ...body } = pullBody(world, pull);
  return {
    ...body,
    url: issue_url,
    html_url,
    repository_url: body.base.repo.url,
    events_url: `${issue_url}/events`,
    labels_url: `${issue_url}/labels{/name}`,
    reactions: reactionsBody(body.base.repo.url, pull),
    pull_request: { url, html_url, diff_url, patch_url, merged_at: body.merged_at },
  };
}

export function installationEvent(
  world: World,
  installation: Installation,
  action: 'created' | 'deleted' | 'suspend' | 'unsuspend' | 'new_permissions_accepted',
  sender: Account,
): WebhookEvent {
  return {
    name: 'installation',
    action,
    repository: null,
    onlyInstallation: installation,
    payload: () =>
      ({
        action,
        installation: installationBody(world, installation),
        repositories: [...installation.repositories].map((repository) => ({
          id: repository.id,
          node_id: nodeId('R', repository.id),
          name: repository.name,
          full_name: repository.fullName,
          private: repository.private,
        })),
        sender: accountBody(world, sender),
      }) satisfies Omit<Payloads['webhook-installation-created'], 'action'> & { readonly action: string },
  };
}

export function pingEvent(world: World, app: AppRecord): WebhookEvent {
  return {
    name: 'ping',
    action: null,
    repository: null,
    onlyApp: app,
    payload: () =>
      ({
        zen: 'Design for failure.',
        hook_id: app.id,
        hook: {
          id: app.id,
          type: 'App',
          name: 'web',
          active: true,
          app_id: app.id,
          events: [...app.events],
          config: { content_type: 'json', insecure_ssl: '0', url: app.webhook?.url ?? '' },
          created_at: appBody(world, app).created_at,
          updated_at: appBody(world, app).updated_at,
          deliveries_url: `${world.baseUrl}/app/hook/deliveries`,
        },
      }) satisfies Payloads['webhook-ping'],
  };
}
