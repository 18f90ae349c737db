import { call } from '../github/call.ts';
import type { GithubClient } from '../github/client.ts';
import { GithubNotFound, GithubUnavailable } from '../github/errors.ts';
import { getAppIdentity } from '../github/reader.ts';
import type { AppIdentity } from '../github/types.ts';

/** What GitHub says to our credentials. */
export type Credentials =
  | { readonly state: 'valid'; readonly identity: AppIdentity }
  /** A sentence that says what to do. */
  | { readonly state: 'refused'; readonly problem: string }
  /** Nothing is known; ask again. */
  | { readonly state: 'unknown'; readonly reason: string };

/** Asks GitHub once whether it knows this App by this key. */
export async function checkCredentials(client: GithubClient, appId: number): Promise<Credentials> {
  try {
    return { state: 'valid', identity: await identify(client, appId) };
  } catch (error) {
    const refused = error instanceof GithubNotFound || (error instanceof GithubUnavailable && error.status === 401);
    if (refused)
      return {
        state: 'refused',
        problem:
          'GitHub does not accept the credentials of the App. Check that APP_ID and the private key belong to the same App, that GITHUB_API_URL is the GitHub that it is registered with, and that the clock of this machine is right.',
      };
    return { state: 'unknown', reason: error instanceof Error ? error.message : String(error) };
  }
}

/**
 * The list of installations needs the same credentials, where a GitHub does not tell who the App is. A server that has
 * neither route says nothing about the credentials: the first token that it mints, or refuses, will.
 */
async function identify(client: GithubClient, appId: number): Promise<AppIdentity> {
  try {
    return await getAppIdentity(client);
  } catch (error) {
    if (!isUnknownRoute(error)) throw error;
  }
  try {
    await call('the installations', client.request('GET /app/installations', { per_page: 1 }));
  } catch (error) {
    if (!isUnknownRoute(error)) throw error;
  }
  return { appId, slug: null };
}

/** For an app id that it does not know GitHub answers 404 too, and says "Integration not found". */
function isUnknownRoute(error: unknown): boolean {
  if (!(error instanceof GithubNotFound)) return false;
  return !(error.cause instanceof Error && /integration|app(lication)? not found/i.test(error.cause.message));
}
