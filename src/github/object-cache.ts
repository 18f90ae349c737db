import type { BranchHead, Tree } from './types.ts';

/**
 * What Git names by its content, remembered: blobs and trees never change under their id. Kept per repository (a token
 * that may read one repository learns nothing of another that has the same blob), bounded by bytes, the longest unused
 * dropped first.
 */
export type CachedObject =
  | { readonly kind: 'commit'; readonly head: BranchHead }
  | { readonly kind: 'tree'; readonly tree: Tree }
  | { readonly kind: 'blob'; readonly bytes: Uint8Array };

export interface ObjectCache {
  find(key: string): CachedObject | undefined;
  /** `bytes` is what the object costs in memory, roughly. Larger than the whole bound: not kept. */
  keep(key: string, object: CachedObject, bytes: number): void;
  readonly usedBytes: number;
}

export const DEFAULT_CACHE_BYTES = 64_000_000;

export function createObjectCache(maxBytes: number = DEFAULT_CACHE_BYTES): ObjectCache {
  // A Map iterates in the order of insertion; re-inserting on use makes its first entry the longest unused.
  const entries = new Map<string, { readonly object: CachedObject; readonly bytes: number }>();
  let usedBytes = 0;

  function drop(key: string): void {
    const entry = entries.get(key);
    if (entry === undefined) return;
    entries.delete(key);
    usedBytes -= entry.bytes;
  }

  return {
    find(key) {
      const entry = entries.get(key);
      if (entry === undefined) return undefined;
      entries.delete(key);
      entries.set(key, entry);
      return entry.object;
    },
    keep(key, object, bytes) {
      drop(key);
      if (bytes > maxBytes) return;
      entries.set(key, { object, bytes });
      usedBytes += bytes;
      for (const oldest of entries.keys()) {
        if (usedBytes <= maxBytes) return;
        drop(oldest);
      }
    },
    get usedBytes() {
      return usedBytes;
    },
  };
}
