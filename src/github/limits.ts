/**
 * What GitHub accepts and what it cuts off, November 2026. Over one of these limits GitHub answers 422, or silently
 * gives less than the whole; callers stay under the first kind and fail closed at the second.
 */

/** Characters of a check run's `output.summary`, and apart from it of `output.text`. */
export const CHECK_TEXT_MAX_CHARS = 65_535;
/** Characters of a check run's `output.title`. */
export const CHECK_TITLE_MAX_CHARS = 255;
/** Annotations per request; those of a later PATCH are appended. */
export const CHECK_ANNOTATIONS_PER_REQUEST = 50;
/** Characters of an annotation's `title`; its `message` may have 64 KB. */
export const ANNOTATION_TITLE_MAX_CHARS = 255;

/** Characters of an issue or pull request comment. */
export const COMMENT_MAX_CHARS = 65_536;
/** Bytes of `$GITHUB_STEP_SUMMARY` per step. */
export const JOB_SUMMARY_MAX_BYTES = 1_048_576;
/** Warnings, and apart from them errors, that a workflow step shows. */
export const STEP_ANNOTATIONS_MAX = 10;

/** Entries of a recursive tree before the answer says `truncated` (or 7 MB, whichever comes first). */
export const TREE_ENTRIES_MAX = 100_000;
/** Bytes of a blob that the blobs API serves. */
export const BLOB_MAX_BYTES = 100_000_000;
/** Files that a comparison lists. */
export const COMPARE_FILES_MAX = 300;
/** Files that a pull request's file list gives over all its pages. */
export const PULL_REQUEST_FILES_MAX = 3_000;
/** Items per page of any list. */
export const PAGE_SIZE = 100;
