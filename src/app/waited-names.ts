import type { History } from '../audit/store.ts';
import type { GithubReader } from '../github/reader.ts';
import type { CheckRun as KnownRun } from '../github/types.ts';
import { guessStage } from '../policy/guess-stage.ts';
import { POLICY_PATH } from '../policy/schema.ts';
import { checkRunName } from '../reports/check-run.ts';
import type { Judged } from './judge.ts';
import type { Presented } from './present.ts';
import { nameOf } from './record.ts';
import type { EventRepository } from './task.ts';

export interface Waiting {
  readonly reader: Pick<GithubReader, 'findContent'>;
  readonly history: History;
  readonly repository: EventRepository;
  /** The branch that is promoted to, where it is known. */
  readonly branch: string | undefined;
  readonly headSha: string;
  /** Our runs on the head. */
  readonly known: readonly KnownRun[];
}

/** Judgements to look back at for the name of a branch's check. */
const LOOK_BACK = 100;

/** The policy was not had, so that nothing says under which name to report, or whether there is a policy at all. */
export function isNameless({ review }: Judged): boolean {
  return (
    review.governed &&
    review.judgements.every(({ verdict, stage, policy }) => verdict === 'error' && stage === null && policy === null)
  );
}

/**
 * Under which names somebody waits for a check, when the policy that would say so was not read: those of earlier runs on
 * this head, else that of the last judgement for the branch, else what the policy's text looks like. Empty where no sign
 * of a policy is found: then nobody wants to hear of a fault, and saying nothing approves nothing.
 */
export async function findWaitedNames(waiting: Waiting): Promise<readonly string[]> {
  const { history, repository, branch, known } = waiting;
  if (known.length > 0) return [...new Set(known.map(({ name }) => name))];
  const filter = { type: 'evaluation.completed', repository: nameOf(repository), limit: LOOK_BACK } as const;
  const { records } = await history.list(filter);
  const staged = records.filter(({ stage }) => stage !== null);
  const last = staged.find(({ policy }) => policy?.ref === branch) ?? staged[0];
  return last === undefined ? findNamesInText(waiting) : [checkRunName(last.stage)];
}

async function findNamesInText({ reader, branch, headSha }: Waiting): Promise<readonly string[]> {
  const [onBranch, onHead] = await Promise.all([
    branch === undefined ? undefined : findPolicyText(reader, branch),
    findPolicyText(reader, headSha),
  ]);
  const text = onBranch ?? onHead;
  if (text === undefined) return [];
  return [checkRunName(branch === undefined ? null : guessStage(text, branch))];
}

/** Whatever GitHub shows at that path; it decides nothing but a name. */
async function findPolicyText(reader: Waiting['reader'], ref: string): Promise<string | undefined> {
  const content = await reader.findContent(POLICY_PATH, ref).catch(() => undefined);
  return content === undefined ? undefined : new TextDecoder().decode(content.bytes ?? new Uint8Array());
}

/** Errors without a stage take the names that are waited for: a required check must never be left out. */
export function nameErrors(presented: readonly Presented[], names: readonly string[]): readonly Presented[] {
  if (names.length === 0) return presented;
  return presented.flatMap((one) => names.map((name) => ({ ...one, check: { ...one.check, name } })));
}
