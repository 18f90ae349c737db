import { toJudgementRecord } from '../audit/judgement-record.ts';
import type { Actor, Json } from '../audit/record.ts';
import type { History } from '../audit/store.ts';
import type { Judgement } from '../engine/verdict.ts';
import { jsonReport } from '../reports/json.ts';
import type { TrendPoint } from '../reports/view.ts';
import { VERSION } from '../version.ts';
import { wordingOf } from '../wording-of.ts';
import type { Judged } from './judge.ts';
import type { Cause, EventRepository } from './task.ts';

/** Of how many decisions a chart may be made, besides the one that is judged. */
const EARLIER_DECISIONS = 11;

export interface Occasion {
  readonly repository: EventRepository;
  readonly pullRequest: number | null;
  readonly author: Actor | null;
  readonly cause: Cause;
}

/** Writes every judgement of a review to the history. Rejects with `HistoryUnavailable`; then nothing may be published. */
export async function keepJudgements(history: History, judged: Judged, occasion: Occasion): Promise<void> {
  const { repository, pullRequest, author, cause } = occasion;
  for (const judgement of judged.review.judgements) {
    // JSON has no value that Json lacks; the report's type only has no index signature to show it.
    const report = jsonReport(judgement, wordingOf) as unknown as Json;
    await history.append(
      toJudgementRecord(judgement, report, {
        actor: cause.actor,
        author,
        repository: { id: repository.id, name: nameOf(repository) },
        pullRequest,
        headSha: judged.headSha,
        baseSha: judged.baseSha,
        mergeBaseSha: judged.mergeBaseSha,
        trigger: cause.trigger,
        eventAt: cause.eventAt,
        appVersion: VERSION,
        engineVersion: VERSION,
        files: judged.review.files,
      }),
    );
  }
}

/** Earlier decisions about each model, without those about this head. */
export async function findTrends(
  history: History,
  repository: EventRepository,
  { stage, models }: Judgement,
  headSha: string,
): Promise<Readonly<Record<string, readonly TrendPoint[]>>> {
  const trends = await Promise.all(
    models.map(async ({ name }) => {
      const query = {
        repository: nameOf(repository),
        model: name,
        stage,
        limit: EARLIER_DECISIONS,
        exceptHead: headSha,
      };
      const points = await history.findTrend(query);
      return [name, points.flatMap(toPoint)] as const;
    }),
  );
  return Object.fromEntries(trends);
}

function toPoint({ verdict, candidate, recordedAt }: { verdict: string; candidate: number; recordedAt: string }) {
  if (verdict !== 'approved' && verdict !== 'blocked' && verdict !== 'pending') return [];
  return [{ verdict, value: candidate, at: recordedAt } satisfies TrendPoint];
}

export function nameOf({ owner, name }: EventRepository): string {
  return `${owner}/${name}`;
}
