import type { History } from '../audit/store.ts';
import type { CheckRun as KnownRun } from '../github/types.ts';
import type { GithubUnavailable } from '../github/errors.ts';
import { checkRunName } from '../reports/check-run.ts';
import { TryAgain } from './faults.ts';
import type { Judged } from './judge.ts';
import type { Presented } from './present.ts';
import { nameOf } from './record.ts';
import type { EventRepository } from './task.ts';

export interface Waiting {
  readonly repository: EventRepository;
  /** The branch that is promoted to, where it is known. */
  readonly branch: string | undefined;
  /** Our runs on the head. */
  readonly known: readonly KnownRun[];
}

/** Judgements to look back at for the name of a branch's check. */
const LOOK_BACK = 100;

/**
 * Under which names somebody waits for a check, when the policy that would say so cannot be read: those of earlier runs
 * on this head, else that of the last judgement for the branch. Empty in a repository that was never judged, which may
 * have no policy at all.
 */
export async function findWaitedNames(history: History, waiting: Waiting): Promise<readonly string[]> {
  const { repository, branch, known } = waiting;
  if (known.length > 0) return [...new Set(known.map(({ name }) => name))];
  const filter = { type: 'evaluation.completed', repository: nameOf(repository), limit: LOOK_BACK } as const;
  const { records } = await history.list(filter);
  const staged = records.filter(({ stage }) => stage !== null);
  const last = staged.find(({ policy }) => policy?.ref === branch) ?? staged[0];
  return last === undefined ? [] : [checkRunName(last.stage)];
}

/**
 * GitHub did not even give the policy, and nobody is known to wait for a check: there may be no policy, and then nobody
 * wants to hear of it. Nothing is approved by saying nothing.
 */
export async function assertGoverned(
  history: History,
  { review }: Judged,
  fault: GithubUnavailable | undefined,
  waiting: Waiting,
): Promise<void> {
  if (fault === undefined || !review.governed) return;
  if (!review.judgements.every(({ verdict, stage }) => verdict === 'error' && stage === null)) return;
  if ((await findWaitedNames(history, waiting)).length > 0) return;
  throw new TryAgain(fault.message, { cause: fault, afterMs: fault.retryAfterMs, published: true });
}

/** An error without a stage takes the names that are waited for: a required check must never be left out. */
export async function nameErrors(
  history: History,
  presented: readonly Presented[],
  waiting: Waiting,
): Promise<readonly Presented[]> {
  const named: Presented[] = [];
  for (const one of presented) {
    const isNameless = one.judgement.verdict === 'error' && one.judgement.stage === null;
    const names = isNameless ? await findWaitedNames(history, waiting) : [];
    if (names.length === 0) named.push(one);
    for (const name of names) named.push({ ...one, check: { ...one.check, name } });
  }
  return named;
}
