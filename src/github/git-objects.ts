import { createHash } from 'node:crypto';
import type { Tree, TreeEntry } from './types.ts';

/** The id that git gives these bytes. */
export function blobId(bytes: Uint8Array): string {
  return createHash('sha1').update(`blob ${bytes.length}\0`).update(bytes).digest('hex');
}

interface RawTreeEntry {
  readonly path: string;
  readonly mode: string;
  readonly type: string;
  readonly sha: string;
  readonly size?: number;
}

export function toTreeEntry(raw: RawTreeEntry): TreeEntry {
  const type = raw.type === 'tree' || raw.type === 'commit' ? raw.type : 'blob';
  return { path: raw.path, mode: raw.mode, type, sha: raw.sha, size: raw.size ?? null };
}

/** Null for an encoding that carries no bytes: `none`, for what is too large to be inlined. */
export function decodeBlob(content: string, encoding: string): Uint8Array | null {
  if (encoding === 'base64') return new Uint8Array(Buffer.from(content, 'base64'));
  if (encoding === 'utf-8') return new TextEncoder().encode(content);
  return null;
}

/** What a tree costs in memory: two bytes a character, and what five fields and an object cost. */
export function costOf(tree: Tree): number {
  let bytes = 200;
  for (const entry of tree.entries) bytes += 2 * (entry.path.length + entry.sha.length) + 120;
  return bytes;
}
