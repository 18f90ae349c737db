/** Runs tasks as they come, at most `limit` at a time, in the order in which they were asked for. */
export function inTurns(limit: number): <T>(task: () => Promise<T>) => Promise<T> {
  const waiting: (() => void)[] = [];
  let running = 0;

  return async function takeTurn<T>(task: () => Promise<T>): Promise<T> {
    if (running >= limit) await new Promise<void>((start) => waiting.push(start));
    else running += 1;
    try {
      return await task();
    } finally {
      const next = waiting.shift();
      // The place is handed on, so that nobody who asks in between can take it.
      if (next === undefined) running -= 1;
      else next();
    }
  };
}
