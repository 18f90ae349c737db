import type { CheckRunContent } from '../github/check-run-body.ts';
import type { GithubReader } from '../github/reader.ts';
import type { CheckRun as KnownRun } from '../github/types.ts';
import { createOnce } from '../github/writer.ts';
import type { GithubWriter } from '../github/writer.ts';
import type { CheckRun } from '../reports/check-run.ts';
import { ACTIONS_HANDLED } from './handlers/check-run.ts';

export interface ChecksToPublish {
  readonly reader: Pick<GithubReader, 'listCheckRuns'>;
  readonly writer: Pick<GithubWriter, 'createCheckRun' | 'updateCheckRun'>;
  readonly headSha: string;
  /** Our runs on that head, as they are now. */
  readonly known: readonly KnownRun[];
  readonly wanted: readonly CheckRun[];
  /** Somebody asked for a new run and waits for it, also where it says the same. */
  readonly asked: boolean;
  /** Why our runs of other names say nothing any more: `the pull request now targets dev`. */
  readonly superseded: string;
}

/**
 * Makes the checks of a head say what is wanted: nothing is written where they say it already, and a run that no longer
 * applies does not stay green. Gives the number of runs written.
 */
export async function publishChecks(to: ChecksToPublish): Promise<number> {
  const names = new Set(to.wanted.map(({ name }) => name));
  const stale = to.known.filter((run) => !names.has(run.name) && !isSuperseded(run));
  const written = await Promise.all([
    ...to.wanted.map((check) => publishCheck(to, check)),
    ...stale.map((run) => supersede(to, run)),
  ]);
  return written.filter(Boolean).length;
}

async function publishCheck(to: ChecksToPublish, check: CheckRun): Promise<boolean> {
  const { reader, writer, headSha, known, asked } = to;
  const run = newest(known.filter(({ name }) => name === check.name));
  const content = toContent(check);
  if (run !== undefined && says(run, check)) {
    // GitHub only adds annotations: those of the same verdict are there already.
    if (asked) await writer.updateCheckRun(run.id, { ...content, annotations: [] });
    return asked;
  }
  // The lines of another verdict would stay marked; of two runs of one name GitHub shows and requires the newer one.
  if (run !== undefined && run.annotations === 0) {
    await writer.updateCheckRun(run.id, content);
    return true;
  }
  await createOnce(
    () => writer.createCheckRun(headSha, content),
    async () => {
      const runs = await reader.listCheckRuns(headSha, { name: check.name });
      return runs.find((one) => says(one, check));
    },
  );
  return true;
}

/** The conclusion too: it is what lets a merge through, and the digest of its inputs does not vouch for it. */
function says(run: KnownRun, check: CheckRun): boolean {
  return run.status === 'completed' && run.externalId === check.external_id && run.conclusion === check.conclusion;
}

function newest(runs: readonly KnownRun[]): KnownRun | undefined {
  return runs.toSorted((a, b) => a.id - b.id).at(-1);
}

const SUPERSEDED = 'superseded';

function isSuperseded(run: KnownRun): boolean {
  return run.status === 'completed' && run.externalId === SUPERSEDED;
}

async function supersede({ writer, superseded }: ChecksToPublish, run: KnownRun): Promise<boolean> {
  await writer.updateCheckRun(run.id, {
    name: run.name,
    status: 'completed',
    conclusion: 'action_required',
    externalId: SUPERSEDED,
    title: 'Superseded',
    summary: `This check no longer applies: ${superseded}. What it said before does not count.`,
  });
  return true;
}

function toContent(check: CheckRun): CheckRunContent {
  const { name, conclusion, external_id: externalId, output, annotationBatches, actions } = check;
  return {
    name,
    status: 'completed',
    conclusion,
    externalId,
    title: output.title,
    summary: output.summary,
    text: output.text,
    annotations: annotationBatches.flat().map((annotation) => ({
      path: annotation.path,
      startLine: annotation.start_line,
      endLine: annotation.end_line,
      level: annotation.annotation_level,
      title: annotation.title,
      message: annotation.message,
    })),
    actions: actions.filter(({ identifier }) => ACTIONS_HANDLED.some((handled) => handled === identifier)),
  };
}
