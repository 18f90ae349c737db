import { createTokenClient } from '../../src/github/client.ts';
import type { ClientOptions } from '../../src/github/client.ts';
import { createGithubReader } from '../../src/github/reader.ts';
import type { GithubReader } from '../../src/github/reader.ts';
import { createGithubWriter } from '../../src/github/writer.ts';
import type { GithubWriter } from '../../src/github/writer.ts';
import { createFakeGithub } from '../support/fake-github/index.ts';
import type { FakeApp, FakeGithub, FakeRepository, Installation } from '../support/fake-github/index.ts';

/** A fake GitHub with one private repository, the app installed on it, and both ports as that installation. */
export interface Scene {
  readonly github: FakeGithub;
  readonly app: FakeApp;
  readonly models: FakeRepository;
  readonly installation: Installation;
  readonly reader: GithubReader;
  readonly writer: GithubWriter;
  /** A reader with another token, for instance one that lacks a permission. */
  readerAs(token: string): GithubReader;
}

export const METRICS = '{"auc": 0.9}\n';

export async function createScene(options: ClientOptions = {}): Promise<Scene> {
  const github = await createFakeGithub();
  const app = github.createApp();
  const models = github.createRepository('acme/models');
  models.commit({ files: { 'models/churn/metrics.json': METRICS, 'README.md': '# Models\n' } });
  const installation = app.install(models);
  const place = { owner: 'acme', repo: 'models' };
  const clientAs = (token: string) => createTokenClient({ sleep: noWait, ...options, baseUrl: github.url, token });
  const client = clientAs(app.token(installation));
  return {
    github,
    app,
    models,
    installation,
    reader: createGithubReader(client, place),
    writer: createGithubWriter(client, place),
    readerAs: (token) => createGithubReader(clientAs(token), place),
  };
}

async function noWait(): Promise<void> {}

/** What a promise was rejected with. */
export async function faultOf(promise: Promise<unknown>): Promise<unknown> {
  try {
    await promise;
  } catch (fault) {
    return fault;
  }
  throw new Error('It was not rejected.');
}
