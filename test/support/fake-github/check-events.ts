import type { components } from '@octokit/openapi-webhooks-types';
import { checkRunBody, checkSuiteBody } from './bodies/check.ts';
import { simpleCommitBody } from './bodies/git.ts';
import { common } from './events.ts';
import type { Account, CheckRunRecord, RepositoryRecord, SuiteRecord, World } from './state.ts';
import type { WebhookEvent } from './webhooks.ts';

/** The webhooks of checks, and of the merge queue that asks for them. */

type Payloads = components['schemas'];

export function checkRunEvent(
  world: World,
  repository: RepositoryRecord,
  run: CheckRunRecord,
  action: 'created' | 'completed' | 'rerequested',
  sender: Account,
): WebhookEvent {
  return {
    name: 'check_run',
    action,
    repository,
    // A rerequest goes to the app that made the run; the others tell everybody who reads checks.
    ...(action === 'rerequested' ? { onlyApp: run.app } : {}),
    payload: (installation) =>
      ({
        action,
        check_run: {
          ...checkRunBody(world, repository, run),
          check_suite: checkSuiteBody(world, repository, run.suite),
        },
        ...common(world, repository, sender, installation),
      }) satisfies Omit<Payloads['webhook-check-run-rerequested'], 'action'> & { readonly action: string },
  };
}

type Suite = Payloads['webhook-check-suite-rerequested'];
/** The published list of an app's events lacks `merge_group`, that of the conclusions `skipped`. */
type SuitePayload = Omit<Suite, 'action' | 'check_suite'> & {
  readonly action: 'requested' | 'rerequested';
  readonly check_suite: Omit<Suite['check_suite'], 'app' | 'conclusion'>;
};

export function checkSuiteEvent(
  world: World,
  repository: RepositoryRecord,
  suite: SuiteRecord,
  action: 'requested' | 'rerequested',
  sender: Account,
): WebhookEvent {
  return {
    name: 'check_suite',
    action,
    repository,
    onlyApp: suite.app,
    payload: (installation) =>
      ({
        action,
        check_suite: checkSuiteBody(world, repository, suite),
        ...common(world, repository, sender, installation),
      }) satisfies SuitePayload,
  };
}

export function mergeGroupEvent(
  world: World,
  repository: RepositoryRecord,
  group: { readonly headSha: string; readonly headRef: string; readonly baseSha: string; readonly baseBranch: string },
  sender: Account,
): WebhookEvent {
  const commit = repository.objects.findCommit(group.headSha);
  if (commit === undefined) throw new Error(`No commit ${group.headSha} in ${repository.fullName}.`);
  return {
    name: 'merge_group',
    action: 'checks_requested',
    repository,
    payload: (installation) =>
      ({
        action: 'checks_requested',
        merge_group: {
          head_sha: group.headSha,
          head_ref: `refs/heads/${group.headRef}`,
          base_sha: group.baseSha,
          base_ref: `refs/heads/${group.baseBranch}`,
          head_commit: simpleCommitBody(commit),
        },
        ...common(world, repository, sender, installation),
      }) satisfies Payloads['webhook-merge-group-checks-requested'],
  };
}
