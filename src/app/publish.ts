import { HistoryUnavailable } from '../audit/history-unavailable.ts';
import { GithubNotFound, GithubUnavailable } from '../github/errors.ts';
import type { GithubReader } from '../github/reader.ts';
import type { CheckRun } from '../github/types.ts';
import { checkRunName } from '../reports/check-run.ts';
import { errorCheck } from './error-check.ts';
import { TryAgain } from './faults.ts';
import { isCheckName } from './handlers/check-run.ts';
import type { Ports } from './installations.ts';
import type { Judged } from './judge.ts';
import { present } from './present.ts';
import type { Presented } from './present.ts';
import { publishChecks } from './publish-checks.ts';
import { findTrends, keepJudgements } from './record.ts';
import type { Occasion } from './record.ts';
import type { Shell } from './shell.ts';
import { findWaitedNames, isNameless } from './waited-names.ts';
import type { Waiting } from './waited-names.ts';

/** A server may have no such list; of a head that does not exist nothing can be published either. */
export async function listRuns(
  reader: Pick<GithubReader, 'listCheckRuns'>,
  headSha: string,
): Promise<readonly CheckRun[]> {
  try {
    return await reader.listCheckRuns(headSha);
  } catch (error) {
    if (error instanceof GithubNotFound) return [];
    throw error;
  }
}

/**
 * Only the runs that this App made under its own names; anybody may make runs of any name. GitHub always tells who made
 * one. Where a server does not, a run of our name is taken for ours and made to say what is right.
 */
export function ownRuns(runs: readonly CheckRun[], appId: number): readonly CheckRun[] {
  return runs.filter((run) => (run.appId ?? appId) === appId && isCheckName(run.name));
}

/**
 * Writes a review to the history and gives it in GitHub's words. Where the history cannot be written the checks say so
 * instead: a verdict that nobody can look up later must not let anything pass.
 */
export async function recordAndPresent(
  { history }: Pick<Shell, 'history'>,
  { writer, reader }: Ports,
  judged: Judged,
  occasion: Occasion,
  known: readonly CheckRun[],
): Promise<readonly Presented[]> {
  const { repository } = occasion;
  const { headSha, review } = judged;
  try {
    const presented = await Promise.all(
      review.judgements.map(async (judgement) => {
        const trend = await findTrends(history, repository, judgement, headSha);
        return present(judgement, { repository, headSha, trend });
      }),
    );
    await keepJudgements(history, judged, occasion);
    return presented;
  } catch (error) {
    if (!(error instanceof HistoryUnavailable)) throw error;
    // What it says names a place on this machine: that is for the log.
    const why = 'The judgement could not be written to the history, and without a record it does not count.';
    const wanted = review.judgements.map(({ stage }) => errorCheck(checkRunName(stage), why));
    await publishChecks({ reader, writer, headSha, known, wanted, asked: false, superseded: why });
    throw new TryAgain(error.message, { cause: error, published: true });
  }
}

/**
 * Names for a judgement that could not even find out its stage; empty for any other. Undefined where nobody wants to
 * hear of it. Rejects where GitHub was at fault, and is to be asked again.
 */
export async function findNamesIfNameless(
  judged: Judged,
  fault: GithubUnavailable | undefined,
  waiting: Waiting,
): Promise<readonly string[] | undefined> {
  if (!isNameless(judged)) return [];
  const names = await findWaitedNames(waiting);
  if (names.length > 0) return names;
  if (fault === undefined) return undefined;
  throw new TryAgain(fault.message, { cause: fault, afterMs: fault.retryAfterMs, published: true });
}

/** Where GitHub did not give everything, the checks say so, and it is asked again later. */
export function assertComplete(judged: Judged, fault: GithubUnavailable | undefined): void {
  if (fault === undefined) return;
  const incomplete = judged.review.judgements.some(
    ({ verdict, models }) =>
      verdict === 'error' || models.some(({ gates }) => gates.some(({ outcome }) => outcome === 'error')),
  );
  if (!incomplete) return;
  throw new TryAgain(fault.message, { cause: fault, afterMs: fault.retryAfterMs, published: true });
}
