import { Probot } from 'probot';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createProbotOctokit } from '../../src/github/probot-octokit.ts';
import { createGithubReader, getAppIdentity } from '../../src/github/reader.ts';
import { createGithubWriter } from '../../src/github/writer.ts';
import { createFakeGithub, isTokenMint, writes } from '../support/fake-github/index.ts';
import type { FakeApp, FakeGithub, FakePull, FakeRepository, Installation } from '../support/fake-github/index.ts';
import { faultOf } from './scene.ts';

let github: FakeGithub;
let app: FakeApp;
let probot: Probot;

beforeEach(async () => {
  github = await createFakeGithub();
  app = github.createApp();
  probot = new Probot({
    appId: app.id,
    privateKey: app.privateKey,
    secret: 'a secret of this test',
    logLevel: 'fatal',
    Octokit: createProbotOctokit({ baseUrl: github.url, timeoutMs: 500 }),
  });
  await probot.ready();
});

afterEach(async () => {
  await github.close();
});

interface Customer {
  readonly repository: FakeRepository;
  readonly installation: Installation;
  readonly pull: FakePull;
}

function createCustomer(name: string): Customer {
  const repository = github.createRepository(`${name}/models`);
  repository.commit({ files: { a: '1' } });
  repository.commit({ branch: 'better', files: { a: '2' } });
  return {
    repository,
    installation: app.install(repository),
    pull: repository.openPull({ title: 'B', head: 'better' }),
  };
}

async function judge({ repository, installation, pull }: Customer): Promise<void> {
  const client = await probot.auth(installation.id);
  const writer = createGithubWriter(client, { owner: repository.owner, repo: repository.name });
  await writer.createCheckRun(pull.headSha, { name: 'check', status: 'in_progress', title: 't', summary: 's' });
  await writer.createComment(pull.number, 'first');
  await writer.createComment(pull.number, 'second');
}

test('three installations do not wait for each other, nor for a second between two writes', async () => {
  const customers = ['one', 'two', 'three'].map(createCustomer);
  const startedAt = performance.now();
  await Promise.all(customers.map(judge));
  // With Probot's own throttle nine writes take more than nine seconds.
  expect(performance.now() - startedAt).toBeLessThan(2000);
  expect(writes(github.requests)).toHaveLength(9);
});

test('an installation that GitHub asks to wait does not hold up another', async () => {
  const [slow, fast] = [createCustomer('slow'), createCustomer('fast')];
  github.fault({
    method: 'POST',
    path: '/repos/slow/models/check-runs',
    effect: { respond: 403, headers: { 'retry-after': '1' }, body: { message: 'secondary rate limit' } },
  });
  const startedAt = performance.now();
  const timed = async (customer: Customer): Promise<number> => {
    await judge(customer);
    return performance.now() - startedAt;
  };
  const [slowMs, fastMs] = await Promise.all([timed(slow), timed(fast)]);
  expect(slowMs).toBeGreaterThanOrEqual(1000);
  expect(fastMs).toBeLessThan(900);
});

test('tokens are minted at the given REST root, once for all clients of an installation', async () => {
  const { installation, repository } = createCustomer('one');
  const place = { owner: repository.owner, repo: repository.name };
  const read = async () => createGithubReader(await probot.auth(installation.id), place).findBranchHead('main');
  await read();
  await Promise.all([read(), read()]);
  const mints = github.requests.filter(isTokenMint);
  expect(mints.map(({ actor, status, path }) => ({ actor, status, path }))).toEqual([
    { actor: 'app', status: 201, path: `/app/installations/${installation.id}/access_tokens` },
  ]);
});

test('asking for an installation token by hand mints it at the given REST root too', async () => {
  const { installation } = createCustomer('one');
  const client = await probot.auth();
  const answer = await client.auth({ type: 'installation', installationId: installation.id });
  expect(answer).toMatchObject({ token: expect.stringMatching(/^ghs_/) });
  expect(github.requests.filter(isTokenMint)).toHaveLength(1);
});

test('the client of a webhook event speaks for its installation at the given REST root', async () => {
  const { installation, repository, pull } = createCustomer('one');
  probot.on('pull_request.opened', async ({ octokit, payload }) => {
    const writer = createGithubWriter(octokit, {
      owner: payload.repository.owner.login,
      repo: payload.repository.name,
    });
    await writer.createComment(payload.number, 'hello');
  });
  const payload = {
    action: 'opened',
    number: pull.number,
    installation: { id: installation.id },
    repository: { name: repository.name, owner: { login: repository.owner } },
  };
  // @ts-expect-error the handler needs no more than this of a payload
  await probot.receive({ id: '1', name: 'pull_request', payload });
  expect(pull.comments).toMatchObject([{ body: 'hello', app: { id: app.id } }]);
});

test('a POST that fails with 502 is sent once', async () => {
  const customer = createCustomer('one');
  github.fault({ method: 'POST', path: '/check-runs', times: 9, effect: { respond: 502 } });
  expect(await faultOf(judge(customer))).toMatchObject({ name: 'GithubUnavailable', status: 502, effectUnknown: true });
  expect(writes(github.requests)).toHaveLength(1);
});

test('the minting of a token has a timeout, and is tried once more', async () => {
  const { installation, repository } = createCustomer('one');
  github.fault({ method: 'POST', path: '/access_tokens', times: 9, effect: { delayMs: 1500 } });
  const reader = createGithubReader(await probot.auth(installation.id), {
    owner: repository.owner,
    repo: repository.name,
  });
  const startedAt = performance.now();
  expect(await faultOf(reader.findBranchHead('main'))).toMatchObject({ name: 'GithubUnavailable', status: null });
  expect(performance.now() - startedAt).toBeLessThan(1500);
});

test('the app learns its own slug', async () => {
  expect(await getAppIdentity(await probot.auth())).toEqual({ appId: app.id, slug: 'modelgate' });
});

test('log lines name requests, and carry neither bodies nor tokens', async () => {
  const lines: string[] = [];
  const write = (fields: object, message: string): void => {
    lines.push(`${JSON.stringify(fields)} ${message}`);
  };
  const log = { debug: write, info: write, warn: write, error: write };
  const chatty = new Probot({
    appId: app.id,
    privateKey: app.privateKey,
    secret: 'a secret of this test',
    logLevel: 'fatal',
    Octokit: createProbotOctokit({ baseUrl: github.url, log }),
  });
  const { installation, pull } = createCustomer('one');
  const client = await chatty.auth(installation.id);
  await createGithubWriter(client, { owner: 'one', repo: 'models' }).createComment(pull.number, 'the body');
  expect(lines).toContainEqual(expect.stringContaining('GitHub request: POST'));
  expect(lines.join('\n')).not.toMatch(/the body|ghs_|eyJ/);
});
