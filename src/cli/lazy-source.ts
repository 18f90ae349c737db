import type { FileSource } from '../sources/source.ts';
import { SourceUnreachable } from '../sources/source.ts';

/** A source that is opened when it is first needed. What its opening rejects with, every call rejects with. */
export function lazySource(ref: string, open: () => Promise<FileSource>): FileSource {
  let opened: Promise<FileSource> | undefined;

  function source(): Promise<FileSource> {
    opened ??= open();
    return opened;
  }

  return {
    ref,
    commit: async () => (await source()).commit(),
    list: async () => (await source()).list(),
    async read(path, maxBytes) {
      try {
        return await (await source()).read(path, maxBytes);
      } catch (error) {
        if (error instanceof SourceUnreachable) return { state: 'unreachable', reason: error.message };
        throw error;
      }
    },
  };
}
