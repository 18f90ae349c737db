import { Probot } from 'probot';
import { call } from '../github/call.ts';
import type { GithubClient } from '../github/client.ts';
import { createObjectCache } from '../github/object-cache.ts';
import { createProbotOctokit } from '../github/probot-octokit.ts';
import { createGithubReader } from '../github/reader.ts';
import type { GithubReader } from '../github/reader.ts';
import { createGithubWriter } from '../github/writer.ts';
import type { GithubWriter } from '../github/writer.ts';
import { githubRoute } from './github-route.ts';
import type { Log } from './log.ts';
import type { Metrics } from './metrics.ts';
import type { Settings } from './settings.ts';

/** Both ports of one repository, as the installation that may use them. */
export interface Ports {
  readonly reader: GithubReader;
  readonly writer: GithubWriter;
}

export interface Installations {
  /** A client that acts as the App itself. */
  asApp(): Promise<GithubClient>;
  /** `installationId` null: GitHub is asked which one it is. */
  portsOf(repository: { readonly owner: string; readonly name: string }, installationId: number | null): Promise<Ports>;
}

/** Probot signs in, for the App and for each installation, and renews tokens. Nothing else of Probot is used. */
export async function createInstallations(
  settings: Pick<Settings, 'appId' | 'privateKey' | 'githubApiUrl' | 'webhookSecrets'>,
  { log, metrics }: { readonly log: Log; readonly metrics: Metrics },
): Promise<Installations> {
  const { githubApiUrl } = settings;

  async function countedFetch(...[input, init]: Parameters<typeof fetch>): Promise<Response> {
    const url = input instanceof Request ? input.url : String(input);
    const route = githubRoute(init?.method ?? 'GET', url, githubApiUrl);
    try {
      const response = await fetch(input, init);
      metrics.githubCall(route, response.status);
      return response;
    } catch (error) {
      metrics.githubCall(route, 'none');
      throw error;
    }
  }

  const probot = new Probot({
    appId: settings.appId,
    privateKey: settings.privateKey,
    // Probot checks no signature here, and would put a well-known secret in the place of none.
    secret: settings.webhookSecrets[0],
    log,
    Octokit: createProbotOctokit({ baseUrl: githubApiUrl, fetch: countedFetch }),
  });
  await probot.ready();
  const cache = createObjectCache();
  const clients = new Map<number, Promise<GithubClient>>();

  function clientOf(installationId: number): Promise<GithubClient> {
    const known = clients.get(installationId);
    if (known !== undefined) return known;
    const made = probot.auth(installationId);
    clients.set(installationId, made);
    made.catch(() => clients.delete(installationId));
    return made;
  }

  async function findInstallation(owner: string, repo: string): Promise<number> {
    const client = await probot.auth();
    const { data } = await call(
      `the installation on ${owner}/${repo}`,
      client.request('GET /repos/{owner}/{repo}/installation', { owner, repo }),
    );
    return data.id;
  }

  return {
    asApp: () => probot.auth(),
    async portsOf({ owner, name: repo }, installationId) {
      const client = await clientOf(installationId ?? (await findInstallation(owner, repo)));
      return {
        reader: createGithubReader(client, { owner, repo, cache }),
        writer: createGithubWriter(client, { owner, repo }),
      };
    },
  };
}
