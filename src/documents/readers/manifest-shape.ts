import type { TreeNode } from '../tree.ts';
import { entriesOf } from './nodes.ts';

/** Keys of a file's entry, in lower case, the more specific first. */
export const DIGEST_KEYS: readonly string[] = [
  'sha256',
  'sha-256',
  'sha256sum',
  'sha256_hash',
  'checksum_sha256',
  'file_sha256',
];
export const NAME_KEYS: readonly string[] = [
  'path',
  'file',
  'filename',
  'file_name',
  'file_path',
  'name',
  'product_id',
  'id',
];
export const SIZE_KEYS: readonly string[] = [
  'byte_size',
  'size_bytes',
  'file_size_bytes',
  'bytes',
  'size',
  'file_size',
];
/** A file name has an extension or a folder. */
export function looksLikePath(key: string): boolean {
  return /[^/\\]\.[a-z0-9]{1,12}$/i.test(key) || /[/\\]/.test(key);
}

/** Numbers that a manifest has beside its files; any other speaks of something else, such as metrics. */
const MANIFEST_NUMBER = /version|count|size|bytes|files|total|rows|shards|seed|time|epoch/i;

function holdsOtherNumbers(node: TreeNode, key = ''): boolean {
  if (node.kind === 'number') return !MANIFEST_NUMBER.test(key);
  if (node.kind === 'not-finite') return true;
  if (isFileEntry(node)) return false;
  if (node.kind === 'array') return node.items.some((item) => holdsOtherNumbers(item, key));
  return entriesOf(node).some((entry) => holdsOtherNumbers(entry.value, entry.key));
}

/** Every value a digest under a path, or at least one list or map of objects with a digest and a name of a file. */
export function isTreeManifest(root: TreeNode): boolean {
  const entries = entriesOf(root);
  if (entries.length > 0 && entries.every(({ key, value }) => isPathDigest(key, value))) return true;
  const blocks = [root, ...childrenOf(root)];
  return blocks.some((block) => childrenOf(block).some(isFileEntry)) && !holdsOtherNumbers(root);
}

function childrenOf(node: TreeNode): readonly TreeNode[] {
  return node.kind === 'array' ? node.items : entriesOf(node).map(({ value }) => value);
}

function isPathDigest(key: string, value: TreeNode): boolean {
  return value.kind === 'string' && looksLikePath(key) && /^(?:sha256[:-])?[0-9a-f]{8,128}$/i.test(value.value);
}

function isFileEntry(node: TreeNode): boolean {
  const entries = entriesOf(node);
  return (
    entries.some(({ key, value }) => DIGEST_KEYS.includes(key.toLowerCase()) && value.kind === 'string') &&
    entries.some(({ key }) => NAME_KEYS.includes(key) || SIZE_KEYS.includes(key))
  );
}
