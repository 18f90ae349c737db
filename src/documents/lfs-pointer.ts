/** What a Git LFS pointer file says about the file that it stands for. */
export interface LfsPointer {
  /** SHA-256 of the content, lower-case hex. */
  readonly oid: string;
  /** Size of the content in bytes. */
  readonly bytes: number;
}

/** A pointer is smaller than this by its specification (https://github.com/git-lfs/git-lfs/blob/main/docs/spec.md). */
const POINTER_BYTES = 1024;

/**
 * Version line first, then the other keys in alphabetical order: extensions, `oid`, `size`. Every part has a fixed
 * start, so that matching takes linear time.
 */
const POINTER =
  /^version https:\/\/(?:git-lfs|hawser)\.github\.com\/spec\/v1\n(?:ext-\d-[^\s]+ sha256:[0-9a-f]{64}\n)*oid sha256:([0-9a-f]{64})\nsize (0|[1-9]\d{0,15})\n?$/;

/** The Git LFS pointer that these bytes are, or undefined when they are anything else. */
export function findLfsPointer(bytes: Uint8Array): LfsPointer | undefined {
  if (bytes.length >= POINTER_BYTES) return undefined;
  const match = POINTER.exec(new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes));
  if (match === null) return undefined;
  const [, oid = '', size = ''] = match;
  const count = Number(size);
  return Number.isSafeInteger(count) ? { oid, bytes: count } : undefined;
}
