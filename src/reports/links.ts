import type { Location } from '../documents/problem.ts';

export interface Repository {
  readonly owner: string;
  readonly name: string;
  /** `https://github.com/owner/name`, without a slash at its end. */
  readonly htmlUrl: string;
}

/** The page of a file, at its line where one is known, as it stands at `commit`. */
export function fileUrl(repository: Repository, commit: string, at: Location): string {
  const path = at.path.split('/').map(encodeSegment).join('/');
  // Rendered Markdown has no lines to point at.
  const query = at.line !== undefined && /\.(?:md|markdown)$/iu.test(at.path) ? '?plain=1' : '';
  const anchor = at.line === undefined ? '' : `#L${at.line}`;
  return `${repository.htmlUrl}/blob/${encodeSegment(commit)}/${path}${query}${anchor}`;
}

/** Leaves letters, digits, `-`, `.` and `_`: nothing that means something to Markdown's links or to a URL. */
function encodeSegment(segment: string): string {
  return encodeURIComponent(segment.toWellFormed()).replace(
    /[!'()*~]/gu,
    (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

/** `models/churn/metrics.json:7:3`, as editors and terminals understand it. */
export function placeText(at: Location): string {
  const line = at.line === undefined ? '' : `:${at.line}`;
  const column = at.line === undefined || at.column === undefined ? '' : `:${at.column}`;
  return `${at.path}${line}${column}`;
}
