import { constants } from 'node:fs';
import { lstat, open, realpath, stat } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { gitBlobId } from './digest.ts';
import { findRepositoryRoot } from './git.ts';
import { inTurns } from './in-turns.ts';
import { gitBytes, gitLine, splitRecords } from './run-git.ts';
import type { FileEntry, FileRead, FileSource } from './source.ts';
import { SourceUnreachable } from './source.ts';
import { belowLink, comparePaths, foldersOf, foundWithin, refusalOf } from './tree.ts';

const PARALLEL_LOOKS = 32;
/** Absent on systems without symbolic links worth the name; the checks before and after opening hold there too. */
const OPEN_FLAGS = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);

/**
 * The files on disk as they are now, uncommitted and untracked ones included, without those that git ignores; a file
 * that git ignores can still be read by its path, since a training run may just have written it. Nothing is read
 * through a symbolic link or out of `.git`. Rejects with `SourceUnreachable` outside of a repository.
 */
export async function openWorkTree({ cwd }: { readonly cwd: string }): Promise<FileSource> {
  const root = await realpath(await findRepositoryRoot({ cwd }));
  const format = await gitLine({ cwd: root, args: ['rev-parse', '--show-object-format'] });
  return openFolder({ root, format: format === 'sha256' ? 'sha256' : 'sha1', listPaths: () => listPaths(root) });
}

export interface FolderOptions {
  /** Without symbolic links in it, as `realpath` gives it. */
  readonly root: string;
  /** How blob ids are made. */
  readonly format: 'sha1' | 'sha256';
  /** Paths that may be there, as git writes them; those that are not are left out. */
  readonly listPaths: () => Promise<Iterable<string>>;
}

/** A folder read as a work tree is, whoever tells which files are in it: no git is needed. */
export function openFolder({ root, format, listPaths }: FolderOptions): FileSource {
  const blobId = (bytes: Uint8Array) => gitBlobId(bytes, format);
  const reads = new Map<string, Promise<FileRead>>();
  let files: Promise<readonly FileEntry[]> | undefined;

  function list(): Promise<readonly FileEntry[]> {
    files ??= listPaths().then((paths) => lookAtAll(root, paths));
    return files;
  }

  function read(path: string, maxBytes: number): Promise<FileRead> {
    // What was read once stays: a verdict must not rest on two states of one file.
    const key = `${maxBytes} ${path}`;
    const known = reads.get(key);
    if (known !== undefined) return known;
    const result = readFile({ root, path, maxBytes, blobId });
    reads.set(key, result);
    return result;
  }

  return { ref: 'work tree', commit: async () => null, list, read };
}

async function listPaths(root: string): Promise<ReadonlySet<string>> {
  const args = ['ls-files', '-z', '--cached', '--others', '--exclude-standard'];
  return new Set(splitRecords(await gitBytes({ cwd: root, args })).map((path) => path.replace(/\/$/, '')));
}

async function lookAtAll(root: string, paths: Iterable<string>): Promise<readonly FileEntry[]> {
  const takeTurn = inTurns(PARALLEL_LOOKS);
  const folders = new Map<string, Promise<boolean>>();

  /** git lists a tracked file below a folder that has become a link since; for git itself that file is deleted. */
  function isRealFolder(folder: string): Promise<boolean> {
    const known = folders.get(folder);
    if (known !== undefined) return known;
    const result = takeTurn(() => look(root, folder)).then((entry) => entry !== null && entry.mode !== '120000');
    folders.set(folder, result);
    return result;
  }

  async function lookAt(path: string): Promise<FileEntry | null> {
    const above = await Promise.all(foldersOf(path).map(isRealFolder));
    return above.every(Boolean) ? takeTurn(() => look(root, path)) : null;
  }

  const entries = await Promise.all([...paths].map(lookAt));
  return entries.filter((entry) => entry !== null).sort(comparePaths);
}

/** What stands at a path, not followed; null where nothing does. A folder in a list of files is another repository. */
async function look(root: string, path: string): Promise<FileEntry | null> {
  try {
    const found = await lstat(join(root, path));
    if (found.isSymbolicLink()) return { path, mode: '120000', blob: null, bytes: null };
    if (found.isDirectory()) return { path, mode: '160000', blob: null, bytes: null };
    if (!found.isFile()) return { path, mode: '000000', blob: null, bytes: null };
    const mode = (found.mode & 0o100) === 0 ? '100644' : '100755';
    return { path, mode, blob: null, bytes: found.size };
  } catch (error) {
    if (isAbsence(error)) return null;
    throw error;
  }
}

async function readFile({
  root,
  path,
  maxBytes,
  blobId,
}: {
  readonly root: string;
  readonly path: string;
  readonly maxBytes: number;
  readonly blobId: (bytes: Uint8Array) => string;
}): Promise<FileRead> {
  if (!isInside(path)) return { state: 'absent' };
  try {
    for (const folder of foldersOf(path)) {
      const above = await look(root, folder);
      if (above === null) return { state: 'absent' };
      if (above.mode === '120000') return belowLink(above, folder);
      // A submodule: its files are no part of this repository, and a commit of it would not bring them.
      if ((await look(root, `${folder}/.git`)) !== null)
        return { state: 'refused', entry: { ...above, path }, reason: `lies in another repository, ${folder}` };
    }
    const entry = await look(root, path);
    if (entry === null) return { state: 'absent' };
    if (entry.mode === '160000') return { state: 'refused', entry, reason: 'is a folder, not a file' };
    const reason = refusalOf(entry, maxBytes);
    if (reason !== undefined) return { state: 'refused', entry, reason };
    const bytes = await readBytes(root, path, maxBytes);
    if (bytes === null) return { state: 'absent' };
    return foundWithin({ ...entry, blob: blobId(bytes) }, bytes, maxBytes);
  } catch (error) {
    if (isAbsence(error)) return { state: 'absent' };
    if (error instanceof SourceUnreachable) return { state: 'unreachable', reason: error.message };
    return { state: 'unreachable', reason: `${path} could not be read: ${codeOf(error)}` };
  }
}

/** Paths as git writes them. Everything else names no file of this repository, `.git` in any spelling above all. */
function isInside(path: string): boolean {
  if (path.includes('\0') || (sep === '\\' && path.includes('\\'))) return false;
  return path.split('/').every((part) => part !== '' && part !== '.' && part !== '..' && part.toLowerCase() !== '.git');
}

/**
 * Opens the file and then asks once more where it lies: a folder may have been exchanged for a link since it was
 * looked at, and a disk that ignores case would find files that are not there on GitHub.
 */
async function readBytes(root: string, path: string, maxBytes: number): Promise<Uint8Array | null> {
  const full = join(root, path);
  const file = await open(full, OPEN_FLAGS);
  try {
    if ((await realpath(full)) !== full) return null;
    const [opened, named] = await Promise.all([file.stat(), stat(full)]);
    if (!opened.isFile() || opened.ino !== named.ino || opened.dev !== named.dev) return null;
    // One byte more than expected shows that the file grows while it is read.
    const buffer = new Uint8Array(Math.min(opened.size, maxBytes) + 1);
    let filled = 0;
    while (filled < buffer.byteLength) {
      const { bytesRead } = await file.read(buffer, filled, buffer.byteLength - filled, filled);
      if (bytesRead === 0) break;
      filled += bytesRead;
    }
    const whole = filled === opened.size || filled > maxBytes;
    if (!whole) throw new SourceUnreachable(`${path} changed while it was read.`);
    return buffer.subarray(0, filled);
  } finally {
    await file.close();
  }
}

function isAbsence(error: unknown): boolean {
  const code = codeOf(error);
  return code === 'ENOENT' || code === 'ENOTDIR';
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : String(error);
}
