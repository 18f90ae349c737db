import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { objectId } from '../support/fake-github/git-objects.ts';
import { createFakeGithub } from '../support/fake-github/index.ts';
import type { FakeApp, FakeGithub, FakeRepository, Installation } from '../support/fake-github/index.ts';

let github: FakeGithub;
let app: FakeApp;
let models: FakeRepository;
let installation: Installation;
let token: string;

beforeEach(async () => {
  github = await createFakeGithub();
  app = github.createApp();
  models = github.createRepository('acme/models');
  models.commit({ files: { 'metrics.json': '{"auc": 0.9}\n', 'docs/card.md': '# Card\n' } });
  installation = app.install(models);
  token = app.token(installation);
});

afterEach(async () => {
  await github.close();
});

interface Reply {
  readonly status: number;
  readonly headers: Headers;
  // A test reads what it expects; a wrong guess fails its expectation.
  // oxlint-disable-next-line typescript/no-explicit-any
  readonly body: any;
}

async function ask(path: string, init: { method?: string; as?: string; body?: unknown } = {}): Promise<Reply> {
  const response = await fetch(github.url + path, {
    method: init.method ?? 'GET',
    headers: init.as === '' ? {} : { authorization: `token ${init.as ?? token}` },
    ...(init.body === undefined ? {} : { body: JSON.stringify(init.body) }),
  });
  const text = await response.text();
  return { status: response.status, headers: response.headers, body: text === '' ? null : JSON.parse(text) };
}

const REPO = '/repos/acme/models';

describe('git objects', () => {
  test('have the ids that git gives them', () => {
    expect(objectId('blob', Buffer.from('hello\n'))).toBe('ce013625030ba8dba906f756967f9e9ca394464a');
    expect(objectId('tree', new Uint8Array())).toBe('4b825dc642cb6eb9a060e54bf8d69288fbee4904');
  });

  test('of a nested tree agree with git write-tree', async () => {
    const repo = github.createRepository('acme/nested');
    // git: a (100755 "x\n"), a.b ("y\n"), a-b/c ("hello\n"), link -> a
    repo.commit({
      files: {
        a: { executable: 'x\n' },
        'a.b': 'y\n',
        'a-b/c': 'hello\n',
        link: { symlink: 'a' },
      },
    });
    const as = github.userToken('me', [repo]);
    const { body } = await ask('/repos/acme/nested/git/trees/main?recursive=1', { as });
    expect(body.sha).toBe('3cde54bd823d0aed98cd515b26a4cb5590ba7e64');
    expect(body.tree.map((entry: { path: string; mode: string }) => `${entry.mode} ${entry.path}`)).toEqual([
      '100755 a',
      '040000 a-b',
      '100644 a-b/c',
      '100644 a.b',
      '120000 link',
    ]);
  });
});

describe('authentication', () => {
  test('refuses a token that it does not know with 401', async () => {
    const { status, body } = await ask(REPO, { as: 'ghs_unknown' });
    expect([status, body.message]).toEqual([401, 'Bad credentials']);
  });

  test('hides a private repository from everybody else with 404', async () => {
    expect((await ask(REPO, { as: '' })).status).toBe(404);
  });

  test('refuses a write without the permission with 403 and names it', async () => {
    const weak = app.token(installation, { contents: 'read' });
    const reply = await ask(`${REPO}/check-runs`, { method: 'POST', as: weak, body: {} });
    expect([reply.status, reply.body.message]).toEqual([403, 'Resource not accessible by integration']);
    expect(reply.headers.get('x-accepted-github-permissions')).toBe('checks=write');
  });
});
