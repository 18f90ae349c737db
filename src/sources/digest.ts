import { createHash } from 'node:crypto';

/** SHA-256, lower-case hex. */
export function sha256Hex(bytes: Uint8Array | string): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/**
 * The id that git gives to these bytes as a blob: the hash of `blob <length>\0` and the bytes. No content filter
 * (line endings, LFS) is applied: the bytes are taken as they will be judged.
 */
export function gitBlobId(bytes: Uint8Array, format: 'sha1' | 'sha256' = 'sha1'): string {
  return createHash(format).update(`blob ${bytes.byteLength}\0`).update(bytes).digest('hex');
}
