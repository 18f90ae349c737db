import type { TreeNode } from '../tree.ts';
import type { DocumentBuilder } from './builder.ts';
import { nodeAt, numberAt, textAt } from './nodes.ts';
import { shownPath } from './shown.ts';

/** What DVC calls the hash of a file: by default MD5, for outputs outside of the cache that of their storage. */
const HASHES = ['md5', 'etag', 'checksum'] as const;

/** Whether this is how DVC describes a file it tracks: a path with a hash or a size. */
export function isTrackedFile(node: TreeNode): boolean {
  return (
    textAt(node, 'path') !== undefined && [...HASHES, 'size', 'hash'].some((key) => nodeAt(node, key) !== undefined)
  );
}

/** The hash that DVC has of a tracked file, in lower case; identifies a file and proves nothing. */
export function hashOf(node: TreeNode): string | undefined {
  for (const key of HASHES) {
    const hash = textAt(node, key);
    if (hash !== undefined) return hash.toLowerCase();
  }
  return undefined;
}

/**
 * Size and number of files become records, hashes facts. MD5 stays MD5: whoever asks for SHA-256 finds none. Nothing
 * was evaluated on an empty file, so that it has no size either.
 */
export function readTrackedFile(document: DocumentBuilder, prefix: readonly string[], node: TreeNode): void {
  const path = textAt(node, 'path');
  if (path === undefined) return;
  const shown = shownPath(path);
  const name = [...prefix, shown];
  for (const key of HASHES) {
    const hash = textAt(node, key);
    if (hash !== undefined) document.fact([...name, key].join('.'), hash.toLowerCase(), node.at);
  }
  const size = nodeAt(node, 'size');
  if (numberAt(node, 'size') === 0 || numberAt(node, 'nfiles') === 0) {
    document.warn(`Nothing is in "${shown}": it is empty`, size?.at ?? node.at);
    return;
  }
  if (size !== undefined) document.metric([...name, 'size'], size, { unit: 'bytes' });
  const files = nodeAt(node, 'nfiles');
  if (files !== undefined) document.metric([...name, 'nfiles'], files, { unit: 'count' });
}
