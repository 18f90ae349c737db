import { gitBlobId } from './digest.ts';
import type { FileEntry, FileRead, FileSource } from './source.ts';
import { SourceUnreachable } from './source.ts';
import { foundWithin, lookUp, toTree } from './tree.ts';

/** A file's content, with a mode other than 100644 where that matters, or the reason why it cannot be fetched. */
export type MemoryFile =
  | string
  | Uint8Array
  | { readonly content: string | Uint8Array; readonly mode: string }
  | { readonly unreachable: string };

/** Files given as data: previews, and tests of what stands above the sources. */
export function memorySource(options: {
  readonly ref: string;
  readonly commit: string | null;
  readonly files: Readonly<Record<string, MemoryFile>>;
  /** Nothing can be listed or read: what a server error on the tree looks like. */
  readonly unreachable?: string;
}): FileSource {
  const { ref, commit, unreachable } = options;
  const files = new Map(Object.entries(options.files));
  const tree = toTree([...files].map(([path, file]) => toEntry(path, file)));

  async function list(): Promise<readonly FileEntry[]> {
    if (unreachable !== undefined) throw new SourceUnreachable(unreachable);
    return [...tree.values()];
  }

  async function read(path: string, maxBytes: number): Promise<FileRead> {
    if (unreachable !== undefined) return { state: 'unreachable', reason: unreachable };
    const found = lookUp(tree, path, maxBytes);
    if (found.state !== 'readable') return found;
    const file = files.get(path);
    if (file === undefined) return { state: 'absent' };
    if (isUnreachable(file)) return { state: 'unreachable', reason: file.unreachable };
    return foundWithin(found.entry, toBytes(file), maxBytes);
  }

  return { ref, commit: async () => commit, list, read };
}

function toEntry(path: string, file: MemoryFile): FileEntry {
  if (isUnreachable(file)) return { path, mode: '100644', blob: null, bytes: null };
  const bytes = toBytes(file);
  const mode = typeof file === 'string' || file instanceof Uint8Array ? '100644' : file.mode;
  return { path, mode, blob: gitBlobId(bytes), bytes: bytes.byteLength };
}

function toBytes(file: Exclude<MemoryFile, { unreachable: string }>): Uint8Array {
  if (typeof file === 'string') return new TextEncoder().encode(file);
  if (file instanceof Uint8Array) return file;
  return toBytes(file.content);
}

function isUnreachable(file: MemoryFile): file is { readonly unreachable: string } {
  return typeof file === 'object' && 'unreachable' in file;
}
