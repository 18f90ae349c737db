import { errorCheck } from './error-check.ts';
import { explain, retryOf } from './faults.ts';
import { judgeBranch } from './judge-branch.ts';
import { judgeHead } from './judge-head.ts';
import { judgeMergeGroup } from './judge-merge-group.ts';
import { judgePullRequest } from './judge-pull-request.ts';
import { listRuns, ownRuns } from './publish.ts';
import { publishChecks } from './publish-checks.ts';
import { nameOf } from './record.ts';
import type { Shell } from './shell.ts';
import { keyOf, mergeTasks } from './task.ts';
import type { MergeGroupTask, PullRequestTask, Task } from './task.ts';
import { findWaitedNames } from './waited-names.ts';

/** A task, and how often it was tried. */
export interface Job {
  readonly task: Task;
  readonly tries: number;
}

export function jobKey({ task }: Job): string {
  return keyOf(task);
}

/** News begin to count from the start. */
export function mergeJobs(earlier: Job, later: Job): Job {
  return { task: mergeTasks(earlier.task, later.task), tries: Math.min(earlier.tries, later.tries) };
}

export interface Worker {
  readonly shell: Shell;
  readonly retryDelaysMs: readonly number[];
  /** Puts a job off; false when none is taken any more. */
  readonly putOff: (job: Job, delayMs: number) => boolean;
  /** A delivery came to nothing: sent again, it must not count as known. */
  readonly forget: (deliveryId: string) => void;
}

/** Does a job and never rejects: what fails is logged, tried again where time may heal it, and in the end reported. */
export async function work(worker: Worker, job: Job): Promise<void> {
  const { shell } = worker;
  const { task, tries } = job;
  const fields = {
    delivery: task.cause.deliveryId,
    trigger: task.cause.trigger,
    task: task.kind,
    repository: nameOf(task.repository),
    ...('number' in task ? { pullRequest: task.number } : {}),
  };
  try {
    await perform(shell, task);
    shell.metrics.task(task.kind, 'done');
  } catch (error) {
    const retry = retryOf(error);
    const delayMs = worker.retryDelaysMs[tries];
    if (retry !== null && delayMs !== undefined) {
      const waitMs = Math.max(delayMs, retry.afterMs ?? 0);
      if (worker.putOff({ task, tries: tries + 1 }, waitMs)) {
        shell.metrics.task(task.kind, 'put-off');
        shell.log.warn({ ...fields, err: error, waitMs }, 'tried again later');
        // Twice in a row: somebody looks at the head by now, and should not look in vain.
        if (tries > 0 && !retry.published) await reportFailure(shell, task, error);
        return;
      }
    }
    shell.metrics.task(task.kind, 'failed');
    shell.log.error({ ...fields, err: error }, 'given up');
    worker.forget(task.cause.deliveryId);
    if (retry?.published !== true) await reportFailure(shell, task, error);
  }
}

function perform(shell: Shell, task: Task): Promise<void> {
  switch (task.kind) {
    case 'pull-request':
      return judgePullRequest(shell, task);
    case 'head':
      return judgeHead(shell, task);
    case 'branch':
      return judgeBranch(shell, task);
    case 'merge-group':
      return judgeMergeGroup(shell, task);
  }
}

/** The last word on a head that nobody could judge: a failing check, if GitHub lets us write one. */
async function reportFailure(shell: Shell, task: Task, error: unknown): Promise<void> {
  if (task.kind !== 'pull-request' && task.kind !== 'merge-group') return;
  try {
    const { reader, writer } = await shell.installations.portsOf(task.repository, task.installationId);
    const headSha = await headOf(task, (number) => reader.getPullRequest(number));
    const known = ownRuns(await listRuns(reader, headSha), shell.identity().appId);
    const why = `${explain(error)} (delivery ${task.cause.deliveryId})`;
    const branch = task.kind === 'merge-group' ? task.branch : task.pull?.base.branch;
    const { repository } = task;
    const names = await findWaitedNames({ ...shell, reader, repository, branch, headSha, known });
    const wanted = names.map((name) => errorCheck(name, why));
    await publishChecks({ reader, writer, headSha, known, wanted, asked: false, superseded: why });
  } catch (fault) {
    shell.log.error({ delivery: task.cause.deliveryId, err: fault }, 'the failure could not be reported either');
  }
}

async function headOf(
  task: PullRequestTask | MergeGroupTask,
  getPullRequest: (number: number) => Promise<{ readonly head: { readonly sha: string } }>,
): Promise<string> {
  if (task.kind === 'merge-group') return task.headSha;
  return (task.pull ?? (await getPullRequest(task.number))).head.sha;
}
