/** One file of a tree. */
export interface FileEntry {
  readonly path: string;
  /** Git file mode: `100644`, `100755`, `120000` (symlink), `160000` (submodule). */
  readonly mode: string;
  /** Git blob id; null for a file of a work tree that was not hashed. */
  readonly blob: string | null;
  /** Size in bytes, where the tree tells. */
  readonly bytes: number | null;
}

export type FileRead =
  | { readonly state: 'found'; readonly entry: FileEntry; readonly bytes: Uint8Array }
  | { readonly state: 'absent' }
  /** There is something, and it must not be read: a symlink, a submodule, a file over the cap. */
  | { readonly state: 'refused'; readonly entry: FileEntry; readonly reason: string }
  /** It could not be fetched: 403, 5xx, timeout. */
  | { readonly state: 'unreachable'; readonly reason: string };

/**
 * Files at one commit, or in a work tree. Implementations fetch lazily and remember what they fetched; calls may run
 * in parallel. Infrastructure faults are values (`unreachable`), so that one of them cannot hide the other findings.
 */
export interface FileSource {
  /** What was asked for: a branch, a tag, a commit, `work tree`. */
  readonly ref: string;
  /** The commit it resolved to; null for a work tree; `unreachable` when it could not be found out. */
  commit(): Promise<string | null>;
  /** Every file, sorted by path. Rejects with `SourceUnreachable` when the tree cannot be listed in full. */
  list(): Promise<readonly FileEntry[]>;
  /** `maxBytes` is the cap of the document's format: larger files are refused, not fetched. */
  read(path: string, maxBytes: number): Promise<FileRead>;
}

/** The ref does not exist at all (as opposed to: could not be reached). */
export class RefNotFound extends Error {
  override readonly name = 'RefNotFound';
}

/** GitHub or git did not answer, or answered with less than the whole. The message is safe to show. */
export class SourceUnreachable extends Error {
  override readonly name = 'SourceUnreachable';
}
