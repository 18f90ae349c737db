import { resolveRef } from './git.ts';
import { inTurns } from './in-turns.ts';
import { once } from './once.ts';
import { gitBytes, splitRecords } from './run-git.ts';
import type { FileEntry, FileRead, FileSource } from './source.ts';
import { SourceUnreachable } from './source.ts';
import { foundWithin, lookUp, toTree } from './tree.ts';
import type { Tree } from './tree.ts';

/** Processes at once: reading is bound by their start, and a policy may name hundreds of files. */
const PARALLEL_READS = 4;

export interface GitCommitOptions {
  /** Any folder of the repository. */
  readonly cwd: string;
  /** A branch, tag, commit id or revision; a full name such as `refs/heads/main` where it must be that very one. */
  readonly ref: string;
}

/** Like `gitCommitSource`, but already rejects here where the ref or the repository does not exist. */
export async function openGitCommit(options: GitCommitOptions): Promise<FileSource> {
  const source = gitCommitSource(options);
  await source.commit();
  return source;
}

/**
 * The files of a commit in a local repository, read from the object store: the work tree, content filters and
 * symbolic links play no part. The ref is resolved once, when it is first needed. Calls reject with `RefNotFound`
 * where it names no commit.
 */
export function gitCommitSource({ cwd, ref }: GitCommitOptions): FileSource {
  const getCommit = once(() => resolveRef({ cwd, ref }));
  const getTree = once(async () => listTree(cwd, await getCommit()));
  const takeTurn = inTurns(PARALLEL_READS);
  const blobs = new Map<string, Promise<Uint8Array>>();

  function getBlob(blob: string, bytes: number): Promise<Uint8Array> {
    const known = blobs.get(blob);
    if (known !== undefined) return known;
    const fetched = takeTurn(() => gitBytes({ cwd, args: ['cat-file', 'blob', blob], maxBytes: bytes + 1 }));
    blobs.set(blob, fetched);
    return fetched;
  }

  async function read(path: string, maxBytes: number): Promise<FileRead> {
    try {
      const found = lookUp(await getTree(), path, maxBytes);
      if (found.state !== 'readable') return found;
      const { entry } = found;
      if (entry.blob === null || entry.bytes === null) {
        return { state: 'unreachable', reason: `${path} is not in this clone` };
      }
      return foundWithin(entry, await getBlob(entry.blob, entry.bytes), maxBytes);
    } catch (error) {
      if (error instanceof SourceUnreachable) return { state: 'unreachable', reason: error.message };
      throw error;
    }
  }

  return { ref, commit: getCommit, list: async () => [...(await getTree()).values()], read };
}

async function listTree(cwd: string, commit: string): Promise<Tree> {
  const output = await gitBytes({ cwd, args: ['ls-tree', '-r', '-z', '--long', '--full-tree', commit] });
  return toTree(splitRecords(output).map(parseRecord));
}

/** `<mode> <type> <object> <size or ->\t<path>` */
function parseRecord(record: string): FileEntry {
  const match = /^(\d{6}) \w+ ([0-9a-f]{40,64}) +(\d+|-|BAD)\t([^]+)$/.exec(record);
  const [, mode, blob, size, path] = match ?? [];
  if (mode === undefined || blob === undefined || size === undefined || path === undefined) {
    throw new SourceUnreachable('git ls-tree answered in a form that is not understood.');
  }
  return { path, mode, blob, bytes: /^\d+$/.test(size) ? Number(size) : null };
}
