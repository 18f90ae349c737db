import { createHash } from 'node:crypto';
import { constants } from 'node:fs';
import { lstat, open, readdir, readlink, realpath } from 'node:fs/promises';
import { join } from 'node:path';
import { findLfsPointer } from '../documents/lfs-pointer.ts';
import type { FileEntry, FileSource } from '../sources/source.ts';
import { openFolder } from '../sources/work-tree.ts';
import { ActionFault } from './world.ts';

/** The files that the job has before it: those that were checked out, and those that it has written since. */
export interface Workspace {
  readonly root: string;
  readonly source: FileSource;
  /** Paths of the files below these folders; the empty name is the whole workspace. */
  listBelow(folders: readonly string[]): Promise<readonly string[]>;
}

const OPEN_FLAGS = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);

/** Opens the workspace. git is not asked: it may be absent, or may refuse a folder that another user owns. */
export async function openWorkspace(path: string, format: 'sha1' | 'sha256'): Promise<Workspace> {
  const root = await realpath(path).catch(() => undefined);
  const entries = root === undefined ? [] : await readdir(root);
  if (root === undefined || entries.length === 0) {
    throw new ActionFault(
      'The workspace is empty: the candidate is read from it. Put a step with actions/checkout before modelgate.',
    );
  }
  return {
    root,
    source: { ...openFolder({ root, format, listPaths: () => walk(root, ['']) }), ref: 'workspace' },
    listBelow: (folders) => walk(root, folders),
  };
}

async function walk(root: string, folders: readonly string[]): Promise<readonly string[]> {
  const paths: string[] = [];
  const waiting = [...folders];
  for (let folder = waiting.pop(); folder !== undefined; folder = waiting.pop()) {
    for (const entry of await readFolder(root, folder)) {
      const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
      // A link is listed and not entered; what git keeps for itself is no file of the repository.
      if (entry.isDirectory()) {
        if (entry.name.toLowerCase() !== '.git') waiting.push(path);
      } else if (entry.name.toLowerCase() !== '.git') paths.push(path);
    }
  }
  return [...new Set(paths)].sort();
}

async function readFolder(root: string, folder: string) {
  try {
    // A folder that is a link, or below one, leads out of what was checked out.
    const full = join(root, folder);
    if ((await realpath(full)) !== full) return [];
    return await readdir(full, { withFileTypes: true });
  } catch (error) {
    if (isAbsence(error)) return [];
    throw error;
  }
}

/**
 * Whether the file on disk is the one of the tree: the same bytes, or what git makes of them on checkout (CR LF line
 * ends, the content of a Git LFS pointer).
 */
export async function isAsCommitted(
  { root, path, format }: { readonly root: string; readonly path: string; readonly format: 'sha1' | 'sha256' },
  entry: FileEntry,
  readBlob: (entry: FileEntry) => Promise<Uint8Array | undefined>,
): Promise<boolean> {
  const full = join(root, path);
  const found = await lstat(full).catch(() => undefined);
  if (found === undefined) return false;
  if (found.isSymbolicLink() || entry.mode === '120000') {
    if (!found.isSymbolicLink() || entry.mode !== '120000') return false;
    return blobIdOf(format, Buffer.from(await readlink(full))) === entry.blob;
  }
  if (!found.isFile()) return false;
  if (entry.bytes === null || entry.bytes === found.size) {
    if ((await digestFile(full, format, `blob ${found.size}\0`)) === entry.blob) return true;
  }
  return isCheckedOut(full, found.size, { entry, format, readBlob });
}

/** Text files beyond this size are not looked at for their line ends. */
const LARGEST_TEXT = 16_000_000;
const LARGEST_POINTER = 1_024;

async function isCheckedOut(
  full: string,
  size: number,
  {
    entry,
    format,
    readBlob,
  }: {
    readonly entry: FileEntry;
    readonly format: 'sha1' | 'sha256';
    readonly readBlob: (entry: FileEntry) => Promise<Uint8Array | undefined>;
  },
): Promise<boolean> {
  if (entry.bytes !== null && entry.bytes < LARGEST_POINTER) {
    const blob = await readBlob(entry);
    const pointer = blob === undefined ? undefined : findLfsPointer(blob);
    if (pointer !== undefined) return pointer.bytes === size && (await digestFile(full, 'sha256', '')) === pointer.oid;
  }
  if (size > LARGEST_TEXT || entry.bytes === null || entry.bytes >= size) return false;
  const file = await open(full, OPEN_FLAGS);
  try {
    const text = await file.readFile('latin1');
    return blobIdOf(format, Buffer.from(text.replaceAll('\r\n', '\n'), 'latin1')) === entry.blob;
  } finally {
    await file.close();
  }
}

function blobIdOf(format: 'sha1' | 'sha256', bytes: Uint8Array): string {
  return createHash(format).update(`blob ${bytes.byteLength}\0`).update(bytes).digest('hex');
}

/** In pieces: a model may be larger than memory. */
async function digestFile(full: string, format: 'sha1' | 'sha256', prefix: string): Promise<string> {
  const file = await open(full, OPEN_FLAGS);
  const hash = createHash(format).update(prefix);
  for await (const piece of file.createReadStream()) hash.update(piece as Uint8Array);
  return hash.digest('hex');
}

function isAbsence(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR');
}
