import type { Cause, EventRepository, Task } from '../task.ts';
import { numberAt } from '../webhook-event.ts';

interface Origin {
  readonly installationId: number | null;
  readonly repository: EventRepository;
  readonly cause: Cause;
}

/** Judge again what has this head. GitHub names no pull request where the head is in a fork: then they are looked up. */
export function tasksOfHead(origin: Origin, headSha: string, pullRequests: unknown): readonly Task[] {
  const numbers: number[] = [];
  for (const entry of Array.isArray(pullRequests) ? pullRequests : []) {
    const number = typeof entry === 'object' && entry !== null ? numberAt({ ...entry }, 'number') : undefined;
    if (number !== undefined) numbers.push(number);
  }
  if (numbers.length === 0) return [{ kind: 'head', ...origin, headSha, asked: true }];
  return numbers.map((number) => ({ kind: 'pull-request', ...origin, number, asked: true }));
}
