import { CHECK_TEXT_MAX_CHARS, CHECK_TITLE_MAX_CHARS } from '../github/limits.ts';
import { annotationBatches, type Annotation } from './annotations.ts';
import { shorten } from './budget.ts';
import { cleanText } from './clean-text.ts';
import { reportFacts } from './facts.ts';
import { renderTemplate } from './render-template.ts';
import type { Status } from './status.ts';
import type { ReportView } from './view.ts';
import { plainPhrase } from './wording.ts';

/** GitHub's limits for the output of a check run. */
export const MAX_CHECK_TEXT = CHECK_TEXT_MAX_CHARS;

/** A button on the check's page. Labels have 20 characters, descriptions 40, identifiers 20. */
export interface CheckAction {
  readonly label: string;
  readonly description: string;
  readonly identifier: string;
}

/** A completed check run in the words of the checks API, without what only the adapter knows (repository, SHA). */
export interface CheckRun {
  readonly name: string;
  readonly conclusion: 'success' | 'failure' | 'action_required';
  readonly external_id: string;
  readonly output: { readonly title: string; readonly summary: string; readonly text: string };
  /** The first batch goes with the run, each further one with an update of it. */
  readonly annotationBatches: readonly (readonly Annotation[])[];
  readonly actions: readonly CheckAction[];
}

/** Never `neutral` or `skipped`: both satisfy a required check (SEMANTICS.md §2). */
const CONCLUSIONS = {
  approved: 'success',
  'no-change': 'success',
  'not-a-promotion': 'success',
  blocked: 'failure',
  error: 'failure',
  pending: 'action_required',
} as const satisfies Record<Status, CheckRun['conclusion']>;

export const CHECK_ACTIONS: readonly CheckAction[] = [
  { label: 'Re-run', description: 'Judge this commit once more', identifier: 'rerun' },
];

/** The one stable name by which branch rules require the check: never with the name of a branch in it. */
export function checkRunName(stage: string | null): string {
  return stage === null ? 'modelgate' : `modelgate (${cleanText(stage, 80)})`;
}

export function checkRun(view: ReportView): CheckRun {
  return {
    name: checkRunName(view.stage),
    conclusion: CONCLUSIONS[view.status],
    external_id: view.inputDigest,
    output: {
      title: cleanText(`${view.headline.verdict}: ${plainPhrase(view.headline.detail)}`, CHECK_TITLE_MAX_CHARS),
      summary: shorten(
        MAX_CHECK_TEXT,
        (budget) => renderTemplate('check-summary', reportFacts(view, budget)),
        'comment',
      ),
      text: shorten(MAX_CHECK_TEXT, (budget) => renderTemplate('check-text', reportFacts(view, budget)), 'comment'),
    },
    annotationBatches: annotationBatches(view),
    actions: CHECK_ACTIONS,
  };
}
