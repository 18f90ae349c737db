/**
 * Work that waits. At most one job of a key runs at a time; a job that comes while one of its key waits is merged into
 * it, so that a burst of events is judged once. This one lives in memory: a durable one can take its place.
 */
export interface Queue<Job> {
  /** False when the queue no longer takes work. `delayMs`: not before then; a job that comes meanwhile ends the wait. */
  add(job: Job, delayMs?: number): boolean;
  /** A newer job of that key waits. */
  hasWaiting(key: string): boolean;
  /** Jobs that wait, those that wait for a time included. */
  readonly length: number;
  readonly running: number;
  /** Since when the oldest job waits that could run, in milliseconds since the epoch; null when none does. */
  readonly oldestSince: number | null;
  /** Takes no more work and does what is there; gives what was left when the time was over. */
  drain(limitMs: number): Promise<readonly Job[]>;
}

export interface QueueOptions<Job> {
  readonly keyOf: (job: Job) => string;
  readonly merge: (earlier: Job, later: Job) => Job;
  /** Whose work it is: nobody gets more than `perGroup` of the places. */
  readonly groupOf: (job: Job) => string;
  readonly maxRunning: number;
  readonly maxPerGroup: number;
  /** Must not reject: what a failed job needs is the business of whoever gives the work. */
  readonly run: (job: Job) => Promise<void>;
  readonly now?: () => number;
}

interface Waiting<Job> {
  readonly job: Job;
  readonly since: number;
  /** Set while it waits for a time. */
  readonly timer: NodeJS.Timeout | undefined;
}

export function createQueue<Job>(options: QueueOptions<Job>): Queue<Job> {
  const { keyOf, merge, groupOf, maxRunning, maxPerGroup, run, now = Date.now } = options;
  // A Map iterates in the order of insertion: first come, first served.
  const waiting = new Map<string, Waiting<Job>>();
  const running = new Map<string, Promise<void>>();
  const perGroup = new Map<string, number>();
  let closed = false;

  function add(job: Job, delayMs = 0): boolean {
    if (closed) return false;
    const key = keyOf(job);
    const known = waiting.get(key);
    clearTimeout(known?.timer);
    // What is put off was tried already; news of the same key goes first.
    const isLate = delayMs > 0 && known !== undefined;
    const together = known === undefined ? job : isLate ? merge(job, known.job) : merge(known.job, job);
    const timer = delayMs > 0 && known === undefined ? setTimeout(() => wake(key), delayMs) : undefined;
    waiting.set(key, { job: together, since: known?.since ?? now(), timer });
    start();
    return true;
  }

  function wake(key: string): void {
    const entry = waiting.get(key);
    if (entry === undefined) return;
    waiting.delete(key);
    waiting.set(key, { ...entry, since: now(), timer: undefined });
    start();
  }

  function start(): void {
    for (const [key, { job, timer }] of waiting) {
      if (running.size >= maxRunning) return;
      const group = groupOf(job);
      if (timer !== undefined || running.has(key) || (perGroup.get(group) ?? 0) >= maxPerGroup) continue;
      waiting.delete(key);
      perGroup.set(group, (perGroup.get(group) ?? 0) + 1);
      running.set(key, work(key, group, job));
    }
  }

  async function work(key: string, group: string, job: Job): Promise<void> {
    // Started in a turn of its own, so that whoever adds a job is never held up by it.
    await Promise.resolve();
    try {
      await run(job);
    } finally {
      running.delete(key);
      const left = (perGroup.get(group) ?? 1) - 1;
      if (left > 0) perGroup.set(group, left);
      else perGroup.delete(group);
      start();
    }
  }

  async function drain(limitMs: number): Promise<readonly Job[]> {
    closed = true;
    const left: Job[] = [];
    // What waits for a time waits for GitHub to come back, which may take longer than anybody waits for us.
    for (const [key, { job, timer }] of waiting) {
      if (timer === undefined) continue;
      clearTimeout(timer);
      waiting.delete(key);
      left.push(job);
    }
    let timer: NodeJS.Timeout | undefined;
    const over = new Promise<'over'>((resolve) => {
      timer = setTimeout(() => resolve('over'), limitMs);
    });
    while (running.size > 0) {
      if ((await Promise.race([over, Promise.all(running.values())])) === 'over') break;
    }
    clearTimeout(timer);
    return [...left, ...[...waiting.values()].map(({ job }) => job)];
  }

  return {
    add,
    hasWaiting: (key) => waiting.has(key),
    get length() {
      return waiting.size;
    },
    get running() {
      return running.size;
    },
    get oldestSince() {
      let oldest: number | null = null;
      for (const { since, timer } of waiting.values()) {
        if (timer === undefined && (oldest === null || since < oldest)) oldest = since;
      }
      return oldest;
    },
    drain,
  };
}
