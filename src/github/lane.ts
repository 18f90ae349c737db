/**
 * One installation's way to GitHub: so many requests at a time, none while GitHub has asked this installation to wait.
 * Installations have limits of their own, so that one must never wait for another (Probot's default lets them).
 */
export interface Lane {
  /** Runs the task as soon as there is room. Tasks start in the order in which they were asked for. */
  run<T>(task: () => Promise<T>): Promise<T>;
  /** No task starts before this time (milliseconds since the epoch). */
  holdUntil(timeMs: number): void;
}

export interface LaneOptions {
  readonly maxConcurrent: number;
  readonly now: () => number;
  readonly sleep: (ms: number) => Promise<void>;
}

export function createLane({ maxConcurrent, now, sleep }: LaneOptions): Lane {
  const waiting: (() => void)[] = [];
  let running = 0;
  let heldUntilMs = 0;

  async function enter(): Promise<void> {
    if (running >= maxConcurrent) {
      // The one who leaves hands its place over, so `running` stays as it is.
      await new Promise<void>((resolve) => waiting.push(resolve));
      return;
    }
    running += 1;
  }

  function leave(): void {
    const next = waiting.shift();
    if (next === undefined) running -= 1;
    else next();
  }

  return {
    async run(task) {
      await enter();
      try {
        const waitMs = heldUntilMs - now();
        if (waitMs > 0) await sleep(waitMs);
        return await task();
      } finally {
        leave();
      }
    },
    holdUntil(timeMs) {
      heldUntilMs = Math.max(heldUntilMs, timeMs);
    },
  };
}
