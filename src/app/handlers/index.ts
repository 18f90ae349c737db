import type { Handler } from './handler.ts';
import { handleCheckRun } from './check-run.ts';
import { handleCheckSuite } from './check-suite.ts';
import { handleMergeGroup } from './merge-group.ts';
import { handlePullRequest } from './pull-request.ts';
import { handlePush } from './push.ts';

/** Every webhook that is acted on, by its name. `app.yml` asks for each of them. */
export const HANDLERS: ReadonlyMap<string, Handler> = new Map<string, Handler>([
  ['pull_request', handlePullRequest],
  ['check_run', handleCheckRun],
  ['check_suite', handleCheckSuite],
  ['push', handlePush],
  ['merge_group', handleMergeGroup],
]);

/** Events that `app.yml` asks for although nothing handles them yet: an installed app never gets new ones by itself. */
export const RESERVED_EVENTS = [
  'deployment_protection_rule',
  'issue_comment',
  'issues',
  'pull_request_review',
  'workflow_run',
] as const;

/** Sent to every app, whatever it asks for; they are logged. */
export const UNCONDITIONAL_EVENTS = ['installation', 'installation_repositories', 'ping'] as const;
