import { MAX_DOCUMENT_BYTES } from '../documents/limits.ts';
import { readPolicy } from '../review/stage-policy.ts';
import type { FileEntry, FileSource } from '../sources/source.ts';

/**
 * Asks for the documents that will be judged while it is still being found out what changed. What differs between base
 * and head is foreseen to be judged; sources remember what they read, so nothing is asked for twice, and a wrong guess
 * costs a request and no time. Never rejects: whoever needs the documents meets the fault.
 */
export async function readAhead(sources: {
  readonly head: FileSource;
  readonly base: FileSource;
  readonly policyOf: FileSource;
}): Promise<void> {
  const { head, base, policyOf } = sources;
  try {
    const [policy, after, before] = await Promise.all([readPolicy(policyOf), head.list(), base.list()]);
    if (policy.state !== 'valid') return;
    const blobs = (entries: readonly FileEntry[]) => new Map(entries.map(({ path, blob }) => [path, blob]));
    const [ours, theirs] = [blobs(after), blobs(before)];
    const reads: Promise<unknown>[] = [];
    for (const model of policy.policy.models) {
      const { model: _weights, ...documents } = model.evidence;
      const paths = Object.values(documents).map(({ path }) => path);
      if (paths.every((path) => ours.get(path) === theirs.get(path))) continue;
      for (const path of paths) {
        reads.push(head.read(path, MAX_DOCUMENT_BYTES), base.read(path, MAX_DOCUMENT_BYTES));
      }
    }
    await Promise.all(reads);
  } catch {
    // Only ahead of time: the review reads the same and reports what is wrong.
  }
}
