import { Octokit } from '@octokit/rest';
import { createTransport } from './transport.ts';
import type { TransportOptions } from './transport.ts';

/** All that the ports need of an Octokit, whichever class it is of. */
export type GithubClient = Pick<Octokit, 'request'>;

export const PUBLIC_GITHUB_API_URL = 'https://api.github.com';
export const USER_AGENT = 'modelgate';

// Octokit would write warnings to the console of whoever uses it.
const ignore = (): void => {};
const SILENT = { debug: ignore, info: ignore, warn: ignore, error: ignore };

export interface ClientOptions extends TransportOptions {
  /** Any REST root: `https://api.github.com`, `https://ghe.example/api/v3`, `http://127.0.0.1:4001`. */
  readonly baseUrl?: string;
}

/** A client that acts with one token: the Action's `GITHUB_TOKEN`, a personal token. */
export function createTokenClient(options: ClientOptions & { readonly token: string }): Octokit {
  return new Octokit({
    baseUrl: restRoot(options.baseUrl),
    auth: options.token,
    userAgent: USER_AGENT,
    log: SILENT,
    request: { fetch: createTransport(options) },
  });
}

/** The REST root without its last slash. Throws a sentence that says what to do when it is no HTTP URL. */
export function restRoot(url: string = PUBLIC_GITHUB_API_URL): string {
  const parsed = URL.parse(url);
  if (parsed === null || (parsed.protocol !== 'http:' && parsed.protocol !== 'https:')) {
    throw new TypeError(`GITHUB_API_URL must be an http or https URL such as ${PUBLIC_GITHUB_API_URL}.`);
  }
  return url.replace(/\/+$/, '');
}
