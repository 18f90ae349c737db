import { JOB_SUMMARY_MAX_BYTES } from '../github/limits.ts';
import { shorten } from './budget.ts';
import { reportFacts } from './facts.ts';
import { renderTemplate } from './render-template.ts';
import type { ReportView } from './view.ts';

/** GitHub's limit for the summary of a step: 1 MiB. */
export const MAX_JOB_SUMMARY = JOB_SUMMARY_MAX_BYTES;

/** The comment with more rows and findings, for the page of the workflow run. */
export function renderJobSummary(view: ReportView): string {
  return shorten(MAX_JOB_SUMMARY, (budget) => renderTemplate('comment', reportFacts(view, budget)), 'summary');
}
