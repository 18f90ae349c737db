import { setTimeout as delay } from 'node:timers/promises';
import { retryDelayMs } from './errors.ts';
import { createLane } from './lane.ts';
import type { Lane } from './lane.ts';

export type Fetch = typeof globalThis.fetch;

export interface TransportOptions {
  /** Milliseconds for one request, its body included. Default 10,000. */
  readonly timeoutMs?: number;
  /** How often a GET is sent again after a 5xx or a broken connection. Default 2; a timeout is tried once more only. */
  readonly retries?: number;
  /** The longest wait that GitHub may impose on a request; a longer one is left to the caller. Default 20,000 ms. */
  readonly maxWaitMs?: number;
  /** Requests in flight. Default 20, far below GitHub's 100. */
  readonly maxConcurrent?: number;
  readonly fetch?: Fetch;
  readonly now?: () => number;
  readonly random?: () => number;
  readonly sleep?: (ms: number) => Promise<void>;
}

const FIRST_RETRY_MS = 200;
const LIMITED_RETRIES = 2;
/** GitHub's advice for a secondary limit that comes without `retry-after`. */
const UNSPECIFIED_WAIT_MS = 60_000;

/**
 * A `fetch` that is fit for GitHub. It sits below Octokit, so that every request passes it: also the minting of
 * installation tokens, which Octokit's hooks and plugins do not see.
 *
 * - Every request has a timeout, and its body is read whole within it: Octokit takes a body that broke off for an
 *   empty one.
 * - Only GET, HEAD and the minting of a token are sent again after 5xx or a broken connection. Any other request may
 *   have had its effect.
 * - What GitHub refused for a rate limit had no effect, so any method is sent again after the time it asks for.
 */
export function createTransport(options: TransportOptions = {}): Fetch {
  const settings = withDefaults(options);
  const lane = createLane({ maxConcurrent: settings.maxConcurrent, now: settings.now, sleep: settings.sleep });

  return async function transport(input, init) {
    const method = (init?.method ?? 'GET').toUpperCase();
    const repeatable = method === 'GET' || method === 'HEAD' || isTokenMint(input);
    let faults = 0;
    let limits = 0;
    while (true) {
      const attempt = await lane.run(() => send(settings, input, init));
      if (attempt.kind === 'fault') {
        const allowed = attempt.timedOut ? Math.min(1, settings.retries) : settings.retries;
        if (!repeatable || faults >= allowed || init?.signal?.aborted === true) throw attempt.error;
      } else {
        const waitMs = limitWaitMs(attempt.response, attempt.body, settings.now());
        if (waitMs !== null) {
          if (waitMs > settings.maxWaitMs || limits >= LIMITED_RETRIES) return rebuild(attempt);
          limits += 1;
          hold(lane, settings, waitMs);
          continue;
        }
        if (!isServerFault(attempt.response.status) || !repeatable || faults >= settings.retries)
          return rebuild(attempt);
      }
      faults += 1;
      await settings.sleep(FIRST_RETRY_MS * 2 ** (faults - 1) * (0.5 + settings.random()));
    }
  };
}

type Settings = Required<TransportOptions>;

interface Answer {
  readonly kind: 'answer';
  readonly response: Response;
  readonly body: ArrayBuffer;
}
interface Fault {
  readonly kind: 'fault';
  readonly error: unknown;
  readonly timedOut: boolean;
}

function withDefaults(options: TransportOptions): Settings {
  return {
    timeoutMs: options.timeoutMs ?? 10_000,
    retries: options.retries ?? 2,
    maxWaitMs: options.maxWaitMs ?? 20_000,
    maxConcurrent: options.maxConcurrent ?? 20,
    // Looked up at each call: a test, or an instrumentation, may replace it later.
    fetch: options.fetch ?? ((input, init) => globalThis.fetch(input, init)),
    now: options.now ?? Date.now,
    random: options.random ?? Math.random,
    sleep: options.sleep ?? (async (ms) => delay(ms)),
  };
}

async function send(settings: Settings, input: Parameters<Fetch>[0], init: RequestInit = {}): Promise<Answer | Fault> {
  const timeout = AbortSignal.timeout(settings.timeoutMs);
  const signal = init.signal == null ? timeout : AbortSignal.any([timeout, init.signal]);
  try {
    const response = await settings.fetch(input, { ...init, signal });
    return { kind: 'answer', response, body: await response.arrayBuffer() };
  } catch (error) {
    return { kind: 'fault', error, timedOut: timeout.aborted };
  }
}

/** 501 means that the server lacks the route, and it will not grow one. */
function isServerFault(status: number): boolean {
  return status >= 500 && status !== 501;
}

/** One token more does no harm, and without it nothing can be read. */
function isTokenMint(input: Parameters<Fetch>[0]): boolean {
  return /\/app\/installations\/\d+\/access_tokens$/.test(input instanceof Request ? input.url : String(input));
}

/** Null when the answer is no rate limit: a plain 403 is a missing permission, and waiting does not help. */
function limitWaitMs(response: Response, body: ArrayBuffer, nowMs: number): number | null {
  if (response.status !== 403 && response.status !== 429) return null;
  const asked = retryDelayMs(Object.fromEntries(response.headers), nowMs);
  if (asked !== null) return asked;
  const secondary = /secondary rate limit|abuse detection/i.test(new TextDecoder().decode(body.slice(0, 4096)));
  return response.status === 429 || secondary ? UNSPECIFIED_WAIT_MS : null;
}

function hold(lane: Lane, settings: Settings, waitMs: number): void {
  const jitterMs = settings.random() * FIRST_RETRY_MS;
  lane.holdUntil(settings.now() + waitMs + jitterMs);
}

const BODILESS = new Set([204, 205, 304]);

function rebuild({ response, body }: Answer): Response {
  const rebuilt = new Response(BODILESS.has(response.status) ? null : body, {
    status: response.status,
    statusText: response.statusText,
    headers: response.headers,
  });
  // Octokit reports where an answer came from; a Response that was built by hand has no URL.
  Object.defineProperty(rebuilt, 'url', { value: response.url });
  return rebuilt;
}
