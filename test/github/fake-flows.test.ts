import { createServer } from 'node:http';
import type { Server } from 'node:http';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createGithubWriter } from '../../src/github/writer.ts';
import { createTokenClient } from '../../src/github/client.ts';
import { signature } from '../support/fake-github/index.ts';
import type { FakePull } from '../support/fake-github/index.ts';
import { createScene } from './scene.ts';
import type { Scene } from './scene.ts';

interface Received {
  readonly event: string;
  readonly action: string | undefined;
  readonly guid: string;
  readonly signature: string;
  readonly body: string;
}

const CHECK = 'modelgate (production)';
const SECRET = 'a secret of this test';
let scene: Scene;
let pull: FakePull;
let receiver: Server;
let received: Received[];
let answerWith: number;

beforeEach(async () => {
  received = [];
  answerWith = 202;
  scene = await createScene();
  receiver = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const body = Buffer.concat(chunks).toString();
      const { action } = JSON.parse(body) as { action?: string };
      received.push({
        event: String(request.headers['x-github-event']),
        action,
        guid: String(request.headers['x-github-delivery']),
        signature: String(request.headers['x-hub-signature-256']),
        body,
      });
      response.writeHead(answerWith).end();
    });
  });
  await new Promise<void>((resolve) => {
    receiver.listen(0, '127.0.0.1', resolve);
  });
  const address = receiver.address();
  const port = typeof address === 'object' ? address?.port : undefined;
  scene.app.deliverTo(`http://127.0.0.1:${port}/hooks`, SECRET);
  scene.models.commit({ branch: 'better', files: { a: '1' } });
  pull = scene.models.openPull({ title: 'Better', head: 'better', draft: true });
  pull.markReady();
  await scene.github.settled();
});

afterEach(async () => {
  await scene.github.close();
  receiver.closeAllConnections();
  receiver.close();
});

async function events(): Promise<readonly string[]> {
  await scene.github.settled();
  return received.map(({ event, action }) => (action === undefined ? event : `${event}.${action}`));
}

async function conclude(conclusion: 'success' | 'failure' | 'action_required', as = scene.writer): Promise<void> {
  const content = { name: CHECK, status: 'completed', conclusion, title: 't', summary: 's' } as const;
  await as.createCheckRun(pull.headSha, content);
}

describe('webhooks', () => {
  test('are signed over their very bytes', () => {
    expect(received.length).toBeGreaterThan(0);
    for (const { body, signature: sent } of received) expect(sent).toBe(signature(SECRET, body));
  });

  test('tell the life of a pull request', async () => {
    received = [];
    pull.push({ a: '2' });
    scene.models.branch('develop');
    pull.retarget('develop');
    pull.comment('/modelgate help');
    pull.close();
    pull.reopen();
    const { headSha } = pull.enqueue();
    expect(scene.models.record.objects.findCommit(headSha)?.parents).toContain(pull.headSha);
    expect((await events()).toSorted()).toEqual(
      [
        'push',
        'pull_request.synchronize',
        'push',
        'pull_request.edited',
        'issue_comment.created',
        'pull_request.closed',
        'pull_request.reopened',
        'merge_group.checks_requested',
      ].toSorted(),
    );
  });

  test('say with a retarget which base it was', async () => {
    const before = scene.models.head();
    scene.models.branch('develop');
    await scene.github.settled();
    received = [];
    pull.retarget('develop');
    await scene.github.settled();
    expect(JSON.parse(received[0]?.body ?? '{}')).toMatchObject({
      action: 'edited',
      changes: { base: { ref: { from: 'main' }, sha: { from: before } } },
      pull_request: { base: { ref: 'develop' }, head: { sha: pull.headSha } },
      installation: { id: scene.installation.id },
      repository: { full_name: 'acme/models', owner: { login: 'acme' } },
    });
  });

  test('of a rerequested check go only to the app that it belongs to', async () => {
    const other = scene.github.createApp({ slug: 'other', webhook: { url: 'http://127.0.0.1:9/', secret: 'x' } });
    other.install(scene.models);
    await conclude('failure');
    await scene.github.settled();
    received = [];
    const token = scene.github.userToken('octocat', [scene.models], { checks: 'write' });
    const [run] = pull.checkRuns;
    const paths = [`check-runs/${run?.id}/rerequest`, `check-suites/${run?.suite.id}/rerequest`];
    for (const path of paths) {
      const headers = { authorization: `token ${token}` };
      await fetch(`${scene.github.url}/repos/acme/models/${path}`, { method: 'POST', headers });
    }
    expect((await events()).toSorted()).toEqual(['check_run.rerequested', 'check_suite.rerequested']);
    expect(scene.github.deliveries.filter(({ app, event }) => app === other.record && event === 'check_suite')).toEqual(
      [],
    );
  });

  test('that failed are listed to the app and can be redelivered with the same guid', async () => {
    answerWith = 500;
    pull.push({ a: '3' });
    await scene.github.settled();
    const [failed] = scene.github.deliveries.filter(({ action, statusCode }) => action !== null && statusCode === 500);
    answerWith = 202;
    received = [];
    if (failed !== undefined) scene.github.redeliver(failed);
    await scene.github.settled();
    expect(received).toMatchObject([{ guid: failed?.guid, body: failed?.payload }]);
    expect(scene.github.deliveries.at(-1)).toMatchObject({ redelivery: true, statusCode: 202, status: 'OK' });
  });

  test('need the permission as well as the subscription', async () => {
    await scene.github.settled();
    received = [];
    scene.installation.permissions = { contents: 'read' };
    pull.push({ a: '5' });
    pull.comment('hello');
    expect(await events()).toEqual(['push']);
  });

  test('of ping and installation come unasked', async () => {
    received = [];
    scene.app.ping();
    scene.app.suspend(scene.installation);
    pull.push({ a: '4' });
    expect(await events()).toEqual(['ping', 'installation.suspend']);
  });
});

test('what a workflow has can be had: its event, its token, its files', async () => {
  expect(pull.event('opened')).toMatchObject({
    action: 'opened',
    number: pull.number,
    pull_request: { head: { sha: pull.headSha }, base: { ref: 'main' } },
    repository: { full_name: 'acme/models' },
  });
  expect([...scene.models.files('better').keys()]).toEqual(['README.md', 'a', 'models/churn/metrics.json']);
});

test('what comes after an answer can be waited for, and what never comes is named', async () => {
  setTimeout(() => pull.comment('late'), 20);
  await scene.github.until('the comment', () => pull.comments.length > 0);
  await expect(scene.github.until('another comment', () => false, 20)).rejects.toThrow('another comment did not come');
});

describe('merging', () => {
  beforeEach(() => {
    scene.models.requireCheck({ context: CHECK, integrationId: scene.app.id });
  });

  test('is refused while the required check is missing, failing, or waits', async () => {
    expect(pull.merge()).toMatchObject({ merged: false, status: 405, message: expect.stringContaining('is expected') });
    await conclude('failure');
    expect(pull.merge()).toMatchObject({ merged: false, message: expect.stringContaining('is failing') });
    await conclude('action_required');
    expect(pull.merge()).toMatchObject({ merged: false });
    expect(pull.mergeableState).toBe('blocked');
  });

  test('is allowed once the check of the pinned app succeeded on the latest head', async () => {
    await conclude('failure');
    await conclude('success');
    expect(pull.mergeableState).toBe('clean');
    await scene.github.settled();
    received = [];
    expect(pull.merge()).toMatchObject({ merged: true, sha: scene.models.head() });
    expect(scene.models.read('a')).toBe('1');
    expect(await events()).toEqual(['push', 'pull_request.closed']);
  });

  test('is refused again after another push', async () => {
    await conclude('success');
    pull.push({ a: '2' });
    expect(pull.merge()).toMatchObject({ merged: false, status: 405 });
  });

  test('is not helped by a check of the same name from a workflow', async () => {
    const token = scene.github.actionsToken(scene.models, { checks: 'write' });
    const client = createTokenClient({ baseUrl: scene.github.url, token });
    await conclude('success', createGithubWriter(client, { owner: 'acme', repo: 'models' }));
    expect(pull.checkRuns).toMatchObject([{ app: { id: 15_368 }, conclusion: 'success' }]);
    expect(pull.merge()).toMatchObject({ merged: false, status: 405 });
  });

  test('over HTTP needs the permission to write contents, and the head that was looked at', async () => {
    await conclude('success');
    const merge = async (token: string, body: object) => {
      const response = await fetch(`${scene.github.url}/repos/acme/models/pulls/${pull.number}/merge`, {
        method: 'PUT',
        headers: { authorization: `token ${token}` },
        body: JSON.stringify(body),
      });
      return response.status;
    };
    expect(await merge(scene.app.token(scene.installation), {})).toBe(403);
    const maintainer = scene.github.userToken('maintainer', [scene.models]);
    expect(await merge(maintainer, { sha: '0'.repeat(40) })).toBe(409);
    expect(await merge(maintainer, { sha: pull.headSha })).toBe(200);
  });

  test('of conflicting changes is refused', async () => {
    await conclude('success');
    scene.models.commit({ files: { a: 'theirs' } });
    expect(pull.mergeableState).toBe('dirty');
    expect(pull.merge()).toMatchObject({ merged: false, status: 405, message: 'Pull Request is not mergeable' });
  });

  test('is told by the rules of the branch', async () => {
    const headers = { authorization: `token ${scene.app.token(scene.installation)}` };
    const response = await fetch(`${scene.github.url}/repos/acme/models/rules/branches/main`, { headers });
    expect(await response.json()).toMatchObject([
      { parameters: { required_status_checks: [{ context: CHECK, integration_id: scene.app.id }] } },
    ]);
  });
});
