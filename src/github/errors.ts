import { redactTokens } from './redact.ts';

/**
 * GitHub did not give what was asked for, and nothing is known of it: 401, 403, 429, 5xx, a timeout, a connection that
 * broke, an answer that is no JSON. The message is safe to show: it has no token and no body of GitHub's in it.
 */
export class GithubUnavailable extends Error {
  override readonly name = 'GithubUnavailable';
  /** HTTP status, or null when no answer came. */
  readonly status: number | null;
  /** How long GitHub asked us to wait, where it did. */
  readonly retryAfterMs: number | null;

  constructor(message: string, details: { status: number | null; retryAfterMs?: number | null; cause?: unknown }) {
    super(message, { cause: details.cause });
    this.status = details.status;
    this.retryAfterMs = details.retryAfterMs ?? null;
  }

  /** The request may have had its effect although no good answer came: look before sending it again. */
  get effectUnknown(): boolean {
    return this.status === null || this.status >= 500;
  }
}

/** GitHub answered 404 or 410: it is not there, or the token may not know that it is. */
export class GithubNotFound extends Error {
  override readonly name = 'GithubNotFound';
}

/** GitHub understood and refused: 400, 405, 409, 422, or 501 of a server that lacks the route. Repeating is of no use. */
export class GithubRefused extends Error {
  override readonly name = 'GithubRefused';
  readonly status: number;

  constructor(message: string, details: { status: number; cause?: unknown }) {
    super(message, { cause: details.cause });
    this.status = details.status;
  }
}

/** GitHub gave less than the whole because of one of its limits, so that nothing may be concluded from the answer. */
export class GithubLimitExceeded extends Error {
  override readonly name = 'GithubLimitExceeded';
}

/**
 * The server may lack a route, or not take a name where GitHub does: another way to the same may be tried. Never for
 * faults after which nothing is known.
 */
export function mayTryOtherwise(fault: unknown): boolean {
  return fault instanceof GithubNotFound || fault instanceof GithubRefused;
}

const UNAVAILABLE = new Set([401, 403, 408, 429]);
const GONE = new Set([404, 410]);

/**
 * Any fault of a request, as one of ours. `what` says in a few words what was asked for: "the tree of main".
 * Not for programming errors: what carries no HTTP status is returned as it is.
 */
export function toGithubError(fault: unknown, what: string): unknown {
  if (isGithubFault(fault) || !hasStatus(fault)) return fault;
  const { status } = fault;
  const response = responseOf(fault);
  if (response === undefined) {
    return new GithubUnavailable(`GitHub did not answer for ${what}: ${connectionFault(fault)}.`, {
      status: null,
      cause: fault,
    });
  }
  if (GONE.has(status)) return new GithubNotFound(`GitHub knows no such thing: ${what} (${status}).`, { cause: fault });
  if (UNAVAILABLE.has(status) || (status >= 500 && status !== 501)) {
    const retryAfterMs = retryDelayMs(response.headers, Date.now());
    const limited = status === 429 || retryAfterMs !== null;
    return new GithubUnavailable(
      `GitHub refused ${what} with ${status}${limited ? ' (rate limit)' : status === 403 ? ' (no permission)' : ''}.`,
      { status, retryAfterMs, cause: fault },
    );
  }
  return new GithubRefused(`GitHub refused ${what} with ${status}: ${redactTokens(fault.message).slice(0, 500)}`, {
    status,
    cause: fault,
  });
}

/**
 * How long a limited answer asks to wait: `retry-after`, else until `x-ratelimit-reset` when nothing remains; null
 * when the answer is no rate limit by its headers.
 */
export function retryDelayMs(headers: ResponseHeaders, nowMs: number): number | null {
  const retryAfter = Number(headers['retry-after'] ?? Number.NaN);
  if (Number.isFinite(retryAfter)) return Math.max(0, retryAfter * 1000);
  if (String(headers['x-ratelimit-remaining'] ?? '') !== '0') return null;
  const reset = Number(headers['x-ratelimit-reset'] ?? Number.NaN);
  return Number.isFinite(reset) ? Math.max(0, reset * 1000 - nowMs) : null;
}

export type ResponseHeaders = Readonly<Record<string, string | number | undefined>>;

/** One of the faults of this port, whose message is safe to show; anything else is a mistake in the program. */
export function isGithubFault(fault: unknown): fault is Error {
  return (
    fault instanceof GithubUnavailable ||
    fault instanceof GithubNotFound ||
    fault instanceof GithubRefused ||
    fault instanceof GithubLimitExceeded
  );
}

function hasStatus(fault: unknown): fault is Error & { status: number } {
  return fault instanceof Error && 'status' in fault && typeof fault.status === 'number';
}

function responseOf(fault: Error): { readonly headers: ResponseHeaders } | undefined {
  const response: unknown = 'response' in fault ? fault.response : undefined;
  if (typeof response !== 'object' || response === null || !('headers' in response)) return undefined;
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(response.headers ?? {})) headers[name] = String(value);
  return { headers };
}

function connectionFault(fault: Error): string {
  const cause = fault.cause instanceof Error ? fault.cause : fault;
  if (cause.name === 'TimeoutError') return 'the request timed out';
  if (cause.name === 'AbortError') return 'the request was aborted';
  return 'the connection failed';
}
