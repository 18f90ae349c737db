/** What was asked of the fake, when, and by whom. */

export interface JournalEntry {
  readonly id: number;
  readonly method: string;
  /** With its query, as sent. */
  readonly path: string;
  /** The route that answered: `GET /repos/{owner}/{repo}`; null for an unknown one. */
  readonly route: string | null;
  /** 0 when the connection was closed without an answer. */
  readonly status: number;
  readonly actor: 'anonymous' | 'app' | 'installation' | 'user' | 'actions';
  /** Milliseconds on the clock of `performance.now()`. */
  readonly startedAt: number;
  readonly endedAt: number;
}

const READING = new Set(['GET', 'HEAD']);

/** Requests that write something to a repository; the minting of tokens is none. */
export function writes(entries: readonly JournalEntry[]): readonly JournalEntry[] {
  return entries.filter((entry) => !READING.has(entry.method) && !isTokenMint(entry));
}

export function isTokenMint(entry: JournalEntry): boolean {
  return entry.method === 'POST' && entry.path.endsWith('/access_tokens');
}

/**
 * The largest number of requests none of which began before another had ended: how many round trips somebody waited
 * for. Meaningful only with added latency; without it requests sent together are answered one after the other. The
 * minting of tokens does not count.
 */
export function longestSequentialChain(entries: readonly JournalEntry[]): readonly JournalEntry[] {
  const chain: JournalEntry[] = [];
  let freeAt = Number.NEGATIVE_INFINITY;
  // Taking always the one that ends first gives the most that do not overlap.
  for (const entry of entries.filter((one) => !isTokenMint(one)).toSorted((a, b) => a.endedAt - b.endedAt)) {
    if (entry.startedAt < freeAt) continue;
    chain.push(entry);
    freeAt = entry.endedAt;
  }
  return chain;
}
