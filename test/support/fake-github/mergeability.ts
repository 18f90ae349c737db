import { mergeBase, mergeSnapshots } from './history.ts';
import type { Snapshot } from './git-objects.ts';
import type { CheckRunRecord, PullRecord, RepositoryRecord, RequiredCheck } from './state.ts';

const SATISFYING = new Set(['success', 'neutral', 'skipped']);

export interface Mergeability {
  readonly mergeable: boolean;
  readonly state: 'clean' | 'blocked' | 'dirty' | 'draft' | 'unknown';
  /** Why it is blocked, in GitHub's words. */
  readonly violations: readonly string[];
}

/** What GitHub thinks of merging this pull request now: conflicts, and the required checks on its **latest** head. */
export function mergeability(pull: PullRecord): Mergeability {
  if (pull.state === 'closed') return { mergeable: false, state: 'unknown', violations: [] };
  if (mergedFiles(pull) === undefined) return { mergeable: false, state: 'dirty', violations: [] };
  const violations = requiredChecks(pull).flatMap((required) => violationOf(pull, required));
  if (violations.length > 0) return { mergeable: true, state: 'blocked', violations };
  return { mergeable: true, state: pull.draft ? 'draft' : 'clean', violations: [] };
}

/** The files after the merge into the base as it stands now; undefined on a conflict. */
export function mergedFiles(pull: PullRecord): Snapshot | undefined {
  const { objects, branches } = pull.repository;
  const tip = branches.get(pull.baseBranch);
  if (tip === undefined) return undefined;
  const base = mergeBase(objects, tip, pull.headSha);
  if (base === undefined) return undefined;
  const filesAt = (commit: string): Snapshot => objects.snapshot(objects.findCommit(commit)?.tree ?? '');
  return mergeSnapshots(filesAt(base), filesAt(tip), filesAt(pull.headSha));
}

/** Rules of a stacked pull request apply as if it went into the stack's base. */
function requiredChecks(pull: PullRecord): readonly RequiredCheck[] {
  return pull.repository.requiredChecks.get(pull.stackBase ?? pull.baseBranch) ?? [];
}

function violationOf(pull: PullRecord, required: RequiredCheck): readonly string[] {
  const run = latestRun(pull.repository, pull.headSha, required);
  if (run === undefined) return [`Required status check "${required.context}" is expected.`];
  if (run.status !== 'completed') return [`Required status check "${required.context}" is in progress.`];
  if (SATISFYING.has(run.conclusion ?? '')) return [];
  return [`Required status check "${required.context}" is failing.`];
}

function latestRun(repository: RepositoryRecord, sha: string, required: RequiredCheck): CheckRunRecord | undefined {
  return repository.checkRuns.findLast(
    (run) =>
      run.headSha === sha &&
      run.name === required.context &&
      (required.integrationId === undefined || run.app.id === required.integrationId),
  );
}
