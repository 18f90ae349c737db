import { createRecent } from './recent.ts';

/** Which pull requests were seen with which head, and one at a time for each head: they share its check. */
export interface SharedHeads {
  note(repository: string, headSha: string, number: number): void;
  /** Whether more than one pull request was seen with that head; nothing is known of the time before this process. */
  isShared(repository: string, headSha: string): boolean;
  exclusively<T>(repository: string, headSha: string, work: () => Promise<T>): Promise<T>;
}

const REMEMBERED = 10_000;

export function createSharedHeads(): SharedHeads {
  const seen = createRecent<ReadonlySet<number>>(REMEMBERED);
  const busy = new Map<string, Promise<unknown>>();
  const keyOf = (repository: string, headSha: string): string => `${repository}@${headSha}`.toLowerCase();

  return {
    note(repository, headSha, number) {
      const key = keyOf(repository, headSha);
      seen.set(key, new Set([...(seen.get(key) ?? []), number]));
    },
    isShared: (repository, headSha) => (seen.get(keyOf(repository, headSha))?.size ?? 0) > 1,
    async exclusively(repository, headSha, work) {
      const key = keyOf(repository, headSha);
      const before = busy.get(key) ?? Promise.resolve();
      const mine = before.then(work);
      // Whoever waits behind waits for the end, whichever it is.
      const ended = mine.then(
        () => undefined,
        () => undefined,
      );
      busy.set(key, ended);
      try {
        return await mine;
      } finally {
        if (busy.get(key) === ended) busy.delete(key);
      }
    },
  };
}
