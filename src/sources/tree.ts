import type { FileEntry, FileRead } from './source.ts';

const SYMLINK = '120000';
const SUBMODULE = '160000';

/** The entries of one tree by path. Lists built from it are sorted by UTF-16 code unit, on every source alike. */
export type Tree = ReadonlyMap<string, FileEntry>;

export function toTree(entries: Iterable<FileEntry>): Tree {
  return new Map([...entries].sort(comparePaths).map((entry) => [entry.path, entry]));
}

export function comparePaths(a: { readonly path: string }, b: { readonly path: string }): number {
  return a.path < b.path ? -1 : a.path > b.path ? 1 : 0;
}

/** `a/b/c` has the folders `a` and `a/b`. */
export function foldersOf(path: string): readonly string[] {
  const parts = path.split('/');
  return parts.slice(1).map((_, index) => parts.slice(0, index + 1).join('/'));
}

/** Why an entry must not be read; undefined when it may. A size that nobody knows yet is checked after reading. */
export function refusalOf(entry: FileEntry, maxBytes: number): string | undefined {
  if (entry.mode === SYMLINK) return 'is a symbolic link, which is never followed';
  if (entry.mode === SUBMODULE) return 'is a submodule, whose files belong to another repository';
  if (entry.mode !== '100644' && entry.mode !== '100755') return `is no regular file (mode ${entry.mode})`;
  if (entry.bytes !== null && entry.bytes > maxBytes) return tooLarge(entry.bytes, maxBytes);
  return undefined;
}

export function tooLarge(bytes: number, maxBytes: number): string {
  return `is ${bytes} bytes; at most ${maxBytes} bytes are read`;
}

/**
 * Finds a path without reading it. A file below a symbolic link or a submodule is not part of this tree; saying
 * "absent" would hide why, so the read is refused and the link is named.
 */
export function lookUp(
  tree: Tree,
  path: string,
  maxBytes: number,
): { readonly state: 'readable'; readonly entry: FileEntry } | Extract<FileRead, { state: 'absent' | 'refused' }> {
  const entry = tree.get(path);
  if (entry !== undefined) {
    const reason = refusalOf(entry, maxBytes);
    return reason === undefined ? { state: 'readable', entry } : { state: 'refused', entry, reason };
  }
  for (const folder of foldersOf(path)) {
    const above = tree.get(folder);
    if (above?.mode === SYMLINK) return belowLink(above, folder);
    if (above?.mode === SUBMODULE) {
      return { state: 'refused', entry: above, reason: `lies in ${folder}, which is a submodule` };
    }
  }
  return { state: 'absent' };
}

export function belowLink(entry: FileEntry, folder: string): Extract<FileRead, { state: 'refused' }> {
  return { state: 'refused', entry, reason: `lies below ${folder}, which is a symbolic link and is never followed` };
}

/** The last check, on the bytes themselves: a tree may not tell sizes, or may tell them wrong. */
export function foundWithin(entry: FileEntry, bytes: Uint8Array, maxBytes: number): FileRead {
  const measured: FileEntry = { ...entry, bytes: bytes.byteLength };
  if (bytes.byteLength > maxBytes) {
    return { state: 'refused', entry: measured, reason: tooLarge(bytes.byteLength, maxBytes) };
  }
  return { state: 'found', entry: measured, bytes };
}
