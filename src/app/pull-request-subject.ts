import type { GithubReader } from '../github/reader.ts';
import type { PullRequest } from '../github/types.ts';
import type { Subject } from './judge.ts';
import type { EventRepository } from './task.ts';

/** What of a pull request is judged. */
export function subjectOf(reader: GithubReader, repository: EventRepository, pull: PullRequest): Subject {
  return {
    headSha: pull.head.sha,
    branch: targetOf(pull),
    defaultBranch: repository.defaultBranch,
    listFiles: () => reader.listPullRequestFiles(pull.number),
  };
}

/** Rules apply to a stacked pull request as if it went where the whole stack goes. */
export function targetOf({ stackBase, base }: PullRequest): string {
  return stackBase ?? base.branch;
}
