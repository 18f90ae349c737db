import type { Judgement } from '../engine/verdict.ts';
import { checkRun } from '../reports/check-run.ts';
import type { CheckRun } from '../reports/check-run.ts';
import { renderComment } from '../reports/comment.ts';
import type { ReportView, TrendPoint } from '../reports/view.ts';
import { viewReport } from '../reports/view-report.ts';
import { VERSION } from '../version.ts';
import { gateDocsOf, wordingOf } from '../wording-of.ts';
import type { WantedComment } from './publish-comment.ts';
import type { EventRepository } from './task.ts';

/** A judgement in the words of GitHub. */
export interface Presented {
  readonly judgement: Judgement;
  readonly check: CheckRun;
  readonly comment: WantedComment;
}

export interface Presentation {
  readonly repository: EventRepository;
  readonly headSha: string;
  readonly trend: Readonly<Record<string, readonly TrendPoint[]>>;
}

export function present(judgement: Judgement, { repository, headSha, trend }: Presentation): Presented {
  const { owner, name, htmlUrl } = repository;
  const view = viewReport(judgement, {
    wording: wordingOf,
    gateDocs: gateDocsOf,
    tool: { version: VERSION },
    repository: { owner, name, htmlUrl },
    headSha,
    trend,
  });
  return {
    judgement,
    check: checkRun(view),
    comment: {
      stage: judgement.stage,
      body: renderComment(view),
      digest: judgement.inputDigest,
      mayCreate: isWorthAComment(view, judgement),
    },
  };
}

/** Nobody needs to be told by mail that a change of the README promotes no model. */
function isWorthAComment({ status }: ReportView, { notes }: Judgement): boolean {
  if (notes.includes('policy-preview')) return true;
  return status !== 'no-change' && status !== 'not-a-promotion';
}

const ORDER = ['error', 'blocked', 'pending', 'approved'] as const;

/** One check for each name, with the worst verdict of those that share it. */
export function worstByName(presented: readonly Presented[]): readonly CheckRun[] {
  const worst = new Map<string, Presented>();
  for (const one of presented) {
    const known = worst.get(one.check.name);
    if (known === undefined || rank(one) < rank(known)) worst.set(one.check.name, one);
  }
  return [...worst.values()].map(({ check }) => check);
}

function rank({ judgement }: Presented): number {
  return ORDER.indexOf(judgement.verdict);
}
