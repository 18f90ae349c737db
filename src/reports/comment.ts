import { COMMENT_MAX_CHARS } from '../github/limits.ts';
import { byteLength, shorten } from './budget.ts';
import { reportFacts } from './facts.ts';
import { renderTemplate } from './render-template.ts';
import type { ReportView } from './view.ts';

/** GitHub's limit for a comment, in characters; ours counts bytes, which are never fewer. */
export const MAX_COMMENT = COMMENT_MAX_CHARS;

/** The comment that stands for this stage on a pull request: first line the verdict, last line our marker. */
export function renderComment(view: ReportView): string {
  const marker = `\n\n${stickyMarker(view.stage)}\n`;
  const room = MAX_COMMENT - byteLength(marker);
  const body = shorten(room, (budget) => renderTemplate('comment', reportFacts(view, budget)), 'comment');
  return `${body}${marker}`;
}

/**
 * The hidden line by which the comment of a stage is found again. Anybody can write it: a comment is ours only if our
 * App wrote it as well.
 */
export function stickyMarker(stage: string | null): string {
  // A name cannot close the HTML comment: ">" is encoded, and no two hyphens stand together.
  const name = stage === null ? '' : ` stage=${encodeURIComponent(stage.toWellFormed()).replaceAll('--', '-%2D')}`;
  return `<!-- modelgate:sticky${name} -->`;
}
