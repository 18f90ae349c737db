import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { expect, onTestFinished, test } from 'vitest';
import { temporaryFolder } from '../audit/temporary-history.ts';
import { createFakeGithub } from '../support/fake-github/index.ts';
import type { FakeApp, FakeGithub } from '../support/fake-github/index.ts';
import { deliver } from './deliver.ts';
import { METRICS, metrics, POLICY, POLICY_TEXT, SECRET } from './scene.ts';

interface Child {
  readonly process: ChildProcess;
  readonly output: () => string;
  readonly errors: () => string;
  readonly exit: Promise<number | null>;
}

/** `npm start`, as a process of its own. */
function start(env: Readonly<Record<string, string>>): Child {
  const child = spawn(process.execPath, ['src/app/server.ts'], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  let errors = '';
  child.stdout.on('data', (chunk) => (output += String(chunk)));
  child.stderr.on('data', (chunk) => (errors += String(chunk)));
  onTestFinished(() => void child.kill('SIGKILL'));
  const exit = once(child, 'close').then(([code]) => (typeof code === 'number' ? code : null));
  return { process: child, output: () => output, errors: () => errors, exit };
}

async function createWorld(): Promise<{
  readonly github: FakeGithub;
  readonly app: FakeApp;
  env: Record<string, string>;
}> {
  const github = await createFakeGithub();
  onTestFinished(() => github.close());
  const app = github.createApp();
  const env = {
    APP_ID: String(app.id),
    PRIVATE_KEY: app.privateKey,
    WEBHOOK_SECRET: SECRET,
    GITHUB_API_URL: github.url,
    DATA_DIR: temporaryFolder(),
    PORT: '0',
  };
  return { github, app, env };
}

async function portOf({ output, errors }: Child): Promise<number> {
  await expect.poll(() => output() + errors(), { timeout: 10_000 }).toMatch(/"listening"/);
  return Number(/"port":(\d+)/.exec(output())?.[1]);
}

test('an empty webhook secret ends the process with 2 and a sentence', async () => {
  const { env } = await createWorld();
  const child = start({ ...env, WEBHOOK_SECRET: '' });
  expect(await child.exit).toBe(2);
  expect(child.errors()).toMatch(/^modelgate: WEBHOOK_SECRET is empty: anybody could send events\. .*\n$/);
});

test('nothing set ends with one sentence for each problem and no stack', async () => {
  const child = start({});
  expect(await child.exit).toBe(2);
  const lines = child.errors().trimEnd().split('\n');
  expect(lines).toHaveLength(3);
  for (const line of lines) expect(line).toMatch(/^modelgate: .*\.$/);
});

test('a key that GitHub does not accept ends with 2 and a sentence', async () => {
  const { env, github } = await createWorld();
  const child = start({ ...env, APP_ID: String(github.createApp().id) });
  expect(await child.exit).toBe(2);
  expect(child.errors()).toMatch(/GitHub does not accept the credentials/);
});

test('a server that tells nothing about the App says nothing against its credentials', async () => {
  const { env, github } = await createWorld();
  github.fault({ method: 'GET', path: /^\/app(\/installations)?$/, times: 2, effect: { respond: 404 } });
  const child = start(env);
  expect((await fetch(`http://127.0.0.1:${await portOf(child)}/readyz`)).status).toBe(200);
  child.process.kill('SIGTERM');
  expect(await child.exit).toBe(0);
});

test('a history that cannot be used ends with 2 and a sentence', async () => {
  const { env } = await createWorld();
  const child = start({ ...env, DATA_DIR: '/dev/null/data' });
  expect(await child.exit).toBe(2);
  expect(child.errors()).toMatch(/^modelgate: .*DATA_DIR/);
});

test('a port that is taken ends with 2 and a sentence', async () => {
  const { env, github } = await createWorld();
  const child = start({ ...env, PORT: new URL(github.url).port });
  expect(await child.exit).toBe(2);
  expect(child.errors()).toMatch(/^modelgate: The address 127\.0\.0\.1:\d+ cannot be listened on/);
});

test('SIGTERM lets what was taken be finished, takes nothing more, and ends with 0', async () => {
  const { env, github, app } = await createWorld();
  const child = start(env);
  const url = `http://127.0.0.1:${await portOf(child)}`;
  const models = github.createRepository('acme/models');
  models.commit({ files: { [POLICY]: POLICY_TEXT, [METRICS]: metrics(0.9) } });
  app.install(models);
  models.commit({ branch: 'better', files: { [METRICS]: metrics(0.91) } });
  app.deliverTo(`${url}/api/github/webhooks`, SECRET);
  github.setLatency(200);
  const pull = models.openPull({ title: 'Better', head: 'better' });
  await github.settled();
  child.process.kill('SIGTERM');
  await expect.poll(child.output).toContain('"stopping"');
  expect(await deliver(url, { payload: {} })).toMatchObject({ status: 503 });
  expect((await fetch(`${url}/readyz`)).status).toBe(503);
  expect(await child.exit).toBe(0);
  expect(pull.checkRuns).toMatchObject([{ status: 'completed', conclusion: 'success' }]);
  expect(child.output()).toContain('"stopped"');
});

test('where GitHub does not answer it starts, and is not ready', async () => {
  const { env } = await createWorld();
  const child = start({ ...env, GITHUB_API_URL: 'http://127.0.0.1:9' });
  const ready = await fetch(`http://127.0.0.1:${await portOf(child)}/readyz`);
  expect(ready.status).toBe(503);
  expect(await ready.json()).toMatchObject({ ready: false, missing: [expect.stringContaining('credentials')] });
  child.process.kill('SIGINT');
  expect(await child.exit).toBe(0);
});
