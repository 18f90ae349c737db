import { ProbotOctokit } from 'probot';
import { restRoot, USER_AGENT } from './client.ts';
import type { ClientOptions } from './client.ts';
import { redactTokens } from './redact.ts';
import { createTransport } from './transport.ts';
import type { Fetch } from './transport.ts';

export interface ClientLog {
  debug(fields: object, message: string): void;
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

/**
 * The Octokit class for Probot, in place of its own. To be passed as `Octokit` to `Probot` or `createProbot`.
 *
 * Probot's throttle makes all installations share one write per second, and its retry plugin re-sends POST; both are
 * off, and a transport per installation takes their place. The base URL must be set here: Probot mints tokens for
 * `octokit.auth({ type: 'installation' })` with a request function of its own that knows no base URL, so that one is
 * taken away and the client's own is used.
 */
export function createProbotOctokit(options: ClientOptions & { readonly log?: ClientLog }): typeof ProbotOctokit {
  const baseUrl = restRoot(options.baseUrl);
  const transports = new Map<number | null, Fetch>();

  function transportOf(installation: number | null): Fetch {
    const known = transports.get(installation);
    if (known !== undefined) return known;
    const made = createTransport(options);
    transports.set(installation, made);
    return made;
  }

  // Probot applies its own defaults before these, so these win; as an object they would not.
  return ProbotOctokit.defaults((given: object) => {
    const { request: _unrooted, ...auth } = authOptions(given);
    const { installationId } = auth;
    const installation = typeof installationId === 'number' ? installationId : null;
    return {
      ...given,
      auth,
      baseUrl,
      userAgent: USER_AGENT,
      throttle: { enabled: false },
      retry: { enabled: false },
      request: { ...requestOptions(given), fetch: transportOf(installation) },
      ...(options.log === undefined ? {} : { log: octokitLog(options.log) }),
    };
  });
}

function authOptions(given: object): Record<string, unknown> {
  const auth: unknown = 'auth' in given ? given.auth : undefined;
  return typeof auth === 'object' && auth !== null ? { ...auth } : {};
}

function requestOptions(given: object): object {
  return 'request' in given && typeof given.request === 'object' && given.request !== null ? given.request : {};
}

/** Octokit logs `(message)`, Probot's request log `(body, message)`; bodies are the pull request's and stay out. */
function octokitLog(log: ClientLog): Record<keyof ClientLog, (first: unknown, second?: unknown) => void> {
  const line = (first: unknown, second: unknown): string => {
    const message = second ?? first;
    return redactTokens(message instanceof Error ? message.message : String(message));
  };
  const fields = { source: 'octokit' };
  return {
    debug: (first, second) => log.debug(fields, line(first, second)),
    info: (first, second) => log.info(fields, line(first, second)),
    warn: (first, second) => log.warn(fields, line(first, second)),
    error: (first, second) => log.error(fields, line(first, second)),
  };
}
