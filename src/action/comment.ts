import type { GithubReader } from '../github/reader.ts';
import { planStickyComment } from '../github/sticky-comment.ts';
import { GITHUB_ACTIONS } from '../github/types.ts';
import { createOnce, type GithubWriter } from '../github/writer.ts';
import { renderComment, stickyMarker } from '../reports/comment.ts';
import type { ReportView } from '../reports/view.ts';
import type { ActionInputs } from './inputs.ts';

/** What became of the comment. */
export type CommentOutcome = 'written' | 'unchanged' | 'not-wanted';

/** The Action's comment is not the App's: both may be at work, and neither touches the other's. */
export function actionMarker(stage: string | null): string {
  return stickyMarker(stage).replace('modelgate:sticky', 'modelgate:action');
}

export function renderActionComment(view: ReportView): string {
  const marker = stickyMarker(view.stage);
  const body = renderComment(view);
  const at = body.lastIndexOf(marker);
  return `${body.slice(0, at)}${actionMarker(view.stage)}${body.slice(at + marker.length)}`;
}

/**
 * Brings the comment up to date. Where none is wanted (nothing to judge; approved under `on-failure`), one that is
 * there already is still updated: an old verdict must not stay.
 */
export async function publishComment(
  view: ReportView,
  {
    number,
    mode,
    reader,
    writer,
  }: {
    readonly number: number;
    readonly mode: ActionInputs['comment'];
    readonly reader: GithubReader;
    readonly writer: GithubWriter;
  },
): Promise<CommentOutcome> {
  if (mode === 'never') return 'not-wanted';
  const body = renderActionComment(view);
  const plan = async () =>
    planStickyComment(await reader.listIssueComments(number), {
      marker: actionMarker(view.stage),
      body,
      identity: GITHUB_ACTIONS,
    });
  const { write, remove } = await plan();
  if (write.action === 'create' && !isWanted(view, mode)) return 'not-wanted';
  if (write.action === 'update') await writer.updateComment(write.id, body);
  if (write.action === 'create') {
    await createOnce(
      async () => void (await writer.createComment(number, body)),
      async () => ((await plan()).write.action === 'create' ? undefined : true),
    );
  }
  for (const id of remove) await writer.deleteComment(id);
  return write.action === 'none' ? 'unchanged' : 'written';
}

function isWanted({ status }: ReportView, mode: ActionInputs['comment']): boolean {
  if (status === 'no-change' || status === 'not-a-promotion') return false;
  return mode === 'always' || status !== 'approved';
}
