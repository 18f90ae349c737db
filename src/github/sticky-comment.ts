import { GITHUB_ACTIONS } from './types.ts';
import type { AppIdentity, IssueComment } from './types.ts';

/**
 * The one comment that we keep on a pull request. The body must contain the marker; an HTML comment, so that nobody
 * sees it.
 */
export interface StickyPlan {
  readonly write:
    | { readonly action: 'create' }
    | { readonly action: 'update'; readonly id: number }
    | { readonly action: 'none'; readonly id: number };
  /** Duplicates of ours, as a lost answer or a race leaves them. To be deleted after the write succeeded. */
  readonly remove: readonly number[];
}

export interface StickyRequest {
  readonly marker: string;
  /** With the marker in it. */
  readonly body: string;
  readonly identity: AppIdentity;
  /** The id that GitHub gave when we created it, where that was kept. */
  readonly storedId?: number;
}

/**
 * What is to be done so that exactly one comment of ours shows `body`. Ours is a comment that we wrote **and** that
 * carries the marker: anybody can post the marker, and we write other comments too. The oldest of ours stays, where the
 * conversation began.
 */
export function planStickyComment(
  comments: readonly IssueComment[],
  { marker, body, identity, storedId }: StickyRequest,
): StickyPlan {
  const ours = comments
    .filter((comment) => isOurs(comment, identity) || comment.id === storedId)
    .filter((comment) => comment.body.includes(marker))
    .toSorted((a, b) => a.id - b.id);
  const [kept, ...duplicates] = ours;
  if (kept === undefined) return { write: { action: 'create' }, remove: [] };
  return {
    write: { action: sameText(kept.body, body) ? 'none' : 'update', id: kept.id },
    remove: duplicates.map((comment) => comment.id),
  };
}

/**
 * The app's id decides where GitHub gives one; else the login of the app's bot, whose brackets no person can have. A
 * server that tells neither leaves the marker in a bot's comment, but never in one of a workflow, which has its own.
 */
function isOurs(comment: IssueComment, identity: AppIdentity): boolean {
  if (comment.appId !== null) return comment.appId === identity.appId;
  const login = comment.author?.login ?? '';
  if (identity.slug !== null) return login === `${identity.slug}[bot]`;
  return login.endsWith('[bot]') && login !== `${GITHUB_ACTIONS.slug}[bot]`;
}

/** GitHub gives back a body with its line ends changed and its outer white space cut. */
function sameText(left: string, right: string): boolean {
  const normal = (text: string): string => text.replaceAll('\r\n', '\n').trim();
  return normal(left) === normal(right);
}
