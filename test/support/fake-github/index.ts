import type { AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { createApp } from './app.ts';
import type { FakeApp, NewApp } from './app.ts';
import { mintActionsToken, mintUserToken } from './auth.ts';
import { createFaults } from './faults.ts';
import type { Fault } from './faults.ts';
import { compileRoutes } from './http.ts';
import type { JournalEntry } from './journal.ts';
import { createRepository } from './repository.ts';
import type { FakeRepository, NewRepository } from './repository.ts';
import { appRoutes } from './routes/app.ts';
import { checkRoutes } from './routes/checks.ts';
import { commentRoutes } from './routes/comments.ts';
import { contentsRoutes } from './routes/contents.ts';
import { gitRoutes } from './routes/git.ts';
import { pullRoutes } from './routes/pulls.ts';
import { refRoutes } from './routes/refs.ts';
import { repositoryRoutes } from './routes/repository.ts';
import { createApiServer } from './server.ts';
import { accountOf, createWorld } from './state.ts';
import type { Permissions, World } from './state.ts';
import { createWebhooks } from './webhooks.ts';
import type { Delivery } from './webhooks.ts';

export { DEFAULT_EVENTS, DEFAULT_PERMISSIONS } from './app.ts';
export type { FakeApp, NewApp } from './app.ts';
export { secondaryLimit } from './faults.ts';
export type { Fault, FaultEffect } from './faults.ts';
export { isTokenMint, longestSequentialChain, writes } from './journal.ts';
export type { JournalEntry } from './journal.ts';
export type { FileContent, MergeResult } from './operations.ts';
export type { CommitOptions, FakePull, FakeRepository, NewRepository, PullOptions } from './repository.ts';
export type { CheckRunRecord, CommentRecord, Installation, PullRecord } from './state.ts';
export { signature } from './webhooks.ts';
export type { Delivery } from './webhooks.ts';

/** The app of GitHub Actions, in whose name every workflow's `GITHUB_TOKEN` acts. */
const ACTIONS_APP_ID = 15_368;

export interface FakeGithubOptions {
  /** Added to every answer of the API, in milliseconds. Default 0. */
  readonly latencyMs?: number;
  /** Milliseconds since the epoch. Default: the real clock. */
  readonly now?: () => number;
  /** Default: a free one. */
  readonly port?: number;
}

/**
 * A GitHub on this machine, over real HTTP, strict where the real one is strict.
 *
 * ```ts
 * const github = await createFakeGithub();
 * const app = github.createApp();
 * const models = github.createRepository('acme/models');
 * models.commit({ files: { 'metrics.json': '{"auc": 0.9}' } });
 * app.deliverTo('http://127.0.0.1:3000/api/github/webhooks', secret);
 * app.install(models);
 * models.requireCheck({ context: 'modelgate (production)', integrationId: app.id });
 * models.commit({ branch: 'better', files: { 'metrics.json': '{"auc": 0.91}' } });
 * const pull = models.openPull({ title: 'Better', head: 'better' });
 * await github.until('the check', () => pull.checkRuns.some((run) => run.status === 'completed'));
 * pull.merge(); // { merged: false, status: 405, message: 'Repository rule violations found…' }
 * await github.close();
 * ```
 */
export interface FakeGithub {
  /** The REST root, for `GITHUB_API_URL`. */
  readonly url: string;
  /** The raw state, to look at and to bend. */
  readonly world: World;
  /** Every request so far, in the order of their ends. */
  readonly requests: readonly JournalEntry[];
  /** Every webhook delivery so far, with its answer. */
  readonly deliveries: readonly Delivery[];
  createApp(options?: NewApp): FakeApp;
  createRepository(fullName: string, options?: NewRepository): FakeRepository;
  /** A person's token. Default permissions: to write everything in these repositories. */
  userToken(login: string, repositories: readonly FakeRepository[], permissions?: Permissions): string;
  /** A workflow's `GITHUB_TOKEN`. Default permissions: read only, as for a pull request from a fork. */
  actionsToken(repository: FakeRepository, permissions?: Permissions): string;
  /** Arms a fault for the next matching requests. */
  fault(fault: Fault): void;
  clearFaults(): void;
  setLatency(ms: number): void;
  forgetRequests(): void;
  redeliver(delivery: Delivery): void;
  /** Resolves when every webhook was answered, also those that the answers' work caused meanwhile. */
  settled(): Promise<void>;
  /**
   * Waits for what the receivers of webhooks do after they answered, for instance a completed check. Rejects when it
   * does not come in time (default 10,000 ms).
   */
  until(what: string, holds: () => boolean, timeoutMs?: number): Promise<void>;
  close(): Promise<void>;
}

const EVERYTHING: Permissions = {
  metadata: 'read',
  contents: 'write',
  checks: 'read',
  pull_requests: 'write',
  issues: 'write',
  administration: 'read',
};
const READ_ONLY: Permissions = {
  metadata: 'read',
  contents: 'read',
  checks: 'read',
  pull_requests: 'read',
  issues: 'read',
};

export async function createFakeGithub(options: FakeGithubOptions = {}): Promise<FakeGithub> {
  const world = createWorld(options.now ?? Date.now);
  const webhooks = createWebhooks(world);
  const scene = { world, webhooks };
  const faults = createFaults();
  const journal: JournalEntry[] = [];
  let latencyMs = options.latencyMs ?? 0;
  // Longer patterns first where one is the beginning of another: commits/{ref}/pulls before commits/{ref}.
  const routes = compileRoutes([
    appRoutes,
    checkRoutes,
    pullRoutes,
    commentRoutes,
    contentsRoutes,
    gitRoutes,
    refRoutes,
    repositoryRoutes,
  ]);
  const server = createApiServer({ world, webhooks, routes, faults, journal, latencyMs: () => latencyMs });
  await new Promise<void>((resolve) => {
    server.listen(options.port ?? 0, '127.0.0.1', resolve);
  });
  world.baseUrl = `http://127.0.0.1:${portOf(server.address())}`;

  return {
    url: world.baseUrl,
    world,
    requests: journal,
    deliveries: webhooks.deliveries,
    createApp: (given) => createApp(scene, given),
    createRepository: (fullName, given) => createRepository(scene, fullName, given),
    userToken(login, repositories, permissions = EVERYTHING) {
      const visible = new Set(repositories.map((repository) => repository.record));
      return mintUserToken(world, accountOf(world, login), permissions, visible).value;
    },
    actionsToken(repository, permissions = READ_ONLY) {
      const actions = world.apps.find((app) => app.id === ACTIONS_APP_ID) ?? createActionsApp();
      return mintActionsToken(world, actions, repository.record, permissions).value;
    },
    fault: (fault) => faults.add(fault),
    clearFaults: () => faults.clear(),
    setLatency(ms) {
      latencyMs = ms;
    },
    forgetRequests() {
      journal.length = 0;
    },
    redeliver: (delivery) => webhooks.redeliver(delivery),
    settled: () => webhooks.settled(),
    async until(what, holds, timeoutMs = 10_000) {
      const deadline = performance.now() + timeoutMs;
      while (!holds()) {
        if (performance.now() > deadline) throw new Error(`${what} did not come within ${timeoutMs} ms.`);
        await delay(5);
      }
    },
    async close() {
      await webhooks.settled();
      server.closeAllConnections();
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
      });
    },
  };

  function createActionsApp() {
    const { record } = createApp(scene, { slug: 'github-actions', permissions: {}, events: [] });
    const actions = { ...record, id: ACTIONS_APP_ID };
    world.apps.splice(world.apps.indexOf(record), 1, actions);
    return actions;
  }
}

function portOf(address: string | AddressInfo | null): number {
  if (address === null || typeof address === 'string') throw new Error('The fake is not listening on a port.');
  return address.port;
}
