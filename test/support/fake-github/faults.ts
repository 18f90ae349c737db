/** Faults that a test or the demo puts between a client and the fake. */

export interface Fault {
  readonly method?: string;
  /** Matched against the path without its query: a part of it, or a pattern. */
  readonly path?: string | RegExp;
  /** How many matching requests it hits. Default 1. */
  readonly times?: number;
  readonly effect: FaultEffect;
}

export type FaultEffect =
  /** Answer this instead of doing anything. */
  | {
      readonly respond: number;
      readonly body?: unknown;
      readonly headers?: Readonly<Record<string, string>>;
    }
  /** Do it, but only after so many milliseconds. */
  | { readonly delayMs: number }
  /** Close the connection without doing anything. */
  | { readonly drop: true }
  /** Do it, then close the connection without an answer. */
  | { readonly loseAnswer: true }
  /** Do it, and break off in the middle of the answer's body. */
  | { readonly truncateAnswer: true };

export interface Faults {
  add(fault: Fault): void;
  /** The effect for this request, used up by asking. */
  take(method: string, path: string): FaultEffect | undefined;
  clear(): void;
}

export function createFaults(): Faults {
  const armed: { readonly fault: Fault; left: number }[] = [];
  return {
    add(fault) {
      armed.push({ fault, left: fault.times ?? 1 });
    },
    take(method, path) {
      const hit = armed.find(({ fault, left }) => left > 0 && matches(fault, method, path));
      if (hit === undefined) return undefined;
      hit.left -= 1;
      return hit.fault.effect;
    },
    clear() {
      armed.length = 0;
    },
  };
}

function matches(fault: Fault, method: string, path: string): boolean {
  if (fault.method !== undefined && fault.method.toUpperCase() !== method) return false;
  if (fault.path === undefined) return true;
  return typeof fault.path === 'string' ? path.includes(fault.path) : fault.path.test(path);
}

/** The answer of a secondary rate limit. */
export function secondaryLimit(retryAfterSeconds: number): FaultEffect {
  return {
    respond: 403,
    headers: { 'retry-after': String(retryAfterSeconds) },
    body: { message: 'You have exceeded a secondary rate limit. Please wait a few minutes before you try again.' },
  };
}
